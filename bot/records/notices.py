"""What the bot says of itself must reach her: seen on a page, else sent after her, else on the agents' list before it is due.

A notice stands for one system turn. Functions are part of one transaction; times are the steady clock's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection

from bot.records.handoff_tables import notices, tickets
from bot.records.tables import conversations, messages, turns

TURN_WITHIN_MS = 600_000  # nobody waits for it: a worker that is away for minutes loses nothing
SEEN_WITHIN_MS = 8_000  # on an open page; then it is sent after her
ATTEMPTS = 3
APART_MS = 20_000
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A notice whose next step is due. `text` None: its turn said nothing (yet, or at all, see `ended`)."""

    turn_id: str
    conversation_id: str
    ticket_id: str
    kind: str
    attempts: int
    customer_id: str | None
    seen: bool
    ended: bool
    given_up: bool
    text: str | None
    seq: int


def expect(
    connection: Connection, turn_id: str, conversation_id: str, ticket_id: str, *, kind: str, now_ms: int
) -> None:
    """`kind`: near, broken, visit or restocked. `ticket_id` is empty where no ticket stands behind it."""
    connection.execute(
        notices.insert().values(
            turn_id=turn_id,
            conversation_id=conversation_id,
            ticket_id=ticket_id,
            kind=kind,
            state="waiting",
            attempts=0,
            next_ms=now_ms + SEEN_WITHIN_MS,
            deadline_ms=now_ms + TURN_WITHIN_MS + APART_MS,
        )
    )


def forget(connection: Connection, turn_id: str) -> None:
    """What the turn was to tell is no longer so: nobody is sent it."""
    connection.execute(delete(notices).where(notices.c.turn_id == turn_id))


def was_sent(connection: Connection, turn_id: str) -> bool:
    """Whether somebody took it over to bring it to her."""
    return connection.execute(select(notices.c.state).where(notices.c.turn_id == turn_id)).scalar() == "sent"


def due(connection: Connection, *, now_ms: int) -> list[Due]:
    """Those whose next step is due, soonest first."""
    here = notices.c
    rows = connection.execute(
        select(notices, turns.c.state.label("turn_state"), conversations.c.customer_id, conversations.c.shopper_seen)
        .join(turns, turns.c.id == here.turn_id)
        .join(conversations, conversations.c.id == here.conversation_id)
        .where(here.state == "waiting", here.next_ms <= now_ms)
        .order_by(here.next_ms)
        .limit(_LOOKED_AT)
    ).all()
    return [_due(connection, row, now_ms) for row in rows]


def _due(connection: Connection, row: Any, now_ms: int) -> Due:
    said = connection.execute(
        select(messages.c.text, messages.c.seq).where(messages.c.turn_id == row.turn_id).order_by(messages.c.seq)
    ).all()
    last = max((each.seq for each in said), default=0)
    return Due(
        turn_id=row.turn_id,
        conversation_id=row.conversation_id,
        ticket_id=row.ticket_id,
        kind=row.kind,
        attempts=row.attempts,
        customer_id=row.customer_id,
        seen=bool(last) and row.shopper_seen >= last,
        ended=row.turn_state in ("done", "failed"),
        given_up=now_ms >= row.deadline_ms,
        text="\n".join(each.text for each in said if each.text) or None,
        seq=last,
    )


def claim(connection: Connection, found: Due, *, now_ms: int) -> bool:
    """Whether this process may send it now: one of all does, and the next attempt is put off."""
    here = notices.c
    won = connection.execute(
        update(notices)
        .where(here.turn_id == found.turn_id, here.state == "waiting", here.attempts == found.attempts)
        .values(attempts=found.attempts + 1, next_ms=now_ms + APART_MS * (found.attempts + 1))
    )
    return bool(won.rowcount)


def wait(connection: Connection, found: Due, *, now_ms: int) -> None:
    """Its turn has not ended: look again in a moment, without using up an attempt."""
    connection.execute(
        update(notices).where(notices.c.turn_id == found.turn_id).values(next_ms=now_ms + SEEN_WITHIN_MS // 4)
    )


def end(connection: Connection, found: Due, state: str) -> None:
    """`state`: seen, sent or unreached. What reached nobody calls for a person at its ticket."""
    won = connection.execute(
        update(notices).where(notices.c.turn_id == found.turn_id, notices.c.state == "waiting").values(state=state)
    )
    if won.rowcount and state == "unreached":
        here = tickets.c
        connection.execute(
            update(tickets).where(here.id == found.ticket_id, here.attention.is_(None)).values(attention="unreached")
        )


def counts(connection: Connection) -> dict[str, int]:
    """How many are in which state."""
    query = select(notices.c.state, func.count()).group_by(notices.c.state)
    return {str(state): int(count) for state, count in connection.execute(query)}
