"""What a person did for a shopper lately, as the bot is told it with every turn: it must not forget with Rasa's session."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from bot.records.handoff_tables import handoffs
from bot.records.prepared import Prepared

WITHIN_MS = 24 * 3_600_000

_LAST = Prepared(
    select(handoffs.c.agent, handoffs.c.outcome, handoffs.c.remark, handoffs.c.intent, handoffs.c.state)
    .where(
        handoffs.c.conversation_id == bindparam("the_id"),
        handoffs.c.ended_ms > bindparam("the_since_ms"),
        handoffs.c.agent.is_not(None),
    )
    .order_by(handoffs.c.ended_ms.desc())
    .limit(1)
)


def read(connection: Connection, conversation_id: str, *, now_ms: int) -> dict[str, Any] | None:
    """None when nobody has served her within 24 h."""
    row = _LAST.one(connection, the_id=conversation_id, the_since_ms=now_ms - WITHIN_MS)
    if row is None:
        return None
    return {"agent": row.agent, "outcome": row.outcome or row.state, "summary": row.remark, "wish": row.intent}
