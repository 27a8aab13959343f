"""A real gateway on a free port of this machine, with a real record and real signals, inside the test's event loop."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import socket
from typing import Any

import aiohttp
from aiohttp import web

from bot.gateway.app import make_app, make_parts
from bot.gateway.parts import Parts
from bot.records.database import Database
from bot.settings import Settings
from bot.signals import Signals
from bot.tasks import end
from tests.gateway.client import Client, Visit
from tests.gateway.stand_in_worker import StandInWorker

_names = itertools.count(1)


class LiveGateway:
    """`shopper()` opens a conversation and a socket; `worker()` starts a stand-in worker."""

    def __init__(self, parts: Parts, runner: web.AppRunner, signals: Signals) -> None:
        self.parts = parts
        self.url = f"http://127.0.0.1:{parts.settings.port}"
        self.http = aiohttp.ClientSession(
            self.url, cookie_jar=aiohttp.CookieJar(unsafe=True), connector=aiohttp.TCPConnector(limit=0)
        )
        self._runner = runner
        self._signals = signals
        self._clients: list[Client] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._stopped = False

    @classmethod
    async def start(cls, settings: Settings, database: Database, redis_url: str = "") -> LiveGateway:
        listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        settings = dataclasses.replace(settings, port=listener.getsockname()[1])
        signals = await Signals.open(redis_url)
        parts = make_parts(settings, database, signals, name=f"gateway-{next(_names)}")
        runner = web.AppRunner(make_app(parts), access_log=None, handle_signals=False, shutdown_timeout=1.0)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        return cls(parts, runner, signals)

    @property
    def database(self) -> Database:
        return self.parts.database

    async def visit(self, **body: Any) -> Visit:
        async with self.http.post("/api/v1/visitors", json=body) as response:
            assert response.status == 201, await response.text()
            return Visit(**await response.json())

    async def connect(self, **options: Any) -> Client:
        """A socket that has said nothing yet."""
        client = Client(await self.http.ws_connect("/api/v1/chat", **options))
        self._clients.append(client)
        return client

    async def enter(self, visit: Visit, last_seq: int = 0) -> Client:
        client = await self.connect()
        await client.hello(visit.token, last_seq)
        return client

    async def shopper(self) -> tuple[Visit, Client]:
        visit = await self.visit()
        return visit, await self.enter(visit)

    def worker(self, **options: Any) -> StandInWorker:
        worker = StandInWorker(self.database, self._signals, **options)
        self._tasks.append(asyncio.create_task(worker.run()))
        return worker

    async def stop(self) -> None:
        if self._stopped:
            return
        self._stopped = True
        await end(self._tasks)
        for client in self._clients:
            await client.close()
        await self.http.close()
        await self._runner.cleanup()
        await self._signals.close()
