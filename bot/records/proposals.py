"""Money matters that the bot or an agent proposed and a person decides, once. Paying what was approved: payments.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from bot.care.effects import MoneyProposed
from bot.clock import iso
from bot.errors import Conflict, NotFound
from bot.records.care_tables import proposals
from bot.records.database import Database
from bot.records.rows import at

KINDS = {"refund": "退款", "compensation": "补偿", "price_difference": "补差价"}
STATES = ("open", "approved", "rejected", "paid", "refused", "unknown")
GRANTED = ("approved", "paid", "refused", "unknown")  # a person said yes; whether it was paid is the rest of it
FOR_PEOPLE = ("open", "refused", "unknown")  # somebody has to look


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`state` is one of STATES; `amount_fen` is what the shopper would get; `made_by` None: the bot made it.

    `paid`: the shop has paid, under `reference`, to arrive by `arrives_ms`. `refused`: the shop's rules forbid it. `unknown`:
    no answer came, it may have been paid. `pay_reason` says why in the shop's or our own code.
    """

    id: str
    conversation_id: str
    kind: str
    order_id: str | None
    amount_fen: int
    reason: str
    state: str
    made_ms: int
    decided_by: str | None = None
    decided_ms: int | None = None
    decision_reason: str | None = None
    made_by: str | None = None
    changed_ms: int = 0
    pay_tries: int = 0
    pay_reason: str | None = None
    reference: str | None = None
    arrives_ms: int | None = None

    def in_words(self) -> str:
        """退款 129.00 元（订单 …）：原因"""
        order = f"（订单 {self.order_id}）" if self.order_id else ""
        return f"{KINDS.get(self.kind, self.kind)} {self.amount_fen / 100:.2f} 元{order}：{self.reason}"

    def as_json(self) -> dict[str, Any]:
        return {
            "proposal_id": self.id,
            "conversation_id": self.conversation_id,
            "kind": self.kind,
            "order_id": self.order_id,
            "amount_fen": self.amount_fen,
            "reason": self.reason,
            "state": self.state,
            "made_at": iso(at(self.made_ms)),
            "decided_by": self.decided_by,
            "decided_at": None if self.decided_ms is None else iso(at(self.decided_ms)),
            "decision_reason": self.decision_reason,
            "made_by": self.made_by,
            "pay_reason": self.pay_reason,
            "reference": self.reference,
            "arrives_at": None if self.arrives_ms is None else iso(at(self.arrives_ms)),
        }


class SqlProposals:
    """The ProposalBook (bot.care.proposed) over the record."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def state_of(self, what: str, order_id: str, amount_fen: int) -> str | None:
        return await self._database.read(_state_of, what, order_id, amount_fen)


def _state_of(connection: Connection, kind: str, order_id: str, amount_fen: int) -> str | None:
    here = proposals.c
    counts = (here.state == "open") | (here.state.in_(GRANTED) & (here.amount_fen >= amount_fen))
    query = select(here.state).where(here.kind == kind, here.order_id == order_id, counts)
    found = connection.execute(query.order_by(here.made_ms.desc()).limit(1)).scalar_one_or_none()
    if found is None:
        return None
    return str(found) if found in ("open", "paid") else "approved"


def propose(connection: Connection, conversation_id: str, turn_id: str, effect: MoneyProposed, *, now_ms: int) -> bool:
    """Store what a turn proposed; False when it was known."""
    made = Proposal(
        id=effect.proposal_id,
        conversation_id=conversation_id,
        kind=effect.what,
        order_id=effect.order_id,
        amount_fen=effect.amount_fen,
        reason=effect.reason,
        state="open",
        made_ms=now_ms,
    )
    return add(connection, made, turn_id=turn_id)


def add(connection: Connection, proposal: Proposal, *, turn_id: str | None, now_ms: int | None = None) -> bool:
    """Store it once; False when it was known.

    For an order there is one open proposal of a kind, whatever conversation it came from, and what was approved is not
    proposed again; what was rejected may be, for a person to look at it anew.
    """
    here = proposals.c
    whose = here.order_id == proposal.order_id
    if proposal.order_id is None:
        whose = here.order_id.is_(None) & (here.conversation_id == proposal.conversation_id)
    granted = here.state.in_(GRANTED) & (here.amount_fen >= proposal.amount_fen)
    same = (here.id == proposal.id) | ((here.kind == proposal.kind) & whose & ((here.state == "open") | granted))
    if connection.execute(select(here.id).where(same).limit(1)).one_or_none() is not None:
        return False
    connection.execute(
        proposals.insert().values(
            id=proposal.id,
            conversation_id=proposal.conversation_id,
            turn_id=turn_id,
            kind=proposal.kind,
            order_id=proposal.order_id,
            amount_fen=proposal.amount_fen,
            reason=proposal.reason,
            state="open",
            made_ms=now_ms or proposal.made_ms,
            made_by=proposal.made_by,
            changed_ms=now_ms or proposal.made_ms,
        )
    )
    return True


def get(connection: Connection, proposal_id: str) -> Proposal:
    """Raises NotFound."""
    row = connection.execute(select(proposals).where(proposals.c.id == proposal_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("no such proposal")
    return proposal_of(row)


def decide(
    connection: Connection, proposal: Proposal, *, approve: bool, by: str, reason: str | None, now_ms: int
) -> Proposal:
    """Compare-and-set. Deciding the same again gives the same; Conflict when it was decided otherwise."""
    wanted = "approved" if approve else "rejected"
    if proposal.state != "open":
        if (proposal.state in GRANTED) is not approve:
            raise Conflict("it was decided otherwise already")
        return proposal
    connection.execute(
        update(proposals)
        .where(proposals.c.id == proposal.id, proposals.c.state == "open")
        .values(state=wanted, decided_by=by, decided_ms=now_ms, decision_reason=reason, changed_ms=now_ms)
    )
    return get(connection, proposal.id)


def promised_fen(connection: Connection, order_id: str) -> int:
    """What is proposed or approved for the order and not paid yet: it counts against what may still be given."""
    here = proposals.c
    still = here.state.in_(("open", "approved", "unknown"))
    query = select(func.coalesce(func.sum(here.amount_fen), 0)).where(here.order_id == order_id, still)
    return int(connection.execute(query).scalar_one())


def of_conversation(connection: Connection, conversation_id: str) -> list[Proposal]:
    """Newest first."""
    rows = connection.execute(
        select(proposals).where(proposals.c.conversation_id == conversation_id).order_by(proposals.c.made_ms.desc())
    )
    return [proposal_of(row) for row in rows]


def proposal_of(row: Any) -> Proposal:
    return Proposal(
        id=row.id,
        conversation_id=row.conversation_id,
        kind=row.kind,
        order_id=row.order_id,
        amount_fen=row.amount_fen,
        reason=row.reason,
        state=row.state,
        made_ms=row.made_ms,
        decided_by=row.decided_by,
        decided_ms=row.decided_ms,
        decision_reason=row.decision_reason,
        made_by=row.made_by,
        changed_ms=row.changed_ms or row.decided_ms or row.made_ms,
        pay_tries=row.pay_tries,
        pay_reason=row.pay_reason,
        reference=row.reference,
        arrives_ms=row.arrives_ms,
    )
