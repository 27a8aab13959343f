"""The measuring shopper against a small gateway of the test's own: which frame ends a turn, and what is no answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bench.ours import first_answer_s
from bench.shopper import Shopper
from bench.talker import NotAnswered
from tests.stack.instance import Instance

Frame = dict[str, Any]
Answering = Callable[[Frame], list[Frame]]
Arrive = Callable[[Answering], Awaitable[Shopper]]


def said(seq: int, **fields: Any) -> Frame:
    return {"type": "message", "seq": seq, "id": f"m{seq}", "role": "bot", "at": "2026-01-01T00:00:00Z", **fields}


@pytest.fixture
async def arrive() -> AsyncIterator[Arrive]:
    """`await arrive(answering)`: a shopper whose frames get what `answering` returns."""
    servers: list[TestServer] = []
    session = aiohttp.ClientSession()

    async def make(answering: Answering) -> Shopper:
        async def chat(request: web.Request) -> web.WebSocketResponse:
            socket = web.WebSocketResponse()
            await socket.prepare(request)
            async for message in socket:
                frame = message.json()
                for answer in [{"type": "welcome"}] if frame["type"] == "hello" else answering(frame):
                    await socket.send_json(answer)
            return socket

        async def visitors(_request: web.Request) -> web.Response:
            return web.json_response({"token": "t"}, status=201)

        app = web.Application()
        app.add_routes([web.get("/api/v1/chat", chat), web.post("/api/v1/visitors", visitors)])
        servers.append(TestServer(app))
        await servers[-1].start_server()
        shopper = Shopper(session, str(servers[-1].make_url("")).rstrip("/"))
        await shopper.arrive()
        return shopper

    yield make
    await session.close()
    for server in servers:
        await server.close()


async def test_the_turn_ends_with_the_first_reply_that_answers_it(arrive: Arrive) -> None:
    def answering(frame: Frame) -> list[Frame]:
        own = said(3, role="shopper", text=frame["text"]) | {"id": frame["id"]}
        late = said(2, text="答上一句", reply_to=1)
        reply = said(4, text="在路上", reply_to=3, cards=[{"kind": "logistics"}])
        return [late, own, {"type": "ack", "id": frame["id"], "seq": 3}, reply, said(5, text="还有", reply_to=3)]

    reply = await (await arrive(answering)).ask("到哪了")
    assert reply.text == "在路上" and reply.card_kinds == {"logistics"} and reply.took_ms > 0


async def test_a_reply_that_overtakes_the_ack_counts(arrive: Arrive) -> None:
    def answering(frame: Frame) -> list[Frame]:
        return [said(2, text="在的", reply_to=1), {"type": "ack", "id": frame["id"], "seq": 1}]

    assert (await (await arrive(answering)).ask("在吗")).text == "在的"


async def test_failures_and_errors_are_no_answers(arrive: Arrive) -> None:
    def failing(frame: Frame) -> list[Frame]:
        return [{"type": "ack", "id": frame["id"], "seq": 1}, said(2, text="出了点问题", reply_to=1, failure=True)]

    def refusing(frame: Frame) -> list[Frame]:
        return [{"type": "error", "id": frame["id"], "code": "rate_limited", "message": "慢一点"}]

    for answering, words in ((failing, "honest failure"), (refusing, "rate_limited")):
        with pytest.raises(NotAnswered, match=words):
            await (await arrive(answering)).ask("到哪了")


async def test_what_it_keeps_of_a_long_talk_is_bounded(arrive: Arrive) -> None:
    seq = 0

    def answering(frame: Frame) -> list[Frame]:
        nonlocal seq
        seq += 2
        return [{"type": "ack", "id": frame["id"], "seq": seq - 1}, said(seq, text="在", reply_to=seq - 1)]

    shopper = await arrive(answering)
    for _ in range(50):
        await shopper.ask("在吗")
    assert len(shopper.messages) < 10 and max(shopper.messages) == 100


async def test_who_measures_the_first_answer_says_goodbye() -> None:
    codes: list[int | None] = []

    async def chat(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            frame = message.json()
            echo = said(3, role="shopper", text=frame.get("text")) | {"id": frame.get("id")}
            for answer in [{"type": "welcome"}] if frame["type"] == "hello" else [echo, said(4, text="好", reply_to=3)]:
                await socket.send_json(answer)
        codes.append(socket.close_code)
        return socket

    async def visitors(_request: web.Request) -> web.Response:
        return web.json_response({"token": "t"}, status=201)

    app = web.Application()
    app.add_routes([web.get("/api/v1/chat", chat), web.post("/api/v1/visitors", visitors)])
    async with TestServer(app) as server:
        instance = SimpleNamespace(url=str(server.make_url("")).rstrip("/"), start=lambda: None)
        await first_answer_s(cast(Instance, instance), "在吗")
    assert codes == [aiohttp.WSCloseCode.OK]
