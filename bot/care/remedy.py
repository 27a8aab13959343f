"""Which remedies fit a complaint, best first, with their caps: a pure function of the case and the shop's policy.

The policy is data (data/shop/remedies.yml, read in `remedy_file.py`). Nothing here pays, promises or asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, get_args

from bot.care.cause import Cause, Responsibility

RemedyName = Literal[
    "urge_shipping", "urge_delivery", "trace", "resend", "replace", "return_paid_freight",
    "partial_refund", "compensation", "refund", "coupon", "apology_call", "check",
]  # fmt: skip
REMEDIES: tuple[RemedyName, ...] = get_args(RemedyName)
DOERS = frozenset({"bot", "shop", "carrier", "agent", "supervisor"})
AT_A_TIME = 2
_YUAN = 100
# What a shopper who says what she wants is offered first, if the policy allows it.
_BY_WISH: Mapping[str, tuple[RemedyName, ...]] = {
    "call": ("apology_call",),
    "missing": ("resend",),
    "new_goods": ("replace", "resend"),
    "return": ("return_paid_freight", "refund"),
    "money": ("refund", "partial_refund", "compensation", "return_paid_freight"),
    "apology": ("apology_call",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One line of the policy. `share_percent` and `cap_fen` bound goodwill; without a share it gives no money of its own."""

    name: RemedyName
    who: str
    within_hours: float
    ask: bool = True
    person: bool = False
    share_percent: int = 0
    cap_fen: int = 0
    valid_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Budgets of goodwill in fen; `demand_fen`: a demand above it is a person's."""

    order_fen: int
    customer_fen: int
    customer_days: int
    day_fen: int
    least_fen: int
    demand_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`from` is included, `below` is not. None, or an empty tuple, fits always."""

    cause: Cause
    offer: tuple[RemedyName, ...]
    responsibility: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    value_from_fen: int | None = None
    value_below_fen: int | None = None
    late_from_hours: float | None = None
    late_below_hours: float | None = None
    days_below: float | None = None
    again_from: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    version: str
    limits: Limits
    remedies: Mapping[RemedyName, Remedy]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Goodwill in fen that was given, accepted or waits for a yes: for the order, the customer, everybody today."""

    order_fen: int = 0
    customer_fen: int = 0
    day_fen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`value_fen`: of the goods in question; `since_signed` None: not signed for, or unknown; `again`: complaints before."""

    cause: Cause
    responsibility: Responsibility
    value_fen: int = 0
    customer: str = "guest"
    late: timedelta = timedelta()
    since_signed: timedelta | None = None
    again: int = 0
    wish: str | None = None
    spent: Spent = field(default_factory=Spent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """`amount_fen` 0: no money in it. `person`: a person confirms it before it holds."""

    name: RemedyName
    who: str
    within_hours: float
    ask: bool
    person: bool
    amount_fen: int = 0
    valid_days: int = 0


def offers(case: Case, policy: Policy) -> tuple[Offer, ...]:
    """What may be offered, best first; empty: a person decides. Goodwill that the budgets do not hold is left out."""
    rule = next((rule for rule in policy.rules if _fits(rule, case)), None)
    names = rule.offer if rule else ()
    found = [_offer(policy.remedies[name], case, policy.limits) for name in names]
    kept = [each for each in found if each is not None]
    wished = _BY_WISH.get(case.wish or "", ())
    return tuple(sorted(kept, key=lambda each: (each.ask, each.name not in wished)))


def choices(found: tuple[Offer, ...], *, but: frozenset[str] = frozenset()) -> tuple[Offer, ...]:
    """Of these the ones to choose from: at most two, and none that she has had already."""
    return tuple(each for each in found if each.ask and each.name not in but)[:AT_A_TIME]


def at_once(found: tuple[Offer, ...]) -> Offer | None:
    """What is simply done, without a question."""
    return next((each for each in found if not each.ask), None)


def demands_too_much(demanded_fen: int | None, case: Case, limits: Limits) -> bool:
    """Above the shop's limit; what she paid for the goods is no demand."""
    return demanded_fen is not None and demanded_fen > max(limits.demand_fen, case.value_fen)


def _fits(rule: Rule, case: Case) -> bool:
    late_hours = case.late / timedelta(hours=1)
    days = None if case.since_signed is None else case.since_signed / timedelta(days=1)
    return all(
        (
            rule.cause == case.cause,
            not rule.responsibility or case.responsibility in rule.responsibility,
            not rule.customer or case.customer in rule.customer,
            rule.value_from_fen is None or case.value_fen >= rule.value_from_fen,
            rule.value_below_fen is None or case.value_fen < rule.value_below_fen,
            rule.late_from_hours is None or late_hours >= rule.late_from_hours,
            rule.late_below_hours is None or late_hours < rule.late_below_hours,
            rule.days_below is None or (days is not None and days < rule.days_below),
            rule.again_from is None or case.again >= rule.again_from,
        )
    )


def _offer(remedy: Remedy, case: Case, limits: Limits) -> Offer | None:
    amount = goodwill_fen(remedy, case, limits) if remedy.share_percent else 0
    if remedy.share_percent and amount < limits.least_fen:
        return None
    return Offer(
        name=remedy.name,
        who=remedy.who,
        within_hours=remedy.within_hours,
        ask=remedy.ask,
        person=remedy.person,
        amount_fen=case.value_fen if remedy.name == "refund" else amount,
        valid_days=remedy.valid_days,
    )


def goodwill_fen(remedy: Remedy, case: Case, limits: Limits) -> int:
    """Its share of the value, under its own cap and what every budget still holds, in whole yuan; 0 where one is spent."""
    left = min(
        limits.order_fen - case.spent.order_fen,
        limits.customer_fen - case.spent.customer_fen,
        limits.day_fen - case.spent.day_fen,
    )
    amount = min(case.value_fen * remedy.share_percent // 100, remedy.cap_fen, left)
    return max(0, amount // _YUAN * _YUAN)
