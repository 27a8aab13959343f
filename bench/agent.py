"""An agent at our desk's socket who measures; and hiring many of them at once, straight into the record."""

from __future__ import annotations

import asyncio
import time
import uuid
from typing import Any

import aiohttp
import orjson

from bench.shopper import PATIENCE_S, Frame
from bench.talker import NotAnswered, since_ms
from bot.clock import steady_ms
from bot.records import agents, passwords
from bot.records.database import Database
from bot.settings import Settings

PASSWORD = "bench bench bench"
_SIGNING_IN_AT_ONCE = 4


def hire(settings: Settings, names: list[str], *, capacity: int) -> None:
    """Agents of every skill, all with the same password."""
    password_hash = passwords.hashed(PASSWORD)
    database = Database.open(settings)

    def add(connection: Any) -> None:
        for name in names:
            agents.add(
                connection, name=name, password_hash=password_hash, role="agent", skills=("all",), capacity=capacity,
                now_ms=steady_ms(),
            )  # fmt: skip

    try:
        database.write_now(add)
    finally:
        database.close()


class DeskAgent:
    """One page of one agent. `heard` gets every frame with the moment of its arrival, once `listen` runs."""

    def __init__(self, url: str, name: str) -> None:
        self.name = name
        self._url = url
        self._http: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse[Any] | None = None
        self._answers: dict[str, asyncio.Future[Frame]] = {}
        self._listening: asyncio.Task[None] | None = None
        self.seen_waiting: dict[str, float] = {}  # conversation → when this page was first told that it waits

    async def enter(self, *, online: bool = True) -> None:
        jar, headers = aiohttp.CookieJar(unsafe=True), {"Origin": self._url}
        self._http = aiohttp.ClientSession(cookie_jar=jar, headers=headers, timeout=aiohttp.ClientTimeout(total=60))
        body = {"name": self.name, "password": PASSWORD}
        async with self._http.post(f"{self._url}/api/v1/desk/login", json=body) as response:
            if response.status != 204:
                raise NotAnswered(f"{self.name} was not let in: {response.status} {await response.text()}")
        self._socket = await self._http.ws_connect(f"{self._url}/api/v1/desk/ws", origin=self._url, max_msg_size=0)
        self._listening = asyncio.create_task(self._listen())
        if online:
            await self.ask({"type": "status", "value": "online"})

    async def ask(self, frame: Frame) -> Frame:
        """The frame's ack; told that it was too much, it is sent again when it may. Raises NotAnswered for an error or
        30 s of silence."""
        while (found := await self._ask_once(frame))["type"] != "ack":
            if found.get("code") != "rate_limited":
                raise NotAnswered(f"{frame['type']}: {found.get('code')}")
            await asyncio.sleep(found["retry_after_s"])
        return found

    async def _ask_once(self, frame: Frame) -> Frame:
        assert self._socket is not None
        frame_id = str(uuid.uuid4())
        answer: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._answers[frame_id] = answer
        await self._socket.send_str(orjson.dumps({**frame, "id": frame_id}).decode())
        try:
            return await asyncio.wait_for(answer, PATIENCE_S)
        except asyncio.TimeoutError:
            raise NotAnswered(f"{frame['type']}: no answer within {PATIENCE_S:g} s") from None
        finally:
            del self._answers[frame_id]

    async def claim_ms(self, conversation_id: str) -> float:
        began_s = time.perf_counter()
        await self.ask({"type": "claim", "conversation_id": conversation_id})
        return since_ms(began_s)

    async def say(self, conversation_id: str, text: str) -> None:
        await self.ask({"type": "send", "conversation_id": conversation_id, "text": text})

    async def _listen(self) -> None:
        assert self._socket is not None
        async for message in self._socket:
            now_s = time.perf_counter()
            frame = orjson.loads(message.data)
            if frame["type"] in ("ack", "error"):  # a message carries its sender's id too
                waiter = self._answers.get(frame.get("id", ""))
                if waiter is not None and not waiter.done():
                    waiter.set_result(frame)
            if frame["type"] == "queue":
                for chat in frame["changed"]:
                    self.seen_waiting.setdefault(chat["conversation_id"], now_s)

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
        if self._socket is not None:
            await self._socket.close()
        if self._http is not None:
            await self._http.close()


async def enter_all(agents_: list[DeskAgent], *, online: bool = True) -> None:
    """A few at a time: a password costs the gateway 50 ms of a core."""
    free = asyncio.Semaphore(_SIGNING_IN_AT_ONCE)

    async def enter(agent: DeskAgent) -> None:
        async with free:
            await agent.enter(online=online)

    await asyncio.gather(*map(enter, agents_))
