"""Says in the supervisor's log when the shop's calendar of holidays is about to end: at the start, then once a day."""

from __future__ import annotations

import asyncio
from datetime import datetime

import structlog

from bot.clock import utc_now
from bot.errors import XiaonuanError
from bot.settings import Settings

EVERY_S = 24 * 3600.0

log = structlog.get_logger(__name__)


async def follow(settings: Settings) -> None:
    """For ever."""
    while True:
        await look(settings, utc_now())
        await asyncio.sleep(EVERY_S)


async def look(settings: Settings, now: datetime) -> None:
    """One look. A shop that does not answer is not this log's matter: workers and gateways say so."""
    from bot.shop.calendar_end import calendar_end  # what reads the shop's rules is loaded once everything runs

    try:
        end = await calendar_end(settings, now)
    except XiaonuanError as error:
        log.debug("calendar.unread", reason=error.message)
        return
    if end is not None:
        log.warning("calendar.ends", last_day=end.last.isoformat(), note=str(end))
