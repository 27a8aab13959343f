"""Messages by conversation and seq: appending within a transaction that holds the conversation's row, and reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.engine import Connection

from bot.conversation.message import Message
from bot.errors import NotFound
from bot.records.prepared import Prepared
from bot.records.rows import message_of
from bot.records.tables import conversations, messages

_LOCK = Prepared(select(conversations).where(conversations.c.id == bindparam("the_id")).with_for_update())
_INSERT = Prepared(messages.insert())
_ADVANCE = Prepared(
    update(conversations)
    .where(conversations.c.id == bindparam("the_id"))
    .values(next_seq=bindparam("the_next_seq"), last_ms=bindparam("the_last_ms"))
)
_AFTER = Prepared(
    select(messages)
    .where(messages.c.conversation_id == bindparam("the_id"), messages.c.seq > bindparam("the_seq"))
    .order_by(messages.c.seq)
    .limit(bindparam("the_limit"))
)


def lock(connection: Connection, conversation_id: str) -> Any:
    """The conversation's row, held until the transaction's end: seqs and turns are given under it. Raises NotFound."""
    row = _LOCK.one(connection, the_id=conversation_id)
    if row is None:
        raise NotFound("no such conversation")
    return row


def insert(connection: Connection, row: Any, drafts: list[dict[str, Any]], *, now_ms: int) -> list[int]:
    """Give each draft the next seq of the locked conversation `row` and store it; returns the seqs."""
    seqs = list(range(row.next_seq, row.next_seq + len(drafts)))
    if drafts:
        _INSERT.run_each(
            connection,
            [
                {**draft, "conversation_id": row.id, "seq": seq, "at_ms": now_ms}
                for seq, draft in zip(seqs, drafts, strict=True)
            ],
        )
        _ADVANCE.run(connection, the_id=row.id, the_next_seq=row.next_seq + len(drafts), the_last_ms=now_ms)
    return seqs


def was_used(connection: Connection, conversation_id: str, client_id: str) -> bool:
    """Whether a message came under this client's id."""
    here = messages.c
    found = select(here.seq).where(here.conversation_id == conversation_id, here.client_id == client_id)
    return connection.execute(found).one_or_none() is not None


def after(connection: Connection, conversation_id: str, seq: int, *, limit: int = 500) -> list[Message]:
    """Messages with a greater seq, ascending."""
    rows = _AFTER.all(connection, the_id=conversation_id, the_seq=seq, the_limit=limit)
    return [message_of(row) for row in rows]


def after_each(connection: Connection, held: Mapping[str, int], *, limit: int = 2_000) -> list[Message]:
    """As `after` for many conversations at once: {conversation id: last seq held}; at most `limit`, oldest seqs first."""
    if not held:
        return []
    wanted = or_(*(and_(messages.c.conversation_id == key, messages.c.seq > seq) for key, seq in held.items()))
    rows = connection.execute(
        select(messages).where(wanted).order_by(messages.c.conversation_id, messages.c.seq).limit(limit)
    )
    return [message_of(row) for row in rows]


def page(
    connection: Connection, conversation_id: str, *, before_seq: int | None, limit: int
) -> tuple[list[Message], bool]:
    """Up to `limit` messages before a seq (None: the latest), ascending, and whether there are more before them."""
    query = select(messages).where(messages.c.conversation_id == conversation_id)
    if before_seq is not None:
        query = query.where(messages.c.seq < before_seq)
    rows = connection.execute(query.order_by(messages.c.seq.desc()).limit(limit + 1)).all()
    found = [message_of(row) for row in rows[:limit]]
    return found[::-1], len(rows) > limit
