"""A shopper's socket in tests: sends frames, remembers all that came, and waits for what a test expects."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

Frame = dict[str, Any]
_PATIENCE_S = 10.0


@dataclass(frozen=True, kw_only=True)
class Visit:
    token: str
    conversation_id: str
    visitor_id: str
    expires_at: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def an_id() -> str:
    return str(uuid.uuid4())


class Client:
    """`seen` holds every frame in the order in which it came; `close_code` is set once the server closed."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws
        self.seen: list[Frame] = []
        self._read = 0

    async def hello(self, token: str, last_seq: int = 0) -> Frame:
        await self.send({"type": "hello", "token": token, "last_seq": last_seq})
        return await self.next("welcome")

    async def send(self, frame: Frame) -> None:
        await self.ws.send_str(json.dumps(frame))

    async def say(self, text: str, *, final: bool = True, **fields: Any) -> str:
        """Sends it and returns its id; the answer is the caller's to await."""
        frame = {"type": "send", "id": an_id(), "text": text, "final": final, **fields}
        await self.send(frame)
        return str(frame["id"])

    async def ask(self, frame: Frame) -> Frame:
        """The ack or error that answers this frame."""
        frame = {"id": an_id(), **frame}
        await self.send(frame)
        return await self.until(lambda got: got["type"] in ("ack", "error") and got.get("id") == frame["id"])

    async def next(self, *types: str) -> Frame:
        """The next frame of one of these types; others before it are passed over."""
        return await self.until(lambda frame: frame["type"] in types)

    async def message(self, role: str) -> Frame:
        return await self.until(lambda frame: frame["type"] == "message" and frame["role"] == role)

    async def at(self, seq: int) -> Frame:
        """The message with this seq, also when it came before."""
        while True:
            for frame in self.messages():
                if frame["seq"] == seq:
                    return frame
            await self._receive()

    async def until(self, wanted: Callable[[Frame], bool]) -> Frame:
        while True:
            while self._read < len(self.seen):
                frame = self.seen[self._read]
                self._read += 1
                if wanted(frame):
                    return frame
            await self._receive()

    async def quiet(self) -> list[Frame]:
        """All frames so far, after the server has answered a ping: what was sent before it has been dealt with."""
        frame_id = an_id()
        await self.send({"type": "ping", "id": frame_id})
        await self.until(lambda frame: frame["type"] == "pong" and frame.get("id") == frame_id)
        return self.seen

    async def closed(self) -> int | None:
        """The code with which the server closed; frames that come before are kept."""
        while not self.ws.closed:
            try:
                await self._receive()
            except ConnectionResetError:
                break
        return self.ws.close_code

    async def close(self) -> None:
        await self.ws.close()

    def messages(self) -> list[Frame]:
        return [frame for frame in self.seen if frame["type"] == "message"]

    async def _receive(self) -> None:
        got = await asyncio.wait_for(self.ws.receive(), _PATIENCE_S)
        if got.type is not aiohttp.WSMsgType.TEXT:
            raise ConnectionResetError(f"the server closed with {self.ws.close_code}")
        self.seen.append(json.loads(got.data))
