"""The states of an after-sale case: which moves there are, by type, who may make them, what comes next by when. Pure.

    applied → approved → picked_up → received → inspected → refunded | exchanged | repaired → closed
    applied, approved → withdrawn; applied, inspected → rejected; rejected → approved (a person looked again) or closed

A case of type "refund" is about money alone: approved goes to refunded, and nothing is sent back. `picked_up` is said
when the goods are with a carrier, whoever called him.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.errors import Conflict
from bot.shop.after_sale import AfterSale, CaseState, CaseStep, CaseType
from bot.shop.changes import OpenAfterSale
from bot.shop.due_times import due_at
from bot.shop.service_rules import CaseTimesRule, ServiceRules

ENDED: frozenset[str] = frozenset({"closed", "withdrawn"})
SETTLED: Mapping[CaseType, CaseState] = {
    "return": "refunded", "exchange": "exchanged", "repair": "repaired", "refund": "refunded",
}  # fmt: skip
HOLDING: frozenset[str] = frozenset({"applied", "approved", "picked_up", "received", "inspected"})
_MAKERS: Mapping[CaseState, frozenset[str]] = {
    "approved": frozenset({"shop", "agent"}),
    "rejected": frozenset({"shop", "agent"}),
    "withdrawn": frozenset({"shopper", "agent"}),
    "picked_up": frozenset({"shopper", "carrier", "shop", "agent"}),
    "received": frozenset({"carrier", "shop", "agent"}),
    "inspected": frozenset({"shop", "agent"}),
    "refunded": frozenset({"shop", "agent"}),
    "exchanged": frozenset({"shop", "agent"}),
    "repaired": frozenset({"shop", "agent"}),
    "closed": frozenset({"shop", "agent"}),
}
_AGAIN = frozenset({"agent"})  # only a person takes a rejection back
_NEXT: Mapping[CaseState, str] = {
    "applied": "approve", "approved": "send_back", "picked_up": "receive", "received": "inspect",
    "refunded": "close", "exchanged": "close", "repaired": "close",
}  # fmt: skip
_SETTLING: Mapping[CaseType, str] = {"return": "refund", "exchange": "exchange", "repair": "repair", "refund": "refund"}
NEXT_WHATS: tuple[str, ...] = (
    "approve", "send_back", "receive", "inspect", "refund", "exchange", "repair", "close",
)  # fmt: skip


class IllegalMove(Conflict):
    """The case cannot go there from where it is, or not by this hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTimes:
    """Hours, or working days by the calendar of `rules`, within which each next thing (NEXT_WHATS) is done; what is not
    named has no date."""

    hours: Mapping[str, int] = field(default_factory=dict)
    working_days: Mapping[str, int] = field(default_factory=dict)
    rules: ServiceRules = field(default_factory=ServiceRules)

    @classmethod
    def of(cls, rules: ServiceRules, at: datetime) -> CaseTimes:
        """Those in force then."""
        rule = rules.case_times.at(at) or CaseTimesRule()
        return cls(hours=rule.hours, working_days=rule.working_days, rules=rules)

    def due_at(self, next_what: str, since: datetime) -> datetime | None:
        term = CaseTimesRule(hours=self.hours, working_days=self.working_days).term(next_what)
        return None if term is None else due_at(since, term, self.rules)


def moves_from(kind: CaseType, state: CaseState) -> frozenset[CaseState]:
    """Every state that a case of this type may go to next, by any hand."""
    settled = SETTLED[kind]
    table: dict[str, set[CaseState]] = {
        "applied": {"approved", "rejected", "withdrawn"},
        "approved": {"withdrawn", settled if kind == "refund" else "picked_up"},
        "picked_up": {"received"},
        "received": {"inspected"},
        "inspected": {settled, "rejected"},
        settled: {"closed"},
        "rejected": {"approved", "closed"},
    }
    return frozenset(table.get(state, ()))


def may_move(case: AfterSale, to: CaseState, by: str) -> bool:
    """`by` is shopper, bot (for the shopper), carrier, shop, or agent:<name>."""
    hand = hand_of(by)
    makers = _AGAIN if case.state == "rejected" and to == "approved" else _MAKERS.get(to, frozenset())
    return to in moves_from(case.type, case.state) and hand in makers


def move(case: AfterSale, to: CaseState, *, at: datetime, by: str, times: CaseTimes, note: str = "") -> AfterSale:
    """The case after this step, its history kept and its next thing dated. Raises IllegalMove.

    A clock that went back since the last step does not turn the history round: the step gets the last one's time.
    """
    if not may_move(case, to, by):
        raise IllegalMove(f"case {case.after_sale_id} ({case.type}) cannot go from {case.state} to {to} by {by}")
    at = max(at, case.history[-1].at) if case.history else at
    step = CaseStep(state=to, at=at, by=by, note=note)
    next_what = next_of(case.type, to)
    return replace(
        case,
        state=to,
        history=(*case.history, step),
        next_what=next_what,
        next_due_at=times.due_at(next_what, at),
    )


def next_of(kind: CaseType, state: CaseState) -> str:
    """What comes next, one of NEXT_WHATS; empty where nothing does."""
    if state == "inspected" or (kind == "refund" and state == "approved"):
        return _SETTLING[kind]
    return _NEXT.get(state, "")


def pieces_wanted(case: AfterSale | OpenAfterSale) -> dict[str, int]:
    """What an exchange sends her in the end, by SKU: the wanted choice, or the same again; nothing for other cases."""
    pieces: Counter[str] = Counter()
    for item in case.items if case.type == "exchange" else ():
        pieces[case.wanted_sku or item.sku] += item.quantity
    return dict(pieces)


def pieces_held(case: AfterSale) -> dict[str, int]:
    """What is kept for her: from her application until it is sent, withdrawn or rejected."""
    return pieces_wanted(case) if case.state in HOLDING else {}


def hand_of(by: str) -> str:
    """Whose hand that is: shopper (also when the bot acts on her yes), carrier, shop or agent."""
    hand = by.partition(":")[0]
    return "shopper" if hand == "bot" else hand
