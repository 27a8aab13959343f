"""What the desk holds of a shopper: shown to her whole (PIPL 45), and removed with her (PIPL 47).

Kept are the audit log's entries, for a shop must be able to show who did what about money (E-Commerce Law 31, 59): they
hold no words, numbers or name of hers, and the conversation that they point to is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from bot.clock import iso
from bot.records import audit as audit_log
from bot.records import complaints, notes, proposals, tickets
from bot.records.care_tables import notices, promises, quiet, remedies, ticket_steps, visits
from bot.records.care_tables import proposals as proposal_table
from bot.records.care_tables import tickets as ticket_table
from bot.records.handoff_tables import audit, blocks, handoff_steps, handoffs, offers, relabels, summaries, tags
from bot.records.handoff_tables import notes as note_table
from bot.records.rows import at

_OF_CONVERSATIONS = (
    summaries, blocks, proposal_table, notices, quiet, visits, remedies, ticket_steps, promises, ticket_table, tags,
    relabels, note_table,
)  # fmt: skip
_OF_HANDOFFS = (offers, handoff_steps)
_LOOKED_AT = ("refused", "unknown")
_WITH_WORDS = ("tag", "block")  # audited deeds whose detail an agent wrote freely


def export(connection: Connection, conversation_id: str) -> dict[str, Any]:
    """Everything that people wrote or decided about her in this conversation, nothing masked: it is hers."""
    return {
        "handoffs": _handoffs(connection, conversation_id),
        "notes": [note.as_json() for note in notes.of(connection, conversation_id)],
        "tags": sorted(row.tag for row in _rows(connection, tags, conversation_id)),
        "relabelled_lines": [
            {"seq": row.seq, "intent": row.intent} for row in _rows(connection, relabels, conversation_id)
        ],
        "tickets": [
            {
                **each.as_json(),
                "text": each.text,
                "contact": each.contact,
                "steps": complaints.steps_of(connection, each.id),
            }
            for each in tickets.of_conversation(connection, conversation_id)
        ],
        "proposals": [each.as_json() for each in proposals.of_conversation(connection, conversation_id)],
        "summaries": [
            {"at": iso(at(row.at_ms)), "text": row.text} for row in _rows(connection, summaries, conversation_id)
        ],
        "blocks": [
            {"at": iso(at(row.at_ms)), "until": iso(at(row.until_ms)), "reason": row.reason}
            for row in _rows(connection, blocks, conversation_id)
        ],
    }


def _handoffs(connection: Connection, conversation_id: str) -> list[dict[str, Any]]:
    return [
        {
            "requested_at": iso(at(row.requested_ms)),
            "state": row.state,
            "wish": row.intent,
            "reason": row.reason,
            "emotion": row.emotion,
            "customer_class": row.customer_class,
            "customer_name": row.customer_name,
            "order_id": row.order_id,
            "agent": row.agent,
            "ended_at": None if row.ended_ms is None else iso(at(row.ended_ms)),
            "outcome": row.outcome,
            "remark": row.remark,
            "summary": orjson.loads(row.summary) if row.summary else None,
        }
        for row in _rows(connection, handoffs, conversation_id, order=handoffs.c.requested_ms)
    ]


def _rows(connection: Connection, table: Any, conversation_id: str, *, order: Any = None) -> list[Any]:
    query = select(table).where(table.c.conversation_id == conversation_id)
    return list(connection.execute(query if order is None else query.order_by(order)))


def erase(connection: Connection, conversation_ids: Sequence[str], *, now_ms: int) -> None:
    """All of it, also where a database does not do it by itself. Money that was granted and is not surely paid leaves a line in
    the audit log, for nothing pays it any more."""
    ids = list(conversation_ids)
    _log_unpaid(connection, ids, now_ms)
    hers = select(handoffs.c.id).where(handoffs.c.conversation_id.in_(ids))
    for table in _OF_HANDOFFS:
        connection.execute(delete(table).where(table.c.handoff_id.in_(hers)))
    for table in _OF_CONVERSATIONS:
        connection.execute(delete(table).where(table.c.conversation_id.in_(ids)))
    connection.execute(delete(handoffs).where(handoffs.c.conversation_id.in_(ids)))
    worded = audit.c.conversation_id.in_(ids) & audit.c.action.in_(_WITH_WORDS)
    connection.execute(update(audit).where(worded).values(detail=None))


def _log_unpaid(connection: Connection, ids: list[str], now_ms: int) -> None:
    here = proposal_table.c
    unpaid = select(proposal_table).where(here.conversation_id.in_(ids), here.state.in_(("approved", *_LOOKED_AT)))
    for row in connection.execute(unpaid).all():
        audit_log.add_for(
            connection, row.decided_by or "", "erased_unpaid", conversation_id=row.conversation_id, target=row.id,
            detail={"amount_fen": row.amount_fen, "order_id": row.order_id, "state": row.state}, now_ms=now_ms,
        )  # fmt: skip
