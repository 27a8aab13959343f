"""A real gateway for browser tests, on a thread of its own: record, sockets, pages, the demo shop, and a stand-in for the worker."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.records.database import Database
from bot.settings import Settings
from tests.gateway.live import LiveGateway

Result = TypeVar("Result")


class RealGateway:
    """`url` serves until `stop`."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.live = self.on_loop(self._started(settings, database))
        self.url = self.live.url

    @staticmethod
    async def _started(settings: Settings, database: Database) -> LiveGateway:
        live = await LiveGateway.start(settings, database)
        live.worker()
        return live

    def on_loop(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=20)

    def stop(self) -> None:
        self.on_loop(self.live.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()
