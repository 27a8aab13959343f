"""What the rules say to a wish: allowed, not allowed, or a person decides; and the rule that decided. Pure.

`rule` is a code of docs/after-sale.md, turned into words by responses. No "not_allowed" is the last word: a person may
look again (个人信息保护法 art. 24), and does what she decides unless it is `impossible`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.shop.order import Order
from bot.shop.service_rules import ServiceRules

Answer = Literal["allowed", "not_allowed", "needs_person"]
_RANK: dict[str, int] = {"allowed": 0, "needs_person": 1, "not_allowed": 2}
NOT_BOUGHT = frozenset({"unpaid", "closed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`until` is when the window ends (aware), `hours` or `working_days` how long it takes, `amount_fen` what it is about, `detail` a name or
    a text of the record that the rule turns on (a status, a page's words, an id)."""

    answer: Answer
    rule: str
    until: datetime | None = None
    hours: int | None = None
    working_days: int | None = None
    amount_fen: int | None = None
    freight_payer: str = ""
    detail: str = ""
    impossible: bool = False

    @property
    def allowed(self) -> bool:
        return self.answer == "allowed"

    def binds(self, by: str) -> bool:
        """Whether it stops this hand: a person (agent:<name>) is stopped only by what is impossible."""
        return not self.allowed and (self.impossible or not by.startswith("agent:"))


def yes(rule: str, **more: object) -> Verdict:
    return Verdict(answer="allowed", rule=rule, **more)  # type: ignore[arg-type]


def no(rule: str, **more: object) -> Verdict:
    return Verdict(answer="not_allowed", rule=rule, **more)  # type: ignore[arg-type]


def person(rule: str, **more: object) -> Verdict:
    return Verdict(answer="needs_person", rule=rule, **more)  # type: ignore[arg-type]


NO_RULE = person("no_rule")


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The one that stops most, the first of equals."""
    return max(verdicts, key=lambda verdict: (_RANK[verdict.answer], verdict.impossible))


def signed_at(order: Order, sku: str = "") -> datetime | None:
    """When the goods were signed for: by the last scan of the signed parcel that holds them; None: the record does not say."""
    signed = [parcel for parcel in order.parcels if parcel.state == "signed" and parcel.last_event is not None]
    holding = [parcel for parcel in signed if not sku or not parcel.skus or sku in parcel.skus]
    return max((parcel.last_event.at for parcel in holding if parcel.last_event is not None), default=None)


def days_end(since: datetime, days: int, rules: ServiceRules) -> datetime:
    """The midnight that ends the last of so many days, the first being the day after `since` in the shop's zone."""
    day = since.astimezone(rules.zone).date() + timedelta(days=days + 1)
    return _midnight(day, rules)


def months_end(since: datetime, months: int, rules: ServiceRules) -> datetime:
    """The midnight that ends the day as many months later; a day that the month has not is its last one."""
    day = since.astimezone(rules.zone).date()
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return _midnight(date(year, month, min(day.day, last)) + timedelta(days=1), rules)


def _midnight(day: date, rules: ServiceRules) -> datetime:
    return datetime.combine(day, time(), rules.zone)
