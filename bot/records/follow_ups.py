"""A service that ended as “to be followed up” leaves a ticket with whoever served her, so that it is not forgotten."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import update
from sqlalchemy.engine import Connection

from bot.handoff.summary import Summary
from bot.records import tickets
from bot.records.care_tables import tickets as ticket_table
from bot.records.tickets import NewTicket

OUTCOME = "follow_up"
_TOPIC = "follow_up"


def open_for(
    connection: Connection, row: Any, handoff: Any, *, remark: str | None, summary: Summary | None, now_ms: int
) -> str:
    """The ticket's id. `row` is the conversation's, `handoff` as it was served. Nothing is promised: nothing was said."""
    text = remark or handoff.reason or (summary.text if summary else "")
    new = NewTicket(
        id="T" + hashlib.blake2b(handoff.id.encode(), digest_size=5).hexdigest().upper(),
        topic=handoff.intent or _TOPIC,
        text=text,
        order_id=handoff.order_id,
    )
    ticket_id = tickets.open_or_extend(connection, row, new, now_ms=now_ms)
    values = {"assignee": handoff.agent, "handoff_id": handoff.id, "summary": summary.text if summary else None}
    connection.execute(update(ticket_table).where(ticket_table.c.id == ticket_id).values(**values))
    return ticket_id
