"""A shopper at our gateway's socket who measures: lean, so that on two cores the client costs little beside the bot."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from typing import Any

import aiohttp
import orjson

from bench.talker import NotAnswered, Reply, since_ms

Frame = dict[str, Any]
PATIENCE_S = 30.0
_KEPT = 4  # of a long talk, only the last messages are needed to go on


class Shopper:
    """One conversation on one socket. Not for two questions at once."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url
        self._socket: aiohttp.ClientWebSocketResponse[Any] | None = None
        self.token = ""
        self.conversation_id = ""
        self.messages: dict[int, Frame] = {}

    async def arrive(self, identity: str | None = None) -> None:
        """Become a visitor, as a customer of the shop when an identity is given, and open the socket."""
        body = {} if identity is None else {"identity": identity}
        async with self._session.post(f"{self._url}/api/v1/visitors", json=body) as response:
            if response.status != 201:
                raise NotAnswered(f"no visitor: {response.status} {await response.text()}")
            visit = await response.json()
            self.token, self.conversation_id = visit["token"], visit.get("conversation_id", "")
        await self.connect()

    async def connect(self) -> None:
        """Returns when welcomed; messages that this client does not hold come after."""
        socket = await self._session.ws_connect(f"{self._url}/api/v1/chat", max_msg_size=0)
        held = max(self.messages, default=0)
        try:
            await _put(socket, {"type": "hello", "token": self.token, "last_seq": held})
            welcome = await _frame(socket)
            if welcome["type"] != "welcome":
                raise NotAnswered(f"not welcomed: {welcome}")
        except BaseException:
            await socket.close()
            raise
        self._socket = socket

    async def listen(self) -> None:
        """Hear until cancelled or until the socket ends: who never listens answers no ping and is dropped."""
        with contextlib.suppress(NotAnswered):
            while True:
                await self.hear()

    async def reconnect(self, session: aiohttp.ClientSession) -> None:
        """Come back on another pool of connections, after the one before was closed under this shopper."""
        self._session, self._socket = session, None
        await self.connect()

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    async def ask(self, text: str, *, final: bool = True) -> Reply:
        """Raises NotAnswered for an error, an honest failure, or 30 s of silence."""
        began_s = time.perf_counter()
        frame_id = await self.send(text, final=final)
        try:
            reply = await asyncio.wait_for(self._reply_to(frame_id, began_s), PATIENCE_S)
        except asyncio.TimeoutError:
            raise NotAnswered(f"no answer within {PATIENCE_S:g} s") from None
        for seq in sorted(self.messages)[:-_KEPT]:
            del self.messages[seq]
        return reply

    async def send(self, text: str, *, final: bool = True) -> str:
        """Put it on the wire; the frame's id."""
        frame_id = str(uuid.uuid4())
        await _put(self._live(), {"type": "send", "id": frame_id, "text": text, "final": final})
        return frame_id

    async def ask_human(self) -> None:
        """转人工 by the button; returns when it is acknowledged."""
        frame_id = str(uuid.uuid4())
        await _put(self._live(), {"type": "ask_human", "id": frame_id})
        while (frame := await self.hear())["type"] != "ack" or frame["id"] != frame_id:
            if frame["type"] == "error":
                raise NotAnswered(f"{frame['code']}: {frame['message']}")

    async def hears(self, text: str) -> None:
        """Returns when a message with exactly this text comes."""
        while True:
            frame = await self.hear()
            if frame["type"] == "message" and frame.get("text") == text:
                return

    async def leave(self) -> None:
        await _put(self._live(), {"type": "leave"})

    async def _reply_to(self, frame_id: str, began_s: float) -> Reply:
        """The first message of the bot that answers the frame; it may come before the frame's own seq is known."""
        seq: int | None = None
        while True:
            frame = await self.hear()
            if frame.get("id") == frame_id:
                if frame["type"] == "error":
                    raise NotAnswered(f"{frame['code']}: {frame['message']}")
                seq = frame.get("seq", seq)
            if seq is None:
                continue
            answer = next((each for each in reversed(self.messages.values()) if _answers(each, seq)), None)
            if answer is not None:
                return _as_reply(answer, since_ms(began_s))

    async def hear(self) -> Frame:
        """The next frame; messages are kept in `messages` by seq. Raises NotAnswered when the socket ends."""
        frame = await _frame(self._live())
        if frame["type"] == "message":
            self.messages[frame["seq"]] = frame
        return frame

    def _live(self) -> aiohttp.ClientWebSocketResponse[Any]:
        if self._socket is None:
            raise NotAnswered("the socket is closed")
        return self._socket


def _answers(message: Frame, seq: int) -> bool:
    return message["role"] != "shopper" and int(message.get("reply_to", 0)) >= seq


def _as_reply(message: Frame, took_ms: float) -> Reply:
    if message.get("failure"):
        raise NotAnswered(f"an honest failure: {message.get('text')}")
    kinds = frozenset(card["kind"] for card in message.get("cards") or ())
    return Reply(took_ms=took_ms, text=message.get("text") or "", card_kinds=kinds)


async def _put(socket: aiohttp.ClientWebSocketResponse[Any], frame: Frame) -> None:
    await socket.send_str(orjson.dumps(frame).decode())


async def _frame(socket: aiohttp.ClientWebSocketResponse[Any]) -> Frame:
    message = await socket.receive()
    if message.type is not aiohttp.WSMsgType.TEXT:
        raise NotAnswered(f"the socket ended: {message.type.name} {message.data}")
    return dict(orjson.loads(message.data))
