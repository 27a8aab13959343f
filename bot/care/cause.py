"""What a complaint is about and whose it is to put right: from the wish, the order's state and the words. Pure.

Responsibility says who has to act, never whose guilt it is: towards the shopper the shop answers for all of it but what
she says she did herself (电子商务法 20, 消费者权益保护法 24).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal, get_args

from bot.shop.lateness import late_by
from bot.shop.order import MOVING_STATUSES, Order
from bot.text import grievances as signs

Cause = Literal[
    "late", "not_received", "damaged", "defective", "wrong_item", "missing_item",
    "not_as_described", "service", "price", "general",
]  # fmt: skip
Responsibility = Literal["shop", "carrier", "shopper", "unclear"]
CAUSES: tuple[Cause, ...] = get_args(Cause)
RESPONSIBILITIES: tuple[Responsibility, ...] = get_args(Responsibility)
OF_ARRIVED = frozenset({"damaged", "defective", "wrong_item", "missing_item", "not_as_described"})
OF_ORDERS = OF_ARRIVED | {"late", "not_received"}
BY_INTENT: MappingProxyType[str, Cause] = MappingProxyType(
    {
        "complain_late_delivery": "late",
        "complain_not_received": "not_received",
        "complain_damaged": "damaged",
        "complain_defective": "defective",
        "complain_wrong_item": "wrong_item",
        "complain_missing_item": "missing_item",
        "complain_not_as_described": "not_as_described",
        "complain_service": "service",
        "complain_price": "price",
        "complain_general": "general",
        "threaten_escalation": "general",
    }
)
INTENT_OF: MappingProxyType[str, str] = MappingProxyType(
    {cause: intent for intent, cause in reversed(BY_INTENT.items()) if intent != "threaten_escalation"}
)
_NOT_COME = frozenset({"late", "not_received"})
_UNSHIPPED = frozenset({"paid", "packed"})
_HERE = frozenset({"signed", "returned"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One complaint. `true_by_record`: what the record says to it; None where the record cannot tell."""

    cause: Cause
    responsibility: Responsibility
    true_by_record: bool | None = None


def akin(one: str | None, other: str) -> bool:
    """Whether words of comfort for the one serve the other too: late and not received are one feeling."""
    return one == other or {one, other} <= _NOT_COME


def matter_of(intent: str, order: Order | None, words: str, now: datetime) -> Matter:
    """The matter that `intent` names, of this order (None: of none, or not known yet)."""
    cause = BY_INTENT.get(intent, "general")
    return Matter(
        cause=cause,
        responsibility=_responsible(cause, order, words, now),
        true_by_record=None if order is None else _confirmed(cause, order, now),
    )


def _responsible(cause: Cause, order: Order | None, words: str, now: datetime) -> Responsibility:
    if cause in ("damaged", "defective") and signs.own_fault(words):
        return "shopper"
    if cause == "late":
        return _of_lateness(order, now)
    if cause in ("not_received", "damaged"):
        return "carrier"
    if cause == "service":
        return "carrier" if signs.of_courier(words) else "shop"
    if cause == "missing_item" and order is not None and _more_to_come(order):
        return "unclear"
    return "unclear" if cause in ("price", "general") else "shop"


def _of_lateness(order: Order | None, now: datetime) -> Responsibility:
    if order is None or late_by(order, now) is None:
        return "unclear"
    return "shop" if order.status in _UNSHIPPED else "carrier"


def _more_to_come(order: Order) -> bool:
    """Several parcels, and one of them is still on its way: what is missing may be in it."""
    return len(order.parcels) > 1 and any(parcel.state in MOVING_STATUSES | _UNSHIPPED for parcel in order.parcels)


def _confirmed(cause: Cause, order: Order, now: datetime) -> bool | None:
    """False where the record speaks against it: not late, not signed for, not arrived yet."""
    if cause == "late":
        return late_by(order, now) is not None and order.status not in _HERE
    if cause == "not_received":
        return order.status in ("signed", "lost")
    if cause in OF_ARRIVED:
        return any(parcel.state in _HERE for parcel in order.parcels) or order.status in _HERE
    return None


def received_at(order: Order) -> datetime | None:
    """When the last parcel was signed for; None while none was, or when the record does not say."""
    times = [parcel.last_event.at for parcel in order.parcels if parcel.state == "signed" and parcel.last_event]
    return max(times, default=None)


def lateness(order: Order | None, now: datetime) -> timedelta:
    """By how much it is late, or will be; nothing when it is not."""
    return (late_by(order, now) if order is not None else None) or timedelta()
