"""Small marks that agents leave on a conversation: its tags, how far they have read, what a line wants that the bot took wrongly."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from bot.errors import Conflict, NotFound
from bot.records import audit, handoffs, serving
from bot.records.agent_sessions import Session
from bot.records.handoff_tables import handoffs as handoff_table
from bot.records.handoff_tables import relabels, tags
from bot.records.tables import messages


def set_tags(
    connection: Connection, session: Session, conversation_id: str, wanted: tuple[str, ...], *, now_ms: int
) -> None:
    """It has exactly these from now on. Raises NotFound for what is not hers to touch."""
    serving.may_touch(connection, session, conversation_id)
    connection.execute(delete(tags).where(tags.c.conversation_id == conversation_id))
    for tag in dict.fromkeys(wanted):
        connection.execute(tags.insert().values(conversation_id=conversation_id, tag=tag))
    audit.add(connection, session, "tag", conversation_id=conversation_id, detail={"tags": list(wanted)}, now_ms=now_ms)


def relabel(
    connection: Connection, session: Session, conversation_id: str, seq: int, intent: str, *, now_ms: int
) -> None:
    """What this line of the shopper's wants; the later word counts, and review offers it. Raises NotFound for what is not
    hers to touch or no shopper's line, Conflict for one that the bot never read."""
    serving.may_touch(connection, session, conversation_id)
    line = connection.execute(
        select(messages.c.turn_id, messages.c.role).where(
            messages.c.conversation_id == conversation_id, messages.c.seq == seq
        )
    ).one_or_none()
    if line is None or line.role != "shopper":
        raise NotFound("no such line of the shopper's")
    if line.turn_id is None:
        raise Conflict("the bot did not read this line: a person did")
    here = (relabels.c.conversation_id == conversation_id) & (relabels.c.seq == seq)
    connection.execute(delete(relabels).where(here))
    connection.execute(
        relabels.insert().values(
            conversation_id=conversation_id, seq=seq, intent=intent, agent=session.agent.name, at_ms=now_ms
        )
    )
    detail = {"seq": seq, "intent": intent}
    audit.add(connection, session, "relabel", conversation_id=conversation_id, detail=detail, now_ms=now_ms)


def seen(connection: Connection, session: Session, conversation_id: str, seq: int, *, now_ms: int) -> bool:
    """She has read so far, never beyond what was said; False when nothing changed. Raises NotHolder."""
    row, handoff = handoffs.held_by(connection, conversation_id, session.agent.name)
    if not handoff.agent_seen < seq < row.next_seq:
        return False
    connection.execute(update(handoff_table).where(handoff_table.c.id == handoff.id).values(agent_seen=seq))
    return True
