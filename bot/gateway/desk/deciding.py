"""Approving and rejecting what the bot proposed: decided once, told to the shopper, and kept as a promise until it is paid."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.errors import NotFound
from bot.gateway import words
from bot.records import audit, lines, proposals, serving
from bot.records import messages as message_records
from bot.records.agent_sessions import Session
from bot.records.handoffs import Stepped
from bot.records.proposals import Proposal


def decide(
    connection: Connection, session: Session, proposal_id: str, approve: bool, reason: str | None, *, now_ms: int
) -> tuple[Proposal, Stepped]:
    """Raises NotFound for what is not hers to decide, Conflict when it was decided otherwise."""
    found = proposals.get(connection, proposal_id)
    try:
        serving.may_touch(connection, session, found.conversation_id)
    except NotFound as error:
        raise NotFound("no such proposal") from error
    message_records.lock(connection, found.conversation_id)
    decided = proposals.decide(connection, found, approve=approve, by=session.agent.name, reason=reason, now_ms=now_ms)
    unchanged = Stepped(conversation_id=found.conversation_id, handoff_id="", changed=False)
    if found.state != "open":
        return decided, unchanged
    action = "approve" if approve else "reject"
    audit.add(
        connection, session, action, conversation_id=found.conversation_id, target=proposal_id,
        detail={"amount_fen": found.amount_fen, "order_id": found.order_id}, now_ms=now_ms,
    )  # fmt: skip
    said = lines.system(
        connection, found.conversation_id, words.proposal_decided(found.kind, found.amount_fen, approve), now_ms=now_ms
    )
    return decided, Stepped(conversation_id=found.conversation_id, handoff_id="", messages=(said,))
