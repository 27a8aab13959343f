"""Paying what was approved: who may try it when, and how it ended. The money itself is the shop's to move, once for each
proposal's id; which try is the newest is told by `pay_tries`, so that a late answer of an older one changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.engine import Connection

from bot.errors import Conflict
from bot.records import audit, lines, system_turns
from bot.records import messages as message_records
from bot.records import proposals as proposal_records
from bot.records.agent_sessions import Session
from bot.records.care_tables import proposals
from bot.records.handoffs import Stepped
from bot.records.proposals import Proposal
from bot.records.rows import ms

TRY_MS = 30_000  # a try that has not ended by then was cut off: anybody takes it up under the same id
AGAIN_AFTER_MS = 15_000  # while the shop is away
_AT_ONCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a try ended: `state` paid, refused or unknown."""

    state: str
    reason: str | None = None
    reference: str | None = None
    arrives_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What the shopper is told: `words` while an agent holds her, for then the bot is silent; else the bot says it, in a turn
    of its own, by `instruction`."""

    words: str
    instruction: dict[str, Any]
    deadline_ms: int


def due(connection: Connection, *, now_ms: int) -> Sequence[str]:
    """Ids of what was approved and nobody is paying now."""
    here = proposals.c
    free = or_(here.pay_after_ms.is_(None), here.pay_after_ms <= now_ms)
    query = select(here.id).where(here.state == "approved", free).order_by(here.decided_ms).limit(_AT_ONCE)
    return list(connection.execute(query).scalars())


def begin(connection: Connection, proposal_id: str, *, now_ms: int) -> Proposal | None:
    """This try is ours; None when another one is at it, or it is over."""
    here = proposals.c
    taken = connection.execute(
        update(proposals)
        .where(here.id == proposal_id, here.state == "approved")
        .where(or_(here.pay_after_ms.is_(None), here.pay_after_ms <= now_ms))
        .values(pay_after_ms=now_ms + TRY_MS, pay_tries=here.pay_tries + 1)
    )
    return proposal_records.get(connection, proposal_id) if taken.rowcount == 1 else None


def put_off(connection: Connection, tried: Proposal, *, now_ms: int) -> None:
    """Nothing was done for sure: it is tried again later."""
    connection.execute(
        update(proposals).where(_is_still(tried)).values(pay_after_ms=now_ms + AGAIN_AFTER_MS, pay_reason="shop_away")
    )


def end(
    connection: Connection, tried: Proposal, result: Result, telling: Telling, *, now_ms: int
) -> tuple[Proposal, Stepped] | None:
    """Store how the try ended and tell the shopper; None when a later try or a person was quicker."""
    row = message_records.lock(connection, tried.conversation_id)
    changed = connection.execute(
        update(proposals)
        .where(_is_still(tried))
        .values(
            state=result.state,
            pay_reason=result.reason,
            reference=result.reference,
            arrives_ms=None if result.arrives_at is None else ms(result.arrives_at),
            changed_ms=now_ms,
        )
    )
    if changed.rowcount != 1:
        return None
    detail = {"amount_fen": tried.amount_fen, "order_id": tried.order_id, "reason": result.reason,
              "reference": result.reference}  # fmt: skip
    audit.add_for(
        connection, tried.decided_by or "", result.state, conversation_id=tried.conversation_id, target=tried.id,
        detail=detail, now_ms=now_ms,
    )  # fmt: skip
    stepped = _tell(connection, row, telling, now_ms=now_ms)
    return proposal_records.get(connection, tried.id), stepped


def _is_still(tried: Proposal) -> Any:
    here = proposals.c
    return (here.id == tried.id) & (here.state == "approved") & (here.pay_tries == tried.pay_tries)


def _tell(connection: Connection, row: Any, telling: Telling, *, now_ms: int) -> Stepped:
    if row.holder == "agent":
        said = lines.system(connection, row.id, telling.words, now_ms=now_ms)
        return Stepped(conversation_id=row.id, handoff_id="", messages=(said,))
    system_turns.add(connection, row.id, telling.instruction, now_ms=now_ms, deadline_ms=telling.deadline_ms)
    return Stepped(conversation_id=row.id, handoff_id="", turn_begin_ms=now_ms)


def settle(
    connection: Connection, session: Session, proposal: Proposal, outcome: str, *, reason: str, telling: Telling,
    now_ms: int,
) -> tuple[Proposal, Stepped]:  # fmt: skip
    """A person has looked at what was refused or is unknown. `outcome`: `again` (of an unknown one: the shop is asked under the
    same id, so it pays nothing twice), `paid` (by other means, or it had been) or `unpaid`. Conflict in any other state."""
    row = message_records.lock(connection, proposal.conversation_id)
    here = proposals.c
    state = {"again": "approved", "paid": "paid", "unpaid": "rejected"}[outcome]
    settled_from = ("unknown",) if outcome == "again" else ("refused", "unknown")
    changed = connection.execute(
        update(proposals)
        .where(here.id == proposal.id, here.state.in_(settled_from))
        .values(
            state=state, pay_after_ms=None, pay_reason="by_hand" if outcome == "paid" else None, changed_ms=now_ms,
            decision_reason=reason,
        )
    )  # fmt: skip
    if changed.rowcount != 1:
        raise Conflict("it is settled already: look again")
    audit.add(
        connection, session, f"settle_{outcome}", conversation_id=row.id, target=proposal.id, now_ms=now_ms,
        detail={"amount_fen": proposal.amount_fen, "order_id": proposal.order_id},
    )  # fmt: skip
    unchanged = Stepped(conversation_id=row.id, handoff_id="", changed=False)
    stepped = unchanged if outcome == "again" else _tell(connection, row, telling, now_ms=now_ms)
    return proposal_records.get(connection, proposal.id), stepped
