"""The connection to one Redis: knows whether it answers, and reconnects in the background with backoff.

It holds no meaning of channels and queues (bot.signals.client does).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urldefrag

import redis.asyncio
from async_timeout import timeout
from redis.exceptions import RedisError

from bot.signals.line import Line
from bot.tasks import end

T = TypeVar("T")

LOST = (RedisError, OSError, asyncio.TimeoutError)
_PING_EVERY_S = 1.0
_PING_TIMEOUT_S = 0.5
_FIRST_DELAY_S = 0.05
_LONGEST_DELAY_S = 1.0


async def within(timeout_s: float | None, work: Awaitable[T]) -> T:
    """The work's result; TimeoutError (asyncio's) after `timeout_s` seconds.

    Not asyncio.wait_for: before Python 3.12 that one swallows a cancellation which meets the result.
    """
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=timeout_s)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if not done:
        task.cancel()
        raise asyncio.TimeoutError
    return task.result()


class Link:
    """`up` is the state as last seen; `reconnects` counts how often it came up, the first time included."""

    def __init__(self, url: str) -> None:
        address, namespace = urldefrag(url)
        self.prefix = f"{namespace}:" if namespace else ""
        self.up = False
        self.reconnects = 0
        # RESP2: also a Redis older than 6 understands it. No socket_timeout: `run` has its own, and with one redis-py sends
        # each command by asyncio.wait_for, which swallows a cancellation that meets the sending.
        self._redis: Any = redis.asyncio.Redis.from_url(
            address or "unix:///nonexistent",
            socket_timeout=None,
            socket_connect_timeout=_PING_TIMEOUT_S,
            retry=None,
            protocol=2,
        )
        self._came_up = asyncio.Event()
        self._doubt = asyncio.Event()
        self._lines: list[Line] = []
        self._watcher: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Tries once, and goes on trying in the background; never fails."""
        await self._probe()
        self._watcher = asyncio.create_task(self._watch(), name="signals-watch")

    async def close(self) -> None:
        if self._watcher:
            await end([self._watcher])
        self.up = False
        with suppress(*LOST):
            for line in self._lines:
                await line.close()
            await self._redis.aclose()

    @property
    def redis(self) -> Any:
        """redis-py's asyncio client (untyped there)."""
        return self._redis

    def line(self) -> Line:
        """A connection of its own, closed with this link."""
        self._lines.append(Line(self._redis.connection_pool.make_connection()))
        return self._lines[-1]

    async def run(self, command: Awaitable[T], timeout_s: float) -> T | None:
        """The command's answer, or None when it failed or took longer; a failure marks the link as down."""
        try:
            async with timeout(timeout_s):  # no task of its own, unlike `within`: this is the turn's path
                return await command
        except asyncio.TimeoutError:
            self._doubt.set()  # slow is not dead: the watcher finds out by a ping
        except LOST:
            self.lost()
        return None

    def lost(self) -> None:
        """Whoever saw the connection break says so; the watcher reconnects."""
        self.up = False
        self._came_up.clear()
        self._doubt.set()

    async def wait_up(self, timeout_s: float | None = None) -> bool:
        """True once the link is up; False after `timeout_s` seconds without it."""
        with suppress(asyncio.TimeoutError):
            await within(timeout_s, self._came_up.wait())
        return self.up

    async def _probe(self) -> None:
        try:
            await within(_PING_TIMEOUT_S, self._redis.ping())
        except LOST:
            self.up = False
            self._came_up.clear()
            return
        if not self.up:
            self.up = True
            self.reconnects += 1
            self._came_up.set()

    async def _watch(self) -> None:
        delay_s = _FIRST_DELAY_S
        while True:
            if self.up:
                delay_s = _FIRST_DELAY_S
                self._doubt.clear()
                with suppress(asyncio.TimeoutError):
                    await within(_PING_EVERY_S, self._doubt.wait())
            else:
                await asyncio.sleep(delay_s)
                delay_s = min(delay_s * 2, _LONGEST_DELAY_S)
            await self._probe()
