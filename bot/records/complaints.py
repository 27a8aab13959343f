"""Complaints in the record: one ticket per matter, its remedies and steps. Functions are part of one transaction.

The same matter joins its ticket, from whatever conversation it comes; a settled one is opened again. What actions may ask
of it is the port in bot/care/complaints.py, answered by `complaint_book.py`.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.care.cause import INTENT_OF
from bot.care.effects import ComplaintRaised, PromiseKept, PromiseMade, RemedyAnswered, RemedyOffered, TicketAnswered
from bot.care.ticket_states import Happening, after, is_reopening
from bot.conversation.turn import ClaimedTurn
from bot.records import clock, tickets, visits
from bot.records.handoff_tables import promises, remedies, ticket_steps
from bot.records.handoff_tables import tickets as ticket_table
from bot.records.rows import dumps, ms

_LONGEST_TEXT = 4_000
_MOODS_KEPT = 40


def raised(connection: Connection, turn: ClaimedTurn, effect: ComplaintRaised, *, now_ms: int) -> None:
    """Open its ticket, or join the one of the same matter."""
    row = _row(connection, effect.ticket_id)
    mood = [now_ms, effect.emotion]
    if row is None:
        connection.execute(ticket_table.insert().values(**_new(turn, effect, now_ms), moods=dumps([mood]), times=1))
    else:
        joined = {**_joined(row, effect), "moods": dumps([*json.loads(row.moods or "[]"), mood][-_MOODS_KEPT:])}
        connection.execute(
            update(ticket_table).where(ticket_table.c.id == row.id).values(**joined, times=row.times + 1)
        )
        happens(connection, row, "raised", now_ms=now_ms)
    if effect.upload_id:
        _add_evidence(connection, effect.ticket_id, effect.upload_id)
    detail = {"text": effect.text, "emotion": effect.emotion, "comfort": effect.comfort, "upload": effect.upload_id}
    step(connection, turn, effect.ticket_id, "raised", detail, now_ms=now_ms)


def _new(turn: ClaimedTurn, effect: ComplaintRaised, now_ms: int) -> dict[str, Any]:
    return {
        "id": effect.ticket_id,
        "conversation_id": turn.conversation.id,
        "customer_id": turn.conversation.customer_id,
        "topic": INTENT_OF.get(effect.cause, "complain_general"),  # type: ignore[call-overload]
        "text": effect.text[:_LONGEST_TEXT],
        "status": "open",
        "order_id": effect.order_id,
        "opened_ms": now_ms,
        "matter": effect.matter,
        "cause": effect.cause,
        "responsibility": effect.responsibility,
        "severity": effect.severity,
        "subject": effect.subject,
        "wish": effect.wish,
        "attention": "safety" if effect.severity == "urgent" else None,
    }


_SEVERITIES = ("low", "normal", "high", "urgent")


def _joined(row: Any, effect: ComplaintRaised) -> dict[str, Any]:
    text = row.text if effect.text in row.text else f"{row.text}\n{effect.text}"
    worst = max(row.severity or "low", effect.severity, key=_SEVERITIES.index)
    urgent = worst == "urgent" and row.severity != "urgent"
    return {
        "text": text[-_LONGEST_TEXT:],
        "severity": worst,
        "wish": effect.wish or row.wish,
        "order_id": row.order_id or effect.order_id,
        "subject": row.subject or effect.subject,
        "attention": "safety" if urgent else row.attention,
    }


def happens(connection: Connection, row: Any, happening: Happening, *, now_ms: int) -> None:
    """Move the ticket of this row; opening it again counts as a miss and calls for somebody's eye."""
    status = after(row.status, happening)
    if status == row.status:
        return
    values: dict[str, Any] = {"status": status, "settled_ms": now_ms if status == "settled" else None}
    if is_reopening(row.status, happening):
        values |= {"misses": row.misses + 1, "attention": "reopened"}
        visits.drop(connection, row.id)
    if status == "settled":
        values["attention"] = None
    connection.execute(update(ticket_table).where(ticket_table.c.id == row.id).values(**values))
    if status == "settled" and happening == "settled":
        visits.plan(connection, row.id, now_ms=now_ms)


def offered(connection: Connection, turn: ClaimedTurn, effect: RemedyOffered, *, now_ms: int) -> None:
    """Note what was offered; what was answered before stays answered."""
    row = _row(connection, effect.ticket_id)
    if row is None:
        return
    for name in filter(None, effect.remedies.split(",")):
        if _remedy(connection, row.id, name) is None:
            _write_remedy(connection, row, name, "offered", 0, None, now_ms)
    step(connection, turn, row.id, "offered", {"remedies": effect.remedies}, now_ms=now_ms)


def answered(connection: Connection, turn: ClaimedTurn, effect: RemedyAnswered, *, now_ms: int) -> None:
    """Keep the answer. What was carried out, or may have been, is never taken back by a later answer."""
    row = _row(connection, effect.ticket_id)
    if row is None:
        return
    known = _remedy(connection, row.id, effect.remedy)
    if known is None:
        _write_remedy(connection, row, effect.remedy, effect.answer, effect.amount_fen, effect.reference, now_ms)
    elif known.state in ("offered", "rejected"):
        here = remedies.c
        connection.execute(
            update(remedies)
            .where(here.ticket_id == row.id, here.name == effect.remedy)
            .values(state=effect.answer, amount_fen=effect.amount_fen, reference=effect.reference)
        )
    if effect.answer == "unknown":
        connection.execute(update(ticket_table).where(ticket_table.c.id == row.id).values(attention="unknown"))
    detail = {
        "remedy": effect.remedy,
        "answer": effect.answer,
        "amount_fen": effect.amount_fen,
        "ref": effect.reference,
    }
    step(connection, turn, row.id, "answered", detail, now_ms=now_ms)


