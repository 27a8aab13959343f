"""What an agent does with a conversation that she serves: takes it, answers. Passing it on lies in passing_on.py, giving it
back or ending it in ending.py, what only supervisors do in supervision.py.

Here as there each function is the whole of one transaction, begun by proving who acts. Raises Unauthorised, Forbidden,
NotFound, Taken, NotHolder or Conflict; then nothing is stored.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.conversation.message import Image
from bot.errors import Forbidden, NotFound, Taken
from bot.records import audit, handoffs, lines, tracker_handover
from bot.records import messages as message_records
from bot.records.agent_sessions import Session
from bot.records.handoff_tables import handoffs as handoff_table
from bot.records.handoffs import Stepped
from bot.records.lines import Line
from bot.records.tables import uploads


def claim(connection: Connection, session: Session, conversation_id: str, *, words: str, now_ms: int) -> Stepped:
    """Take one that waits, or whose shopper left a message. `words` tell the shopper who has joined."""
    me = session.agent
    row = message_records.lock(connection, conversation_id)
    handoff = handoffs.open_of(connection, conversation_id) or handoffs.left_in(connection, conversation_id)
    if handoff is None:
        raise NotFound("it does not wait any more")
    if handoff.state == "assigned":
        if handoff.agent != me.name:
            raise Taken("a colleague has taken it")
        return Stepped(conversation_id=conversation_id, handoff_id=handoff.id, changed=False)
    if not me.may_serve(handoff.skill, handoff.customer_class) and handoff.wanted_agent != me.name:
        raise Forbidden("it needs another skill")
    return take(connection, session, row, handoff, words=words, now_ms=now_ms)


def take(connection: Connection, session: Session, row: Any, handoff: Any, *, words: str, now_ms: int) -> Stepped:
    """The step itself, of locked rows; whether she may has been checked."""
    me = session.agent.name
    handoffs.take_step(
        connection, row, handoff, "claim", now_ms=now_ms, by=me, agent=me, assigned_ms=now_ms, ended_ms=None
    )
    tracker_handover.end_loop(connection, row.id, handoff.id, now_s=now_ms / 1000)
    audit.add(connection, session, "claim", conversation_id=row.id, now_ms=now_ms)
    said = lines.system(connection, row.id, words, now_ms=now_ms, agent=me)
    return Stepped(conversation_id=row.id, handoff_id=handoff.id, messages=(said,))


def may_touch(connection: Connection, session: Session, conversation_id: str) -> None:
    """She holds it or has held it, it waits or left a message for one of her skills, or she supervises. Raises NotFound."""
    me = session.agent
    here = handoff_table.c
    if me.supervises:
        message_records.lock(connection, conversation_id)
        return
    rows = connection.execute(select(handoff_table).where(here.conversation_id == conversation_id))
    for row in rows:
        waits = row.state in ("waiting", "offline") and me.may_serve(row.skill, row.customer_class)
        if waits or row.wanted_agent == me.name or row.agent == me.name:
            return
    raise NotFound("no such conversation, or not yours")


def send(
    connection: Connection, session: Session, conversation_id: str, line: Line, *, now_ms: int,
    upload_id: str | None = None,
) -> tuple[int, Stepped]:  # fmt: skip
    """Her line's seq; the same id again gives the same one, also after she has given the conversation away."""
    message_records.lock(connection, conversation_id)
    if upload_id is not None:
        line = replace(line, image=_own_image(connection, conversation_id, upload_id))
    known = lines.said_before(connection, conversation_id, line)
    if known is not None:
        return known, Stepped(conversation_id=conversation_id, handoff_id="", changed=False)
    _, handoff = handoffs.held_by(connection, conversation_id, session.agent.name)
    said = lines.write(connection, conversation_id, line, now_ms=now_ms)
    if handoff.first_reply_ms is None:
        connection.execute(update(handoff_table).where(handoff_table.c.id == handoff.id).values(first_reply_ms=now_ms))
    return said.seq, Stepped(conversation_id=conversation_id, handoff_id=handoff.id, messages=(said,))


def _own_image(connection: Connection, conversation_id: str, upload_id: str) -> Image:
    row = connection.execute(
        select(uploads).where(uploads.c.id == upload_id, uploads.c.conversation_id == conversation_id)
    ).one_or_none()
    if row is None:
        raise NotFound("no such upload in this conversation")
    return Image(upload_id=row.id, width=row.width, height=row.height)
