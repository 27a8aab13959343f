"""Small marks that agents leave on a conversation: its tags, and how far they have read."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.engine import Connection

from bot.records import audit, handoffs, serving
from bot.records.agent_sessions import Session
from bot.records.handoff_tables import handoffs as handoff_table
from bot.records.handoff_tables import tags


def set_tags(
    connection: Connection, session: Session, conversation_id: str, wanted: tuple[str, ...], *, now_ms: int
) -> None:
    """It has exactly these from now on. Raises NotFound for what is not hers to touch."""
    serving.may_touch(connection, session, conversation_id)
    connection.execute(delete(tags).where(tags.c.conversation_id == conversation_id))
    for tag in dict.fromkeys(wanted):
        connection.execute(tags.insert().values(conversation_id=conversation_id, tag=tag))
    audit.add(connection, session, "tag", conversation_id=conversation_id, detail={"tags": list(wanted)}, now_ms=now_ms)


def seen(connection: Connection, session: Session, conversation_id: str, seq: int, *, now_ms: int) -> bool:
    """She has read so far, never beyond what was said; False when nothing changed. Raises NotHolder."""
    row, handoff = handoffs.held_by(connection, conversation_id, session.agent.name)
    if not handoff.agent_seen < seq < row.next_seq:
        return False
    connection.execute(update(handoff_table).where(handoff_table.c.id == handoff.id).values(agent_seen=seq))
    return True
