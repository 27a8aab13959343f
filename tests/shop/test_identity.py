"""Identities that a shop signs, and everything that is not one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt
import pytest

from bot.errors import Unauthorised
from bot.shop.identity import sign, verify
from tests.shop.factories import NOW

SECRET = "a secret of at least thirty-two bytes, as made at first start"


def made(algorithm: str = "HS256", secret: str = SECRET, **changes: Any) -> str:
    claims = {"sub": "C1", "aud": "xiaonuan", "iat": int(NOW.timestamp()), "exp": int(NOW.timestamp()) + 300, **changes}
    return jwt.encode({name: value for name, value in claims.items() if value is not None}, secret, algorithm=algorithm)


def test_a_signed_identity_names_its_customer_for_ten_minutes() -> None:
    token = sign("C10001", SECRET, NOW)
    assert verify(token, SECRET, NOW) == "C10001"
    assert verify(token, SECRET, NOW + timedelta(minutes=9, seconds=59)) == "C10001"
    with pytest.raises(Unauthorised):
        verify(token, SECRET, NOW + timedelta(minutes=10))


def test_iat_may_be_missing() -> None:
    assert verify(made(iat=None), SECRET, NOW) == "C1"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x.y.z",
        "Ünïcode",
        made()[:-2] + "AA",
        made(secret="another secret of at least thirty-two bytes, made up"),
        made(algorithm="none", secret=""),
        made(algorithm="HS384"),
        made(aud="other"),
        made(aud=None),
        made(sub=None),
        made(sub=""),
        made(sub=" C1"),
        made(sub="C1\x00"),
        made(sub="C" * 200),
        made(exp=None),
        made(exp=int(NOW.timestamp())),
        made(exp=int(NOW.timestamp()) + 660),
        made(exp=10**15),
        made(iat=int(NOW.timestamp()) + 3600),
        made(nbf=int(NOW.timestamp()) + 3600),
    ],
)
def test_anything_else_is_unauthorised(token: str) -> None:
    with pytest.raises(Unauthorised):
        verify(token, SECRET, NOW)
