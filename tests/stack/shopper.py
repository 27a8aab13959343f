"""A shopper's client that never gives up: it re-sends what was not acknowledged, reconnects, and keeps a history.

It knows the wire protocol and nothing else; what it saw is all that the checkers judge by.
"""

from __future__ import annotations

import asyncio
import random
import uuid
from dataclasses import dataclass, field
from typing import Any

import aiohttp

Frame = dict[str, Any]
_RECONNECT_S = 0.1


@dataclass(slots=True)
class History:
    """`received` is every message frame in the order of arrival, with the number of the connection that brought it;
    `acked` maps a sent frame's id to the seq that its ack told; `sent` maps it to its text."""

    received: list[tuple[int, Frame]] = field(default_factory=list)
    acked: dict[str, int] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    errors: list[Frame] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # what no server may do

    def messages(self) -> list[Frame]:
        """Each message once, by seq."""
        by_seq = {frame["seq"]: frame for _connection, frame in self.received}
        return [by_seq[seq] for seq in sorted(by_seq)]

    def answer_to(self, seq: int) -> Frame | None:
        answers = (each for each in self.messages() if each["role"] != "shopper" and each.get("reply_to", 0) >= seq)
        return next(answers, None)


class Shopper:
    """One conversation. `copies`: how often each frame is sent on each connection, drawn between 1 and that."""

    def __init__(self, url: str, *, seed: int = 0, copies: int = 1) -> None:
        self._url = url
        self._chance = random.Random(seed)
        self._copies = copies
        self.history = History()
        self.token = ""
        self.conversation_id = ""
        self.welcome: Frame = {}
        self._unacked: dict[str, Frame] = {}
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._connections = 0
        self._changed = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Shopper:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        assert self._session is not None
        await self._session.close()

    async def arrive(self, identity: str | None = None, token: str | None = None) -> None:
        """Become a visitor (trying until the gateway answers) and keep a socket open from now on."""
        if token is None:
            body: Frame = {} if identity is None else {"identity": identity}
            visit = await self._post("/api/v1/visitors", body)
            token, self.conversation_id = visit["token"], visit["conversation_id"]
        self.token = token
        self._task = asyncio.create_task(self._stay_connected())

    async def _post(self, path: str, body: Frame) -> Frame:
        assert self._session is not None
        while True:
            try:
                async with self._session.post(self._url + path, json=body) as response:
                    if response.status == 201:
                        return dict(await response.json())
                    assert response.status in (429, 503), await response.text()
            except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
                pass
            await asyncio.sleep(_RECONNECT_S)

    async def _stay_connected(self) -> None:
        while True:
            try:
                await self._one_connection()
            except (aiohttp.ClientError, asyncio.TimeoutError, OSError, TypeError, ValueError, ConnectionError):
                pass
            self._socket = None
            await asyncio.sleep(_RECONNECT_S)

    async def _one_connection(self) -> None:
        assert self._session is not None
        async with self._session.ws_connect(self._url + "/api/v1/chat", heartbeat=3, max_msg_size=0) as socket:
            self._connections += 1
            held = max((frame["seq"] for _connection, frame in self.history.received), default=0)
            await socket.send_json({"type": "hello", "token": self.token, "last_seq": held})
            self.welcome = await socket.receive_json()
            self._socket = socket
            async with self._changed:
                self._changed.notify_all()
            for frame in list(self._unacked.values()):
                await self._put(frame)
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await self._hear(message.json())

    async def _hear(self, frame: Frame) -> None:
        if frame["type"] == "message":
            self.history.received.append((self._connections, frame))
        elif frame["type"] == "ack" and "seq" in frame:
            known = self.history.acked.setdefault(frame["id"], frame["seq"])
            if known != frame["seq"]:
                self.history.broken.append(f"one id was acknowledged as seq {known} and as seq {frame['seq']}")
            self._unacked.pop(frame["id"], None)
        elif frame["type"] == "error":
            self.history.errors.append(frame)
            if frame["code"] == "rate_limited" and frame.get("id") in self._unacked:
                asyncio.get_running_loop().call_later(
                    frame.get("retry_after_s", 1), lambda: asyncio.ensure_future(self._again(frame["id"]))
                )
        async with self._changed:
            self._changed.notify_all()

    async def _again(self, frame_id: str) -> None:
        if frame_id in self._unacked and self._socket is not None:
            await self._put(self._unacked[frame_id])

    async def _put(self, frame: Frame) -> None:
        assert self._socket is not None
        for _ in range(self._chance.randint(1, self._copies)):
            try:
                await self._socket.send_json(frame)
            except (ConnectionError, RuntimeError, OSError):
                return

    async def send(self, text: str, **fields: Any) -> str:
        """Send a message until it is acknowledged; its id at once."""
        frame = {"type": "send", "id": str(uuid.uuid4()), "text": text, "final": True, **fields}
        return await self._submit(frame, text)

    async def click(self, message_seq: int, button: int) -> str:
        frame = {"type": "click", "id": str(uuid.uuid4()), "message_seq": message_seq, "button": button}
        return await self._submit(frame, "")

    async def _submit(self, frame: Frame, text: str) -> str:
        self.history.sent[frame["id"]] = text
        self._unacked[frame["id"]] = frame
        if self._socket is not None:
            await self._put(frame)
        return str(frame["id"])

    def drop_unacknowledged(self) -> None:
        """Stop re-sending what was refused; the shopper gave it up."""
        for frame_id in self._unacked:
            self.history.sent.pop(frame_id, None)
        self._unacked.clear()

    async def until(self, condition: Any, patience_s: float = 30.0) -> Any:
        """Wait until `condition(history)` is true, and return it."""

        async def waiting() -> Any:
            async with self._changed:
                while not (value := condition(self.history)):
                    await self._changed.wait()
                return value

        return await asyncio.wait_for(waiting(), patience_s)

    async def ask(self, text: str, patience_s: float = 30.0) -> Frame:
        """Send it and wait for its answer."""
        frame_id = await self.send(text)

        def answered(history: History) -> Frame | None:
            seq = history.acked.get(frame_id)
            return None if seq is None else history.answer_to(seq)

        return dict(await self.until(answered, patience_s))
