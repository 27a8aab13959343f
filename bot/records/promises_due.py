"""Promises whose time comes: who was promised is told before it breaks, and what breaks is owned. Each happens once, by
whichever gateway looks first (compare-and-set on the promise's own row). Times as `due_ms`: business time.

A look costs two reads of an index, however many promises are open.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.engine import Connection

from bot.care.ticket_states import after
from bot.clock import iso
from bot.records import notices, system_turns
from bot.records.care_tables import promises, tickets
from bot.records.rows import at

AT_A_TIME = 100
NEAR, BROKEN = "promise_near", "promise_broken"


def any_due(connection: Connection, *, business_ms: int) -> bool:
    """Whether one is to be told of or has broken: spares a writing transaction each second."""
    here = promises.c
    near = select(here.id).where(here.state == "open", here.warn_ms <= business_ms).limit(1)
    over = select(here.id).where(here.state == "open", here.due_ms < business_ms).limit(1)
    return any(connection.execute(query).first() is not None for query in (near, over))


def warn(connection: Connection, *, business_ms: int, now_ms: int) -> list[str]:
    """Begin the turns that tell how they stand; the conversations that have one now. What is over is `mark_broken`'s."""
    here = promises.c
    rows = connection.execute(
        _with_ticket()
        .where(here.state == "open", here.warn_ms <= business_ms, here.due_ms >= business_ms)
        .order_by(here.warn_ms)
        .limit(AT_A_TIME)
    ).all()
    told = []
    for row in rows:
        won = connection.execute(
            update(promises)
            .where(here.id == row.id, here.state == "open", here.warn_ms.is_not(None))
            .values(warn_ms=None)
        )
        if won.rowcount:
            _begin_turn(connection, row, NEAR, now_ms)
            told.append(str(row.conversation_id))
    return told


def mark_broken(connection: Connection, *, business_ms: int, now_ms: int) -> list[str]:
    """Mark what nobody kept in time, its ticket open and a miss richer; the conversations that have a turn about it now."""
    here = promises.c
    rows = connection.execute(
        _with_ticket().where(here.state == "open", here.due_ms < business_ms).order_by(here.due_ms).limit(AT_A_TIME)
    ).all()
    return [str(row.conversation_id) for row in rows if _broken(connection, row, now_ms)]


def _broken(connection: Connection, row: Any, now_ms: int) -> bool:
    here = promises.c
    won = connection.execute(
        update(promises).where(here.id == row.id, here.state == "open").values(state="broken", warn_ms=None)
    )
    if not won.rowcount:
        return False
    values = {"misses": tickets.c.misses + 1, "attention": "broken", "status": after(row.status, "broken")}
    connection.execute(update(tickets).where(tickets.c.id == row.ticket_id).values(**values))
    _begin_turn(connection, row, BROKEN, now_ms)
    return True


def _with_ticket() -> Any:
    columns = (tickets.c.cause, tickets.c.subject, tickets.c.status, tickets.c.topic)
    return select(promises, *columns).join(tickets, tickets.c.id == promises.c.ticket_id)


def _begin_turn(connection: Connection, row: Any, kind: str, now_ms: int) -> None:
    instruction = {
        "kind": kind,
        "promise_id": str(row.id),
        "ticket_id": row.ticket_id,
        "what": row.what,
        "due_at": iso(at(row.due_ms)),
        "made_at": iso(at(row.made_ms)),
        "keeper": row.keeper,
        "order_id": row.order_id,
        "subject": row.subject,
        "cause": row.cause,
    }
    turn_id = system_turns.add(
        connection, row.conversation_id, instruction, now_ms=now_ms, deadline_ms=notices.TURN_WITHIN_MS
    )
    short = "near" if kind == NEAR else "broken"
    notices.expect(connection, turn_id, row.conversation_id, row.ticket_id, kind=short, now_ms=now_ms)


def honoured(connection: Connection, *, since_ms: int) -> tuple[int, int]:
    """承诺兑现率: (kept, kept or broken) of the promises that were due since then. What a person kept late counts as broken."""
    here = promises.c
    late = (here.state == "kept") & here.warn_ms.is_(None) & (here.kept_ms > here.due_ms)
    ended = or_(here.state == "kept", here.state == "broken")
    query = select(func.count().filter((here.state == "kept") & ~late), func.count()).where(
        ended, here.due_ms >= since_ms
    )
    kept, total = connection.execute(query).one()
    return int(kept), int(total)
