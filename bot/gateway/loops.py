"""Runs what must run as long as the gateway does: a loop that fails is logged and started again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

_AGAIN_AFTER_S = 1.0

_log = structlog.get_logger("gateway")


async def for_ever(name: str, loop: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await loop()
        except Exception:
            _log.exception("loop.failed", loop=name)
        await asyncio.sleep(_AGAIN_AFTER_S)
