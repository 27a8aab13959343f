"""Saying that this worker lives, with which model, and whether it reaches the action server; every second, in SQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp
import structlog

from bot.clock import steady_ms
from bot.errors import Unavailable
from bot.records import presence
from bot.records.database import Database
from bot.records.presence import Heartbeat

log = structlog.get_logger()


async def beat_forever(database: Database, process_id: str, health_url: str, model: Callable[[], str | None]) -> None:
    """Until cancelled; a database that is away for a while is only noted."""
    timeout = aiohttp.ClientTimeout(total=1.0)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while True:
            beat = Heartbeat(
                process_id=process_id, role="worker", model=model(), actions_ok=await _answers(session, health_url)
            )
            try:
                await database.write_soft(presence.beat, beat, now_ms=steady_ms())
            except Unavailable as error:
                log.warning("heartbeat.unrecorded", reason=error.message)
            await asyncio.sleep(presence.BEAT_EVERY_S if beat.model and beat.actions_ok else 0.2)


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as response:
            return response.status == 200
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
        return False
