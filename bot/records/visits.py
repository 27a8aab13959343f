"""回访: two days after a complaint was settled somebody asks whether it really was. Who wants none is left alone.

Functions are part of one transaction; times are business time. The hour of the day is the caller's to judge.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.engine import Connection

from bot.care.promise_times import VISIT_AFTER
from bot.records import clock, notices, system_turns
from bot.records.care_tables import quiet, tickets, visits
from bot.records.tables import conversations

_AFTER_MS = int(VISIT_AFTER.total_seconds() * 1000)
AT_A_TIME = 50
KIND = "visit_due"


def plan(connection: Connection, ticket_id: str, *, now_ms: int) -> None:
    """Of complaints only. A visit that waits already is moved."""
    row = connection.execute(select(tickets).where(tickets.c.id == ticket_id)).one_or_none()
    if row is None or row.cause is None:
        return
    due_ms = clock.business_ms(connection, now_ms) + _AFTER_MS
    here = visits.c
    moved = connection.execute(
        update(visits).where(here.ticket_id == ticket_id, here.state == "waiting").values(due_ms=due_ms)
    )
    if moved.rowcount:
        return
    last = connection.execute(select(func.max(here.round)).where(here.ticket_id == ticket_id)).scalar_one() or 0
    connection.execute(
        visits.insert().values(
            ticket_id=ticket_id, round=last + 1, conversation_id=row.conversation_id, due_ms=due_ms, state="waiting"
        )
    )


def drop(connection: Connection, ticket_id: str) -> None:
    """It is open again: there is nothing to ask."""
    here = visits.c
    connection.execute(
        update(visits).where(here.ticket_id == ticket_id, here.state.in_(("waiting", "asked"))).values(state="void")
    )


def answered(connection: Connection, ticket_id: str, answer: str) -> None:
    """`answer`: solved or reopened."""
    here = visits.c
    connection.execute(
        update(visits).where(here.ticket_id == ticket_id, here.state.in_(("waiting", "asked"))).values(state=answer)
    )


def silence(connection: Connection, conversation: Any, *, now_ms: int) -> None:
    """She wants no more of it, in this conversation or, for a customer, in any."""
    known = select(quiet.c.conversation_id).where(quiet.c.conversation_id == conversation.id)
    if connection.execute(known).one_or_none() is None:
        connection.execute(
            quiet.insert().values(conversation_id=conversation.id, customer_id=conversation.customer_id, at_ms=now_ms)
        )


def any_due(connection: Connection, *, business_ms: int) -> bool:
    here = visits.c
    query = select(here.ticket_id).where(here.state == "waiting", here.due_ms <= business_ms)
    return connection.execute(query.limit(1)).one_or_none() is not None


def begin(connection: Connection, *, business_ms: int, now_ms: int) -> list[str]:
    """Begin the visits that are due, each once; the conversations that have a turn now. Quiet shoppers' are void."""
    here = visits.c
    rows = connection.execute(
        select(visits, tickets.c.subject, tickets.c.cause, tickets.c.order_id, conversations.c.customer_id)
        .join(tickets, tickets.c.id == here.ticket_id)
        .join(conversations, conversations.c.id == here.conversation_id)
        .where(here.state == "waiting", here.due_ms <= business_ms)
        .order_by(here.due_ms)
        .limit(AT_A_TIME)
    ).all()
    return [row.conversation_id for row in rows if _begun(connection, row, now_ms)]


def _begun(connection: Connection, row: Any, now_ms: int) -> bool:
    here = visits.c
    state = "void" if _is_quiet(connection, row) else "asked"
    won = connection.execute(
        update(visits)
        .where(here.ticket_id == row.ticket_id, here.round == row.round, here.state == "waiting")
        .values(state=state)
    )
    if not won.rowcount or state == "void":
        return False
    instruction = {"kind": KIND, "ticket_id": row.ticket_id, "subject": row.subject, "cause": row.cause}
    turn_id = system_turns.add(
        connection, row.conversation_id, instruction, now_ms=now_ms, deadline_ms=notices.TURN_WITHIN_MS
    )
    notices.expect(connection, turn_id, row.conversation_id, row.ticket_id, kind="visit", now_ms=now_ms)
    return True


def _is_quiet(connection: Connection, row: Any) -> bool:
    here = quiet.c
    whose = here.conversation_id == row.conversation_id
    if row.customer_id:
        whose = or_(whose, here.customer_id == row.customer_id)
    return connection.execute(select(here.conversation_id).where(whose).limit(1)).first() is not None
