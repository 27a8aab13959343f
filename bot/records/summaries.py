"""Writes down what a service was about and how it ended: with the handoff, on the customer's open tickets, in her profile.

Part of the transaction that ends it, so no end lacks its summary.
"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.handoff.brief import brief_of
from bot.handoff.summary import End, Summary, summary_of
from bot.records import dossiers
from bot.records.care_tables import tickets
from bot.records.dossiers import Dossier
from bot.records.handoff_tables import handoffs, summaries
from bot.records.rows import dumps


def write(connection: Connection, conversation_id: str, handoff_id: str, *, now_ms: int) -> Summary | None:
    """Once for each handoff; None when there is one already, or when nobody served her."""
    row = connection.execute(select(handoffs).where(handoffs.c.id == handoff_id)).one()
    if row.agent is None or row.summary is not None:
        return None
    record = dossiers.read(connection, conversation_id)
    summary = summary_of(brief_of(dossiers.known(record)), _end(row.remark, record))
    connection.execute(update(handoffs).where(handoffs.c.id == handoff_id).values(summary=dumps(summary.as_json())))
    connection.execute(
        summaries.insert().values(
            conversation_id=conversation_id, handoff_id=handoff_id, customer_id=record.chat.customer_id,
            text=summary.text, at_ms=now_ms,
        )
    )  # fmt: skip
    here = tickets.c
    connection.execute(
        update(tickets)
        .where(here.conversation_id == conversation_id, here.status != "settled")
        .values(summary=summary.text)
    )
    return summary


def _end(remark: str | None, record: Dossier) -> End:
    chat = record.chat
    return End(
        handoff_id=chat.handoff_id or "",
        agent=chat.agent or "",
        outcome=chat.outcome,
        remark=remark,
        proposals=tuple((each.id, each.in_words(), each.state) for each in record.proposals),
    )
