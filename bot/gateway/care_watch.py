"""Keeps what was promised to shoppers in motion: told before it is due, owned when it breaks, asked after two days; and sees
to it that what the bot says of itself reaches somebody. Every gateway looks; the record lets each thing happen once.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import structlog

from bot.care.notifier import Notice, Notifier
from bot.care.promise_times import is_decent
from bot.clock import steady_ms
from bot.errors import XiaonuanError
from bot.gateway.announcer import Announcer
from bot.gateway.desk.desk import Desk
from bot.gateway.hours import Hours
from bot.records import notices, promises_due, visits
from bot.records.database import Database
from bot.records.notices import Due
from bot.records.rows import ms

LOOK_EVERY_S = 1.0

_log = structlog.get_logger("gateway")


@dataclass(slots=True, kw_only=True)
class CareWatch:
    """`run` goes on for ever; `look` is one round."""

    database: Database
    hours: Hours
    announcer: Announcer
    desk: Desk
    notifier: Notifier
    zone: ZoneInfo

    async def run(self) -> None:
        while True:
            try:
                again = await self.look()
            except XiaonuanError as error:
                _log.warning("care_watch.failed", reason=error.message)
                again = False
            await asyncio.sleep(0.05 if again else LOOK_EVERY_S)

    async def look(self) -> bool:
        """One round; whether there was so much to do that the next one should come at once."""
        now = self.hours.now()
        business_ms = ms(now)
        begun: list[str] = []
        if await self.database.read(promises_due.any_due, business_ms=business_ms):
            broken = await self.database.write(promises_due.mark_broken, business_ms=business_ms, now_ms=steady_ms())
            begun = broken + await self.database.write(promises_due.warn, business_ms=business_ms, now_ms=steady_ms())
            if broken:
                _log.warning("promises.broken", count=len(broken))
        if is_decent(now, self.zone) and await self.database.read(visits.any_due, business_ms=business_ms):
            begun += await self.database.write(visits.begin, business_ms=business_ms, now_ms=steady_ms())
        for conversation_id in dict.fromkeys(begun):
            self.announcer.timers.set(conversation_id, steady_ms())
        if begun:
            self.desk.ring()
        await self._pass_on()
        return len(begun) >= promises_due.AT_A_TIME

    async def _pass_on(self) -> None:
        for found in await self.database.read(notices.due, now_ms=steady_ms()):
            await self._step(found)

    async def _step(self, found: Due) -> None:
        """Seen on a page: done. Said and not seen: sent after her, a few times. Else a person is called to its ticket."""
        if found.seen:
            await self.database.write_soft(notices.end, found, "seen")
            return
        if not found.ended and not found.given_up:
            await self.database.write_soft(notices.wait, found, now_ms=steady_ms())
            return
        if found.text is None or found.attempts >= notices.ATTEMPTS:
            await self._unreached(found)
            return
        if not await self.database.write(notices.claim, found, now_ms=steady_ms()):
            return
        if await self.notifier.notify(_notice(found)):
            await self.database.write(notices.end, found, "sent")
            _log.info("notice.sent", conversation=found.conversation_id, kind=found.kind)

    async def _unreached(self, found: Due) -> None:
        await self.database.write(notices.end, found, "unreached")
        _log.warning("notice.unreached", conversation=found.conversation_id, kind=found.kind)
        self.desk.ring()


def _notice(found: Due) -> Notice:
    return Notice(
        notice_id=found.turn_id,
        conversation_id=found.conversation_id,
        customer_id=found.customer_id,
        kind=found.kind,
        text=found.text or "",
        ticket_id=found.ticket_id,
    )
