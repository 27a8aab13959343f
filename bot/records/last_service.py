"""What a person did for a shopper lately, as the bot is told it with every turn: it must not forget with Rasa's session."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection, Row

from bot.clock import iso
from bot.records.care_tables import promises
from bot.records.handoff_tables import handoffs
from bot.records.prepared import Prepared
from bot.records.rows import at
from bot.records.tables import messages

WITHIN_MS = 24 * 3_600_000
LINES_TOLD = 20
_LONGEST_LINE = 300

_LAST = Prepared(
    select(
        handoffs.c.agent,
        handoffs.c.outcome,
        handoffs.c.remark,
        handoffs.c.intent,
        handoffs.c.state,
        handoffs.c.from_seq,
        handoffs.c.requested_ms,
    )
    .where(
        handoffs.c.conversation_id == bindparam("the_id"),
        handoffs.c.ended_ms > bindparam("the_since_ms"),
        handoffs.c.agent.is_not(None),
    )
    .order_by(handoffs.c.ended_ms.desc())
    .limit(1)
)
_LINES = Prepared(
    select(messages.c.text, messages.c.at_ms, messages.c.extras)
    .where(
        messages.c.conversation_id == bindparam("the_id"),
        messages.c.seq > bindparam("the_seq"),
        messages.c.role == "agent",
        messages.c.text.is_not(None),
    )
    .order_by(messages.c.seq.desc())
    .limit(LINES_TOLD)
)
_PROMISED = Prepared(
    select(promises.c.what, promises.c.due_ms)
    .where(
        promises.c.conversation_id == bindparam("the_id"),
        promises.c.state == "open",
        promises.c.made_ms >= bindparam("the_since_ms"),
    )
    .order_by(promises.c.due_ms)
)


def read(connection: Connection, conversation_id: str, *, now_ms: int) -> dict[str, Any] | None:
    """None when nobody has served her within 24 h; else agent, outcome, summary, wish, the agent's latest `lines`, oldest
    first, and the `promises` that have been open since."""
    row = _LAST.one(connection, the_id=conversation_id, the_since_ms=now_ms - WITHIN_MS)
    if row is None:
        return None
    said = _LINES.all(connection, the_id=conversation_id, the_seq=row.from_seq)
    owed = _PROMISED.all(connection, the_id=conversation_id, the_since_ms=row.requested_ms)
    return {
        "agent": row.agent,
        "outcome": row.outcome or row.state,
        "summary": row.remark,
        "wish": row.intent,
        "lines": [_line(each) for each in reversed(said)],
        "promises": [{"what": each.what, "due_at": iso(at(each.due_ms))} for each in owed],
    }


def _line(row: Row) -> dict[str, Any]:
    extras = orjson.loads(row.extras) if row.extras else {}
    return {"text": row.text[:_LONGEST_LINE], "at": iso(at(row.at_ms)), "agent": extras.get("agent")}
