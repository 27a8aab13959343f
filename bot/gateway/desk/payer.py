"""Pays what people approved: by the shop's own systems, once for each proposal's id, told to the shopper.

Every gateway looks; the record gives each try to one of them. One that dies in the middle leaves a try that nobody ended:
the next one asks the shop again under the same id, and the shop pays it once (bot.shop.port). What nobody can tell goes to
people's list and is never tried again by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from zoneinfo import ZoneInfo

import structlog

from bot.clock import steady_ms
from bot.errors import OutcomeUnknown, ShopUnavailable, Unavailable
from bot.gateway import words
from bot.gateway.desk.desk import Desk
from bot.records import payments
from bot.records.database import Database
from bot.records.payments import Result, Telling
from bot.records.proposals import Proposal
from bot.shop.changes import GiveMoney
from bot.shop.port import ShopChanges
from bot.signals.link import within

LOOK_EVERY_S = 1.0
SHOP_WITHIN_S = 10.0

_log = structlog.get_logger("gateway")


class Payer:
    """`shop` may be exchanged. `stir` makes the next look come at once."""

    def __init__(
        self,
        *,
        database: Database,
        shop: ShopChanges,
        desk: Desk,
        zone: ZoneInfo,
        turn_deadline_s: float,
        now_ms: Callable[[], int] = steady_ms,
    ) -> None:
        self.shop = shop
        self._database = database
        self._desk = desk
        self._zone = zone
        self._deadline_ms = int(turn_deadline_s * 1000)
        self._now_ms = now_ms
        self._stirred = asyncio.Event()

    def stir(self) -> None:
        self._stirred.set()

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                await self.look()
            except Unavailable as error:
                _log.warning("payer.failed", reason=error.message)
            with suppress(asyncio.TimeoutError):
                await within(LOOK_EVERY_S, self._stirred.wait())
            self._stirred.clear()

    async def look(self) -> None:
        """One round. Raises Unavailable."""
        found = await self._database.read(payments.due, now_ms=self._now_ms())
        await asyncio.gather(*(self._pay(proposal_id) for proposal_id in found))

    async def _pay(self, proposal_id: str) -> None:
        tried = await self._database.write(payments.begin, proposal_id, now_ms=self._now_ms())
        if tried is None:
            return
        result = await self._result(tried)
        if result is None:
            await self._database.write(payments.put_off, tried, now_ms=self._now_ms())
            return
        arrives = words.day_in_words(result.arrives_at.astimezone(self._zone)) if result.arrives_at else ""
        told = telling(tried, result, arrives=arrives, deadline_ms=self._deadline_ms)
        ended = await self._database.write(payments.end, tried, result, told, now_ms=self._now_ms())
        if ended is None:
            return
        proposal, stepped = ended
        _log.info("money.ended", proposal=proposal.id, state=proposal.state, reason=proposal.pay_reason)
        self._desk.announcer.said(stepped.messages)
        if stepped.turn_begin_ms is not None:
            self._desk.announcer.timers.set(stepped.conversation_id, stepped.turn_begin_ms)
        self._desk.decided(proposal)

    async def _result(self, tried: Proposal) -> Result | None:
        """None: nothing was done, try later."""
        if not tried.order_id:
            return Result(state="unknown", reason="no_order")
        change = GiveMoney(
            order_id=tried.order_id, what=tried.kind, amount_fen=tried.amount_fen, reason=tried.reason,
            by=f"agent:{tried.decided_by}",
        )  # fmt: skip
        try:
            outcome = await asyncio.wait_for(self.shop.change(change, key=tried.id), SHOP_WITHIN_S)
        except ShopUnavailable:
            return None
        except (OutcomeUnknown, asyncio.TimeoutError):
            return Result(state="unknown", reason="no_answer")
        except Exception:
            _log.exception("money.failed", proposal=tried.id)
            return Result(state="unknown", reason="error")
        if not outcome.done:
            return Result(state="refused", reason=outcome.reason)
        return Result(state="paid", reference=outcome.reference, arrives_at=outcome.due_at)


def telling(tried: Proposal, result: Result, *, arrives: str, deadline_ms: int) -> Telling:
    """What the shopper is told of it. `arrives` is a day in words."""
    said = {
        "paid": words.money_paid(tried.kind, tried.amount_fen, arrives),
        "rejected": words.proposal_decided(tried.kind, tried.amount_fen, approved=False),
    }.get(result.state, words.money_looked_at(tried.kind, tried.amount_fen))
    instruction = {
        "kind": "money_told", "state": result.state, "what": tried.kind, "amount_fen": tried.amount_fen,
        "order_id": tried.order_id, "arrives": arrives,
    }  # fmt: skip
    return Telling(words=said, instruction=instruction, deadline_ms=deadline_ms)
