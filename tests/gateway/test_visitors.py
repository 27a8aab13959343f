"""Opening conversations: tokens, identities, limits, and what is no valid request."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import jwt
import pytest

from bot.clock import utc_now
from bot.shop.identity import sign
from tests.gateway.conftest import StartGateway
from tests.gateway.live import LiveGateway


def an_identity(gateway: LiveGateway, customer_id: str = "C001") -> str:
    return sign(customer_id, gateway.parts.settings.secret("identity"), utc_now())


async def test_each_visitor_gets_a_conversation_and_a_token_of_30_days(gateway: LiveGateway) -> None:
    first, second = await gateway.visit(), await gateway.visit(locale="zh-CN")
    assert first.conversation_id != second.conversation_id and first.token != second.token
    assert len(first.token) >= 43
    expires_at = datetime.fromisoformat(first.expires_at.replace("Z", "+00:00"))
    assert timedelta(days=29, hours=23) < expires_at - utc_now() <= timedelta(days=30)


async def test_no_body_is_as_good_as_an_empty_one(lone: LiveGateway) -> None:
    async with lone.http.post("/api/v1/visitors") as response:
        assert response.status == 201


async def test_a_customer_resumes_her_latest_conversation_only_when_she_asks(gateway: LiveGateway) -> None:
    first = await gateway.visit(identity=an_identity(gateway))
    resumed = await gateway.visit(identity=an_identity(gateway), resume=True)
    anew = await gateway.visit(identity=an_identity(gateway))
    other = await gateway.visit(identity=an_identity(gateway, "C002"), resume=True)
    assert resumed.conversation_id == first.conversation_id and resumed.token != first.token
    assert len({first.conversation_id, anew.conversation_id, other.conversation_id}) == 3
    for visit in (first, resumed):
        assert await gateway.enter(visit)


def forged(**changes: Any) -> str:
    now = datetime.now(timezone.utc)
    claims = {"sub": "C001", "aud": "xiaonuan", "iat": now, "exp": now + timedelta(minutes=5), **changes}
    key, algorithm = claims.pop("key", "test-identity-key"), claims.pop("algorithm", "HS256")
    return jwt.encode({name: value for name, value in claims.items() if value is not None}, key, algorithm=algorithm)


def ahead(minutes: float) -> datetime:
    return datetime.now(timezone.utc) + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "made",
    [lambda: "", lambda: "a.b.c", lambda: "x" * 10_000, lambda: "\ud800".encode("utf-8", "replace").decode(),
     lambda: forged(key="another-key"), lambda: forged(aud="shop"), lambda: forged(aud=None), lambda: forged(sub=None),
     lambda: forged(sub=""), lambda: forged(exp=None), lambda: forged(algorithm="none", key=""),
     lambda: forged(algorithm="HS512"), lambda: forged(exp=ahead(-0.5)), lambda: forged(exp=ahead(20))],
    ids=range(14),
)  # fmt: skip
async def test_a_bad_identity_is_refused_and_never_a_silent_guest(
    start: StartGateway, sqlite_database: Any, made: Callable[[], str]
) -> None:
    gateway = await start(sqlite_database, identity_secret="test-identity-key")
    async with gateway.http.post("/api/v1/visitors", json={"identity": made()}) as response:
        assert response.status == 401
        assert (await response.json())["code"] == "unauthorised"
    assert (await gateway.visit(identity=forged())).token


@pytest.mark.parametrize(
    "body",
    ["{", "[]", "null", '"x"', '{"identity":5}', '{"resume":"yes"}', '{"locale":5}', '{"locale":"' + "x" * 17 + '"}',
     '{"locale":"zh CN<"}', '{"identity":NaN}', '{"resume":true,"resume":true}', "[" * 20_000, "\x00"],
    ids=range(13),
)  # fmt: skip
async def test_a_bad_body_is_a_bad_request(lone: LiveGateway, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with lone.http.post("/api/v1/visitors", data=body.encode(), headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["code"] == "invalid_frame"


async def test_another_content_type_and_a_huge_body_are_refused(lone: LiveGateway) -> None:
    async with lone.http.post("/api/v1/visitors", data=b"{}", headers={"Content-Type": "text/plain"}) as response:
        answer = await response.json()
        assert (response.status, answer["code"]) == (415, "invalid_frame") and "application/json" in answer["message"]
    headers = {"Content-Type": "application/json"}
    async with lone.http.post("/api/v1/visitors", data=b" " * 70_000, headers=headers) as response:
        assert response.status == 413
        assert (await response.json())["code"] == "too_long"


async def test_too_many_new_visitors_from_one_address_wait(start: StartGateway, sqlite_database: Any) -> None:
    gateway = await start(sqlite_database, visitors_per_s=3)
    for _ in range(3):
        await gateway.visit()
    async with gateway.http.post("/api/v1/visitors", json={}) as response:
        assert response.status == 429
        assert int(response.headers["Retry-After"]) >= 1
        assert (await response.json())["code"] == "rate_limited"


async def test_too_many_sockets_from_one_address_are_refused_until_one_closes(
    start: StartGateway, sqlite_database: Any
) -> None:
    gateway = await start(sqlite_database, sockets_per_address=2)
    first, _second = await gateway.connect(), await gateway.connect()
    async with gateway.http.get("/api/v1/chat", headers=UPGRADE) as response:
        assert response.status == 429 and response.headers["Retry-After"]
    await first.close()
    visit = await gateway.visit()
    while True:
        try:
            assert await gateway.enter(visit)
            return
        except Exception:
            await asyncio.sleep(0.01)


UPGRADE = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip


async def test_a_guest_who_logs_in_keeps_her_conversation(gateway: LiveGateway) -> None:
    visit = await gateway.visit()
    for customer_id, status in (("C001", 204), ("C001", 204), ("C002", 409)):
        body = {"identity": an_identity(gateway, customer_id)}
        async with gateway.http.post("/api/v1/me/identity", json=body, headers=visit.bearer) as response:
            assert response.status == status
    resumed = await gateway.visit(identity=an_identity(gateway), resume=True)
    assert resumed.conversation_id == visit.conversation_id


async def test_binding_needs_a_token_and_a_good_identity(lone: LiveGateway) -> None:
    visit = await lone.visit()
    for headers, body, status in (
        ({}, {"identity": an_identity(lone)}, 401),
        (visit.bearer, {"identity": "a.b.c"}, 401),
        (visit.bearer, {}, 400),
    ):
        async with lone.http.post("/api/v1/me/identity", json=body, headers=headers) as response:
            assert response.status == status


async def test_more_frames_than_allowed_are_refused_and_may_come_again(
    start: StartGateway, sqlite_database: Any
) -> None:
    gateway = await start(sqlite_database, frames_burst=5, frames_per_s=0.1)
    frames = gateway.parts.limits.frames
    visit, client = await gateway.shopper()
    ids = [await client.say(f"第{number}句") for number in range(8)]
    answers = [await client.next("ack", "error") for _ in ids]
    refused = [answer for answer in answers if answer["type"] == "error"]
    assert len(refused) == 3 and {answer["code"] for answer in refused} == {"rate_limited"}
    assert [answer["id"] for answer in answers] == ids and refused[0]["retry_after_s"] > 0
    other = await gateway.enter(visit)
    frames.now_s = lambda: time.monotonic() + refused[-1]["retry_after_s"]
    again = await other.ask({"type": "send", "id": refused[0]["id"], "text": "补发", "final": True})
    assert again["type"] == "ack"
