"""Ends turns that got no end in time, with an honest failure message (design decision 11). Any gateway may; one does."""

from __future__ import annotations

import asyncio

import structlog

from bot.clock import steady_ms
from bot.conversation.message import Reply
from bot.errors import XiaonuanError
from bot.gateway import words
from bot.gateway.announcer import Announcer
from bot.gateway.metrics import Metrics
from bot.records import replies, turns
from bot.records.database import Database
from bot.records.incoming import HUMAN_BUTTON

LOOK_EVERY_S = 1.0
FAILURE = Reply(text=words.FAILURE, buttons=(HUMAN_BUTTON,), failure=True)

_log = structlog.get_logger("gateway")


async def run(database: Database, announcer: Announcer, metrics: Metrics) -> None:
    """For ever; a failing look is tried again at the next one."""
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        try:
            await look(database, announcer, metrics)
        except XiaonuanError as error:
            _log.warning("overdue.failed", reason=error.message)


async def look(database: Database, announcer: Announcer, metrics: Metrics) -> None:
    for found in await database.read(turns.overdue, now_ms=steady_ms()):
        await _end(database, announcer, metrics, found)


async def _end(database: Database, announcer: Announcer, metrics: Metrics, found: turns.Overdue) -> None:
    try:
        ended = await database.write(replies.fail, found, FAILURE, now_ms=steady_ms())
    except XiaonuanError as error:
        _log.warning("overdue.not_ended", turn=found.turn_id, reason=error.message)
        return
    if ended is None:
        return
    metrics.overdue.inc()
    _log.warning("turn.overdue", conversation=found.conversation_id, turn=found.turn_id)
    announcer.said(ended.messages)
    announcer.ended(found.conversation_id, ended.next_begin_ms)
