"""An agent in tests: signs in by HTTP, opens the desk's socket, sends frames and keeps a picture of what she was told."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from argon2 import PasswordHasher

from bot.clock import steady_ms
from bot.records import agents
from bot.records.database import Database
from tests.gateway.client import Client, Frame
from tests.gateway.live import LiveGateway

PASSWORD = "correct horse battery"
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # signing in is not what is timed
COOKIE = "xiaonuan_desk"


def hire(
    database: Database, name: str, *, role: str = "agent", skills: tuple[str, ...] = ("all",), capacity: int = 5
) -> None:
    database.write_now(
        agents.add, name=name, password_hash=_HASH, role=role, skills=skills, capacity=capacity, now_ms=steady_ms()
    )


class DeskClient(Client):
    """`snapshot` is what came first; `picture()` is what snapshot and frames make of the queue and her chats."""

    def __init__(
        self, gateway: LiveGateway, http: aiohttp.ClientSession, ws: aiohttp.ClientWebSocketResponse, name: str
    ):
        super().__init__(ws)
        self.gateway = gateway
        self.http = http
        self.name = name
        self.snapshot: Frame = {}

    @classmethod
    async def enter(cls, gateway: LiveGateway, name: str, *, status: str | None = "online") -> DeskClient:
        http = await sign_in(gateway, name)
        client = cls(gateway, http, await open_socket(gateway, http), name)
        gateway._clients.append(client)
        client.snapshot = await client.next("snapshot")
        if status is not None:
            await client.acked({"type": "status", "value": status})
        return client

    async def acked(self, frame: Frame) -> Frame:
        answer = await self.ask(frame)
        assert answer["type"] == "ack", answer
        return answer

    async def refused(self, frame: Frame) -> str:
        answer = await self.ask(frame)
        assert answer["type"] == "error", answer
        return str(answer["code"])

    async def claim(self, conversation_id: str) -> Frame:
        return await self.acked({"type": "claim", "conversation_id": conversation_id})

    async def write(self, conversation_id: str, text: str, **fields: Any) -> Frame:
        return await self.acked({"type": "send", "conversation_id": conversation_id, "text": text, **fields})

    def waiting(self) -> set[str]:
        """The conversations that wait, by what this page was told."""
        found = {chat["conversation_id"] for chat in self.snapshot["queue"]}
        for frame in self.seen:
            if frame["type"] == "queue":
                found |= {chat["conversation_id"] for chat in frame["changed"]}
                found -= set(frame["removed"])
        return found

    async def sees_waiting(self, conversation_id: str) -> None:
        while conversation_id not in self.waiting():
            await self._receive()

    async def sees_gone(self, conversation_id: str) -> None:
        while conversation_id in self.waiting():
            await self._receive()

    async def close(self) -> None:
        await super().close()
        await self.http.close()


async def sign_in(gateway: LiveGateway, name: str, password: str = PASSWORD) -> aiohttp.ClientSession:
    http = aiohttp.ClientSession(
        gateway.url, cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": gateway.url}
    )
    async with http.post("/api/v1/desk/login", json={"name": name, "password": password}) as response:
        assert response.status == 204, await response.text()
    return http


async def open_socket(gateway: LiveGateway, http: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    return await asyncio.wait_for(http.ws_connect("/api/v1/desk/ws", origin=gateway.url), 10)