def promised(connection: Connection, turn: ClaimedTurn, effect: PromiseMade, *, now_ms: int) -> None:
    """One open promise for each `what` of a ticket; said again, its first time stays."""
    row = _row(connection, effect.ticket_id)
    if row is None:
        return
    here = promises.c
    same = select(here.id).where(here.ticket_id == row.id, here.what == effect.what, here.state == "open")
    if connection.execute(same.limit(1)).one_or_none() is not None:
        return
    tickets.promise(
        connection,
        row.id,
        turn.conversation.id,
        what=effect.what,
        due_ms=ms(datetime.fromisoformat(effect.due_at.replace("Z", "+00:00"))),
        now_ms=now_ms,
        keeper=effect.keeper,
        order_id=effect.order_id,
    )


def kept(connection: Connection, effect: PromiseKept, *, now_ms: int) -> None:
    if effect.promise_id.isascii() and effect.promise_id.isdigit():
        here = promises.c
        connection.execute(
            update(promises)
            .where(here.id == int(effect.promise_id), here.state == "open")
            .values(state="kept", kept_ms=now_ms)
        )


def ticket_answered(connection: Connection, turn: ClaimedTurn, effect: TicketAnswered, *, now_ms: int) -> None:
    """What she says of it herself."""
    row = _row(connection, effect.ticket_id)
    if row is None:
        return
    if effect.answer in ("solved", "reopened"):
        visits.answered(connection, row.id, effect.answer)
        happens(connection, row, "solved" if effect.answer == "solved" else "reopened", now_ms=now_ms)
    if effect.answer == "solved":
        _keep_all(connection, row.id, now_ms)
    if effect.answer == "quiet":
        visits.silence(connection, turn.conversation, now_ms=now_ms)
    if effect.upload_id:
        _add_evidence(connection, row.id, effect.upload_id)
    if effect.text:
        text = row.text if effect.text in row.text else f"{row.text}\n{effect.text}"
        connection.execute(update(ticket_table).where(ticket_table.c.id == row.id).values(text=text[-_LONGEST_TEXT:]))
    if effect.subject:
        connection.execute(update(ticket_table).where(ticket_table.c.id == row.id).values(subject=effect.subject))
    step(connection, turn, row.id, effect.answer, {"text": effect.text, "upload": effect.upload_id}, now_ms=now_ms)


def _keep_all(connection: Connection, ticket_id: str, now_ms: int) -> None:
    """She says that it is solved: nobody owes her anything more."""
    here = promises.c
    connection.execute(
        update(promises).where(here.ticket_id == ticket_id, here.state == "open").values(state="kept", kept_ms=now_ms)
    )


def step(
    connection: Connection, turn: ClaimedTurn, ticket_id: str, name: str, detail: dict[str, Any], *, now_ms: int
) -> None:
    connection.execute(
        ticket_steps.insert().values(
            ticket_id=ticket_id,
            conversation_id=turn.conversation.id,
            turn_id=turn.id,
            step=name,
            detail=dumps({key: value for key, value in detail.items() if value}),
            at_ms=now_ms,
        )
    )


def steps_of(connection: Connection, ticket_id: str) -> list[dict[str, Any]]:
    """The ticket's history, oldest first: step, detail and at_ms."""
    rows = connection.execute(
        select(ticket_steps).where(ticket_steps.c.ticket_id == ticket_id).order_by(ticket_steps.c.id)
    )
    return [{"step": row.step, "detail": json.loads(row.detail or "{}"), "at_ms": row.at_ms} for row in rows]


def _row(connection: Connection, ticket_id: str) -> Any | None:
    return connection.execute(
        select(ticket_table).where(ticket_table.c.id == ticket_id).with_for_update()
    ).one_or_none()


def _remedy(connection: Connection, ticket_id: str, name: str) -> Any | None:
    here = remedies.c
    return connection.execute(select(remedies).where(here.ticket_id == ticket_id, here.name == name)).one_or_none()


def _write_remedy(
    connection: Connection, row: Any, name: str, state: str, amount_fen: int, reference: str | None, now_ms: int
) -> None:
    connection.execute(
        remedies.insert().values(
            ticket_id=row.id,
            name=name,
            conversation_id=row.conversation_id,
            customer_id=row.customer_id,
            order_id=row.order_id,
            state=state,
            amount_fen=amount_fen,
            reference=reference,
            at_ms=clock.business_ms(connection, now_ms),
        )
    )


def _add_evidence(connection: Connection, ticket_id: str, upload_id: str) -> None:
    row = _row(connection, ticket_id)
    if row is None:
        return
    known = json.loads(row.evidence or "[]")
    if upload_id not in known:
        evidence = dumps([*known, upload_id])
        connection.execute(update(ticket_table).where(ticket_table.c.id == ticket_id).values(evidence=evidence))
