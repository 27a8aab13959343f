"""What comes before and instead of a valid hello."""

import aiohttp
import pytest

from bot.gateway import socket
from tests.gateway.client import an_id
from tests.gateway.live import LiveGateway


async def test_a_forged_token_closes_with_4401(lone: LiveGateway) -> None:
    client = await lone.connect()
    await client.send({"type": "hello", "token": "forged"})
    assert (await client.next("error"))["code"] == "unauthorised"
    assert await client.closed() == 4401


async def test_a_conversation_id_is_no_token(lone: LiveGateway) -> None:
    visit = await lone.visit()
    client = await lone.connect()
    await client.send({"type": "hello", "token": visit.conversation_id})
    assert await client.closed() == 4401


async def test_no_hello_in_time_closes_with_4408(lone: LiveGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "HELLO_WITHIN_S", 0.05)
    client = await lone.connect()
    assert await client.closed() == 4408
    assert [frame["type"] for frame in client.seen] == ["error"]


async def test_after_hello_the_deadline_is_over(lone: LiveGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "HELLO_WITHIN_S", 0.3)
    visit = await lone.visit()
    client = await lone.enter(visit)
    late = await lone.connect()
    assert await late.closed() == 4408
    assert (await client.quiet())[-1]["type"] == "pong"


async def test_a_message_before_hello_is_refused_and_hello_still_works(lone: LiveGateway) -> None:
    visit = await lone.visit()
    client = await lone.connect()
    refused = await client.ask({"type": "send", "text": "在吗"})
    assert refused["code"] == "invalid_frame"
    assert (await client.hello(visit.token))["next_seq"] == 1


async def test_junk_before_hello_ends_the_socket_at_last(lone: LiveGateway) -> None:
    client = await lone.connect()
    for _ in range(30):
        await client.ws.send_str("junk")
    assert await client.closed() == 4401


async def test_a_second_hello_is_an_invalid_frame(lone: LiveGateway) -> None:
    visit, client = await lone.shopper()
    frame_id = an_id()
    await client.send({"type": "hello", "id": frame_id, "token": visit.token})
    error = await client.next("error")
    assert (error["code"], error["id"]) == ("invalid_frame", frame_id)
    assert (await client.ask({"type": "send", "text": "在吗"}))["seq"] == 1


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"token": ""},
        {"token": 5},
        {"token": "x" * 300},
        {"token": "a", "last_seq": -1},
        {"token": "a", "last_seq": "0"},
    ],
    ids=str,
)
async def test_an_ill_typed_hello_is_an_invalid_frame(lone: LiveGateway, fields: dict[str, object]) -> None:
    client = await lone.connect()
    await client.send({"type": "hello", **fields})
    assert (await client.next("error"))["code"] == "invalid_frame"


async def test_a_foreign_page_is_refused_before_the_upgrade(lone: LiveGateway) -> None:
    for origin in ("https://evil.example", "null", f"{lone.url}.evil.example", "http://127.0.0.1:1"):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await lone.connect(origin=origin)
        assert refused.value.status == 403


async def test_own_pages_and_programs_without_origin_are_let_in(lone: LiveGateway) -> None:
    visit = await lone.visit()
    for origin in (lone.url, lone.url.replace("127.0.0.1", "localhost"), None):
        client = await lone.connect(origin=origin)
        assert await client.hello(visit.token)
