"""The shop's rules of service as dataclasses: return, exchange, refund, repair, price protection, freight, invoice, windows. Pure.

Each rule has versions with a date and exceptions by category: what was promised when the order was placed counts, not
what is written today. A rule that the shop does not state is no promise: `at` gives None and a person decides.
Reading them is `rule_records.py`'s, judging by them that of the modules named *_verdicts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")
Minutes = tuple[int, int]  # of the day, from ≤ t < until


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Generic[T]):
    """One wording of a rule, in force from `valid_from` (aware) until the next one; `categories` are its exceptions."""

    valid_from: datetime
    rule: T
    categories: Mapping[str, T] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[T]):
    """All versions of one rule, by date."""

    versions: tuple[Version[T], ...] = ()

    def at(self, moment: datetime, category: str = "") -> T | None:
        """What was in force then for goods of this category; None before the first version."""
        begun = [version for version in self.versions if version.valid_from <= moment]
        if not begun:
            return None
        newest = max(begun, key=lambda version: version.valid_from)
        return newest.categories.get(category, newest.rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRule:
    """Days from the day after signing, until that day's midnight. `days` without a reason (消费者权益保护法 art. 25: at least
    7, where the product's page does not rule it out), `faulty_days` for goods with a fault; later a person decides."""

    days: int
    faulty_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRule:
    """As ReturnRule, for another size or colour (`days`) and for faults (`faulty_days`)."""

    days: int
    faulty_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRule:
    """Days off (`holidays`) and days worked instead of another one (`working`): 2026-10-10, or 2026-10-01~2026-10-07.
    All others are worked from Monday to Friday; what is due by it is reckoned by `bot.shop.due_times`."""

    holidays: tuple[str, ...]
    working: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long something takes by a rule, by the clock (`hours`) or in `working_days`; never both."""

    hours: int = 0
    working_days: int = 0

    def __post_init__(self) -> None:
        if self.hours and self.working_days:
            raise ValueError("hours and working_days: say one of them")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Term):
    """A way of paying, as the shopper knows it, and how long money takes by it at the most."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRule:
    """Money without goods back may be asked within `days` of signing. `other` is for an order of which the way is unknown."""

    days: int
    channels: tuple[Channel, ...]
    other: Channel

    def channel(self, name: str) -> Channel:
        return next((each for each in self.channels if each.name == name), self.other)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairClass:
    """三包 for a class of goods: by `categories`, and by `words` of the title where given. The product's page counts
    where it promises more. `part_months` is the longest of a main part."""

    name: str
    months: int
    part_months: int = 0
    categories: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRule:
    classes: tuple[RepairClass, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceProtectionRule:
    """`days` of 24 hours from the signing; before it the price is protected anyway."""

    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FreightRule:
    """Who pays for sending back (shopper or shop): without a fault, with one, for a repair; `pickup_fen` is the courier's fee."""

    without_fault: str
    with_fault: str
    repair: str
    pickup_fen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceKind(Term):
    """`needs` of tax_no, registered, email; the term runs from the asking until it is issued."""

    kind: str
    title_types: tuple[str, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRule:
    """A first invoice within `days` of the order, another one instead within `replace_days` of the first."""

    kinds: tuple[InvoiceKind, ...]
    days: int
    replace_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRule:
    """In which states of the order a change is done at once, and in which a person tries it; in no other."""

    automatic: tuple[str, ...]
    person: tuple[str, ...] = ()
    hours: int = 0  # within which it is done or answered; 0: at once


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRule:
    """Times of the day that can be booked, from `lead_minutes` from now until `days_ahead` days from today."""

    automatic: tuple[str, ...]
    slots: tuple[Minutes, ...]
    days_ahead: int
    lead_minutes: int
    person: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgeRule:
    """One urge about the same in so many hours; `answer_hours` by what it is about, 0: nothing is said of an answer."""

    every_hours: int
    answer_hours: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the bot may give by itself, each time, in fen; above it a person confirms."""

    refund_fen: int
    compensation_fen: int
    price_difference_fen: int
    coupon_fen: int
    resend_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTimesRule:
    """Hours, or working days, by what comes next for a case (bot.shop.case_states.NEXT_WHATS)."""

    hours: Mapping[str, int] = field(default_factory=dict)
    working_days: Mapping[str, int] = field(default_factory=dict)

    def term(self, next_what: str) -> Term | None:
        """None: it has no date."""
        days, hours = self.working_days.get(next_what, 0), self.hours.get(next_what)
        if days:
            return Term(working_days=days)
        return None if hours is None else Term(hours=hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why goods come back. `title` is said to shoppers; `fault`: the goods, the shop or the carrier is to blame, or nobody
    ("none"), or the shopper. `types` are the kinds of case that it can be given for."""

    code: str
    title: str
    fault: str
    types: tuple[str, ...]
    photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    reasons: tuple[Reason, ...]

    def of(self, code: str) -> Reason | None:
        return next((reason for reason in self.reasons if reason.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRules:
    """Every rule by its topic; a topic is a file of data/shop/policies. `zone` is where its days begin."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    calendar: Rule[CalendarRule] = field(default_factory=Rule)
    returning: Rule[ReturnRule] = field(default_factory=Rule)
    exchange: Rule[ExchangeRule] = field(default_factory=Rule)
    refund: Rule[RefundRule] = field(default_factory=Rule)
    repair: Rule[RepairRule] = field(default_factory=Rule)
    price_protection: Rule[PriceProtectionRule] = field(default_factory=Rule)
    freight: Rule[FreightRule] = field(default_factory=Rule)
    invoice: Rule[InvoiceRule] = field(default_factory=Rule)
    cancel: Rule[WindowRule] = field(default_factory=Rule)
    address_change: Rule[WindowRule] = field(default_factory=Rule)
    item_change: Rule[WindowRule] = field(default_factory=Rule)
    remark: Rule[WindowRule] = field(default_factory=Rule)
    intercept: Rule[WindowRule] = field(default_factory=Rule)
    delivery_time: Rule[SlotRule] = field(default_factory=Rule)
    pickup: Rule[SlotRule] = field(default_factory=Rule)
    urge: Rule[UrgeRule] = field(default_factory=Rule)
    limits: Rule[Limits] = field(default_factory=Rule)
    case_times: Rule[CaseTimesRule] = field(default_factory=Rule)
    reasons: Rule[Reasons] = field(default_factory=Rule)
