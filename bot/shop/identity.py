"""Identities: short JWTs by which a shop says who its logged-in customer is. The only proof of a customer there is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import jwt

from bot.errors import Unauthorised

AUDIENCE = "xiaonuan"
LONGEST = timedelta(minutes=10)
_SKEW_S = 5
_LONGEST_ID = 128


def sign(customer_id: str, secret: str, now: datetime) -> str:
    """A JWT (HS256) for this customer that ends ten minutes after `now` (aware, the machine's own time)."""
    issued_s = int(now.timestamp())
    claims = {"sub": customer_id, "aud": AUDIENCE, "iat": issued_s, "exp": issued_s + int(LONGEST.total_seconds())}
    return jwt.encode(claims, secret, algorithm="HS256")


def verify(token: str, secret: str, now: datetime) -> str:
    """The customer id of a valid identity. Raises Unauthorised for any other token, with no more than that said."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            audience=AUDIENCE,
            options={"require": ["sub", "aud", "exp"], "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
    except (jwt.PyJWTError, ValueError, TypeError, UnicodeError) as error:
        raise Unauthorised("the identity is not one that this shop signed: ask the shop for a new one") from error
    customer_id, ends_s = claims["sub"], claims["exp"]
    timely = type(ends_s) in (int, float) and 0 < ends_s - now.timestamp() <= LONGEST.total_seconds() + _SKEW_S
    if not timely or not _begun(claims, now) or not _is_id(customer_id):
        raise Unauthorised("the identity has expired or runs too long: ask the shop for a new one")
    return str(customer_id)


def _begun(claims: dict[str, Any], now: datetime) -> bool:
    starts = [claims[name] for name in ("nbf", "iat") if name in claims]
    return all(type(start) in (int, float) and start <= now.timestamp() + _SKEW_S for start in starts)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_ID and value.isprintable() and value == value.strip()
