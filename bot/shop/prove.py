"""A guest's proof of an order: counted as a miss before it is checked, and every miss takes the same words and time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.shop.access import proof_matches
from bot.shop.order import Order
from bot.shop.proof import ProofAttempt, ProofLedger

MISS_TAKES_S = 0.06


class OrderLookup(Protocol):
    """The two questions to the shop that a proof needs; a ShopClient answers both."""

    async def order(self, order_id: str) -> Order | None: ...

    async def order_by_tracking(self, tracking_no: str) -> Order | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a guest gave: an order number or a tracking number, and the phone's last four digits or all of it."""

    conversation_id: str
    address: str
    number: str
    tail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """No such order, or not its phone: which of the two is told to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """A limit of misses is used up: only logging in or a person helps now. Said of orders that do not exist, too."""


@dataclass(slots=True)
class Stopwatch:
    """The steady clock and the pause that level the time of a miss; tests put in their own."""

    now_s: Callable[[], float] = time.monotonic
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep


async def prove(
    shop: OrderLookup, ledger: ProofLedger, claim: Claim, *, stopwatch: Stopwatch | None = None
) -> Proven | Refused | Locked:
    """Check a claim. A miss ends no sooner than MISS_TAKES_S after it began, whatever the reason.

    Raises ShopUnavailable when the shop does not answer; the attempt is counted only when something was checked.
    """
    watch = stopwatch or Stopwatch()
    began_s = watch.now_s()
    outcome = await _judged(shop, ledger, claim)
    if not isinstance(outcome, Proven):
        await watch.pause(max(0.0, began_s + MISS_TAKES_S - watch.now_s()))
    return outcome


async def _judged(shop: OrderLookup, ledger: ProofLedger, claim: Claim) -> Proven | Refused | Locked:
    by_number = await shop.order(claim.number)
    by_tracking = await shop.order_by_tracking(claim.number)
    order = by_number or by_tracking
    order_id = order.order_id if order is not None else claim.number
    attempt = ProofAttempt(conversation_id=claim.conversation_id, order_id=order_id, address=claim.address)
    if not await ledger.begin(attempt):
        return Locked()
    if not proof_matches(order, claim.tail) or order is None:
        return Refused()
    await ledger.clear(attempt)
    return Proven(order=order)
