"""Tasks that nobody waits for: kept alive, bounded, and their failures logged. It knows nothing of what they do."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

_log = structlog.get_logger("gateway")


class Background:
    """Starts tasks; beyond `limit` running ones a new one is dropped (what is started here may always be lost)."""

    def __init__(self, limit: int = 2_000) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._limit = limit

    def start(self, work: Coroutine[Any, Any, Any]) -> bool:
        if len(self._tasks) >= self._limit:
            work.close()
            return False
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return True

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.error("background.failed", exc_info=task.exception())

    async def finish(self, timeout_s: float) -> None:
        """Wait for what runs, then cancel what still does."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=timeout_s)
            for task in late:
                task.cancel()
