"""Whether somebody is on duty now, by the shop's working hours and the business clock; what an agent may give by herself;
and who a customer is to the shop.

Read now and then and kept: asking for a person must not wait for the shop. While the hours are unknown, they are open.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from bot.clock import Clock
from bot.errors import ShopUnavailable, Unavailable
from bot.handoff import money
from bot.records import clock as clock_records
from bot.records.database import Database
from bot.records.handoff_requests import Asked
from bot.shop.hours import WorkingHours
from bot.shop.open import ConnectedShop

EVERY_S = 2.0
CUSTOMER_WITHIN_S = 0.3

_log = structlog.get_logger("gateway")


@dataclass(slots=True)
class Hours:
    """`hours` None: not known yet."""

    shop: ConnectedShop
    database: Database
    zone: ZoneInfo
    clock: Clock
    hours: WorkingHours | None = None
    limit_fen: int = money.DEFAULT_LIMIT_FEN  # what an agent may give by herself

    async def follow(self) -> None:
        """Until cancelled."""
        while True:
            with suppress(Unavailable):
                self.clock.offset = await self.database.read(clock_records.offset)
            with suppress(ShopUnavailable):
                self.hours = await self.shop.working_hours()
                self.limit_fen = money.limit_fen(await self.shop.policy(money.LIMIT_POLICY))
            await asyncio.sleep(EVERY_S)

    def now(self) -> datetime:
        return self.clock.now()

    def on_duty(self, skill: str | None = None) -> bool:
        """Whether people with this skill (None: with any) are to be there now."""
        if self.hours is None:
            return True
        return self.hours.on_duty_at(self.now(), skill, self.zone)

    async def asked_by(self, customer_id: str | None) -> Asked | None:
        """What puts somebody who asks for a person into the queue; None while nobody is on duty."""
        if not self.on_duty():
            return None
        if customer_id is None:
            return Asked()
        try:
            customer = await asyncio.wait_for(self.shop.customer(customer_id), CUSTOMER_WITHIN_S)
        except (ShopUnavailable, asyncio.TimeoutError):
            _log.warning("customer.unknown", reason="the shop did not answer")
            return Asked()
        if customer is None:
            return Asked()
        return Asked(customer_class=customer.level, customer_name=customer.name)
