"""One terminal chat over the gateway's wire: hello, frames in and out, waiting for answers. It parses JSON here, once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.cli.chat_line import Offered, frame_of
from bot.cli.chat_words import lines_of
from bot.cli.output import note
from bot.errors import Unavailable

if TYPE_CHECKING:
    Socket = aiohttp.ClientWebSocketResponse[bool]

_CONNECT_TIMEOUT_S = 10.0
_ANSWER_TIMEOUT_S = 20.0


class ChatSession:
    """`zone` is the shop's. `patient`: each line waits for the answer to the one before. `answered` is False when one got none in 20 s."""

    def __init__(self, url: str, *, patient: bool, zone: tzinfo) -> None:
        self._url = url
        self._zone = zone
        self._patient = patient
        self._offered: Offered | None = None
        self._acked_seq = 0
        self._answered_seq = 0
        self._shown_seq = 0
        self._holder = "bot"
        self._settled = asyncio.Condition()
        self._refused = False
        self.answered = True

    async def run(self, identity: str | None, lines: AsyncIterator[str]) -> None:
        """Until the lines end. Raises Unavailable when the gateway cannot be reached or hangs up."""
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_TIMEOUT_S)
        try:
            async with aiohttp.ClientSession(self._url, timeout=timeout) as http:
                token = await self._visit(http, identity)
                async with http.ws_connect("/api/v1/chat", heartbeat=30) as socket:
                    await self._hello(socket, token)
                    await self._talk(socket, lines)
                if self._patient:
                    await self._show_the_rest(http, token)
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise Unavailable(f"the gateway at {self._url} does not answer ({error}): see `xiaonuan status`") from error

    async def _visit(self, http: aiohttp.ClientSession, identity: str | None) -> str:
        body = {"identity": identity} if identity else {}
        async with http.post("/api/v1/visitors", json=body) as response:
            told = await response.json()
            if response.status != 201:
                raise Unavailable(str(told.get("message") or told))
            return str(told["token"])

    async def _hello(self, socket: Socket, token: str) -> None:
        await socket.send_json({"type": "hello", "token": token, "last_seq": 0})
        welcome = await socket.receive_json(timeout=_CONNECT_TIMEOUT_S)
        if welcome.get("type") != "welcome":
            raise Unavailable(str(welcome.get("message") or welcome))
        self._holder = str(welcome.get("holder", "bot"))
        if welcome.get("greeting"):
            print(f"小暖：{welcome['greeting']}", flush=True)

    async def _show_the_rest(self, http: aiohttp.ClientSession, token: str) -> None:
        """An answer of several messages is stored as one: what had not come when the first of them did is in the history."""
        async with http.get("/api/v1/history", headers={"Authorization": f"Bearer {token}"}) as response:
            if response.status == 200:
                for message in (await response.json())["messages"]:
                    self._show(message)

    async def _talk(self, socket: Socket, lines: AsyncIterator[str]) -> None:
        listening = asyncio.create_task(self._listen(socket))
        typing = asyncio.create_task(self._send_lines(socket, lines))
        await asyncio.wait({listening, typing}, return_when=asyncio.FIRST_COMPLETED)
        hung_up = not typing.done()
        typing.cancel()
        await socket.close()
        failures = await asyncio.gather(listening, typing, return_exceptions=True)
        for failure in failures:
            if isinstance(failure, Exception):
                raise failure
        if hung_up:
            raise Unavailable("the gateway closed the connection: see `xiaonuan status`")

    async def _send_lines(self, socket: Socket, lines: AsyncIterator[str]) -> None:
        async for line in lines:
            try:
                frame = frame_of(line, self._offered, final=self._patient)
            except ValueError as hint:
                note(str(hint))
                continue
            except EOFError:
                break
            if frame is None:
                continue
            waited_for = self._acked_seq + 1
            self._refused = False
            await socket.send_str(json.dumps(frame, ensure_ascii=False))
            if self._patient and frame["type"] != "rate":
                await self._wait_for_answer(waited_for)
        if self._patient:
            await self._wait_for_answer(self._acked_seq)

    async def _wait_for_answer(self, seq: int) -> None:
        """With an agent nobody knows when she answers; a refused frame gets nothing more."""

        def settled() -> bool:
            acked = self._acked_seq >= seq
            return self._refused or (acked and (self._holder == "agent" or self._answered_seq >= self._acked_seq))

        async with self._settled:
            try:
                await asyncio.wait_for(self._settled.wait_for(settled), _ANSWER_TIMEOUT_S)
            except asyncio.TimeoutError:
                self.answered = False
                note("没有等到回答")

    async def _listen(self, socket: Socket) -> None:
        async for incoming in socket:
            if incoming.type is not aiohttp.WSMsgType.TEXT:
                continue
            async with self._settled:
                self._take(json.loads(incoming.data))
                self._settled.notify_all()

    def _take(self, frame: dict[str, Any]) -> None:
        kind = frame.get("type")
        if kind == "message":
            self._show(frame)
        elif kind == "ack" and frame.get("seq"):
            self._acked_seq = max(self._acked_seq, int(frame["seq"]))
        elif kind == "state":
            self._holder = str(frame.get("holder"))
            queue = frame.get("queue")
            note({"queue": "排队中", "agent": "人工客服已接入", "nobody": "会话已结束"}.get(self._holder, "小暖在"))
            if queue and queue.get("position"):
                note(f"前面还有 {queue['position'] - 1} 位")
        elif kind == "error":
            self._refused = True
            note(f"出错：{frame.get('message') or frame.get('code')}")

    def _show(self, frame: dict[str, Any]) -> None:
        if frame["seq"] <= self._shown_seq:
            return
        self._shown_seq = frame["seq"]
        self._answered_seq = max(self._answered_seq, int(frame.get("reply_to") or 0))
        if frame.get("role") == "shopper":
            return  # the terminal shows it already
        print("\n".join(lines_of(frame, self._zone)), flush=True)
        if frame.get("buttons"):
            self._offered = Offered(message_seq=int(frame["seq"]), count=len(frame["buttons"]))
