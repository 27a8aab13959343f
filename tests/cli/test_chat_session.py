"""The terminal chat against a small gateway that speaks the wire protocol over a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timezone
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.cli.chat_session import ChatSession
from bot.errors import Unavailable

Reply = Callable[[web.WebSocketResponse, dict[str, Any], int], Awaitable[None]]
_MUG = {"kind": "logistics", "carrier": "圆通速递", "tracking_no": "YT1", "state": "in_transit", "events": []}


class SmallGateway:
    """Acks every frame, shows it as a message, and answers by `reply`."""

    def __init__(self, reply: Reply) -> None:
        self.frames: list[dict[str, Any]] = []
        self.visits: list[dict[str, Any]] = []
        self.unsent: list[dict[str, Any]] = []  # stored, and not on the wire yet
        self._reply = reply

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/api/v1/visitors", self._visit)
        app.router.add_get("/api/v1/chat", self._chat)
        app.router.add_get("/api/v1/history", self._history)
        return app

    async def _visit(self, request: web.Request) -> web.Response:
        self.visits.append(await request.json())
        if self.visits[-1].get("identity") == "bad":
            return web.json_response({"code": "unauthorised", "message": "请重新登录"}, status=401)
        return web.json_response({"token": "t"}, status=201)

    async def _history(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer t"
        return web.json_response({"messages": self.unsent, "more": False})

    async def _chat(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        hello = await socket.receive_json()
        assert hello == {"type": "hello", "token": "t", "last_seq": 0}
        await socket.send_json({"type": "welcome", "holder": "bot", "next_seq": 1, "greeting": "你好，我是小暖"})
        seq = 0
        async for incoming in socket:
            frame = incoming.json()
            self.frames.append(frame)
            seq += 1
            await socket.send_json({"type": "ack", "id": frame["id"], "seq": seq})
            shown = {"type": "message", "seq": seq, "role": "shopper", "text": frame.get("text", "")}
            await socket.send_json(shown)
            await self._reply(socket, frame, seq)
            seq += 1
        return socket


async def say_where(socket: web.WebSocketResponse, _frame: dict[str, Any], seq: int) -> None:
    await socket.send_json(
        {
            "type": "message", "seq": seq + 1, "role": "bot", "text": "在路上啦", "reply_to": seq, "cards": [_MUG],
            "buttons": [{"title": "查下一件"}, {"title": "转人工"}],
        }
    )  # fmt: skip


async def refuse(socket: web.WebSocketResponse, frame: dict[str, Any], _seq: int) -> None:
    await socket.send_json({"type": "error", "id": frame["id"], "code": "too_long", "message": "太长了，分两次发吧"})


async def hang_up(socket: web.WebSocketResponse, _frame: dict[str, Any], _seq: int) -> None:
    await socket.close()


async def typed(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line


async def chat(
    reply: Reply, *lines: str, identity: str | None = None, unsent: tuple[dict[str, Any], ...] = ()
) -> tuple[SmallGateway, ChatSession]:
    gateway = SmallGateway(reply)
    gateway.unsent.extend(unsent)
    async with TestServer(gateway.app()) as server:
        session = ChatSession(f"http://127.0.0.1:{server.port}", patient=True, zone=timezone.utc)
        await session.run(identity, typed(*lines))
    return gateway, session


async def test_a_question_is_sent_and_its_answer_shown_with_card_and_buttons(
    capsys: pytest.CaptureFixture[str],
) -> None:
    gateway, session = await chat(say_where, "我的杯子到哪了")

    assert [(frame["type"], frame["text"], frame["final"]) for frame in gateway.frames] == [
        ("send", "我的杯子到哪了", True)
    ]
    shown = capsys.readouterr().out.splitlines()
    assert shown[:2] == ["小暖：你好，我是小暖", "小暖：在路上啦"]
    assert "    │ 圆通速递 YT1  运输中" in shown
    assert shown[-2:] == ["    [1] 查下一件", "    [2] 转人工"]
    assert session.answered


async def test_what_else_the_last_answer_holds_is_shown_once_before_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    shown_already = {"type": "message", "seq": 2, "role": "bot", "text": "在路上啦", "reply_to": 1}
    second = {"type": "message", "seq": 3, "role": "bot", "text": "第二个包裹明天到", "reply_to": 1}
    await chat(say_where, "我的杯子到哪了", unsent=(shown_already, second))

    lines = capsys.readouterr().out.splitlines()
    assert lines.count("小暖：在路上啦") == 1
    assert lines[-1] == "小暖：第二个包裹明天到"


async def test_piped_lines_are_sent_one_after_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    gateway, _ = await chat(say_where, "一", "", "二", "三")
    assert [frame["text"] for frame in gateway.frames] == ["一", "二", "三"]
    assert capsys.readouterr().out.count("在路上啦") == 3


async def test_a_button_is_clicked_by_its_number() -> None:
    gateway, _ = await chat(say_where, "在吗", "#2", "#3")
    click = gateway.frames[1]
    assert (click["type"], click["message_seq"], click["button"]) == ("click", 2, 1)
    assert len(gateway.frames) == 2  # there is no third button


async def test_a_customer_is_introduced_by_her_identity() -> None:
    gateway, _ = await chat(say_where, "在吗", identity="jwt")
    assert gateway.visits == [{"identity": "jwt"}]


async def test_a_refused_identity_is_said_with_the_gateways_words() -> None:
    with pytest.raises(Unavailable, match="请重新登录"):
        await chat(say_where, "在吗", identity="bad")


async def test_a_refused_line_is_said_and_the_next_one_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    gateway, _ = await chat(refuse, "很长", "短")
    assert len(gateway.frames) == 2
    assert "太长了" in capsys.readouterr().err


async def test_a_gateway_that_hangs_up_ends_the_chat_with_an_error() -> None:
    with pytest.raises(Unavailable, match="closed the connection"):
        await chat(hang_up, "在吗")


async def test_a_gateway_that_is_not_there_is_said() -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        await ChatSession("http://127.0.0.1:1", patient=True, zone=timezone.utc).run(None, typed("在吗"))
