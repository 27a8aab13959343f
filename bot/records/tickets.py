"""Tickets with their promises: what was left for the shop's people, what was said to be done, by when.

What complaints add (remedies, steps, one ticket per matter) is in complaints.py. Each function is part of one transaction.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.care.promise_times import warn_at
from bot.clock import iso
from bot.errors import NotFound
from bot.records import clock, visits
from bot.records.handoff_tables import promises, tickets
from bot.records.rows import at, ms
from bot.text.redact import redact

STATUSES = ("open", "doing", "settled")
_JOINS_WITHIN_MS = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """`due_ms` is business time; `state`: open, kept or broken."""

    id: int
    ticket_id: str
    conversation_id: str
    what: str
    due_ms: int
    state: str
    made_ms: int

    def as_json(self) -> dict[str, Any]:
        return {
            "promise_id": self.id,
            "ticket_id": self.ticket_id,
            "conversation_id": self.conversation_id,
            "what": self.what,
            "due_at": iso(at(self.due_ms)),
            "state": self.state,
            "made_at": iso(at(self.made_ms)),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    id: str
    conversation_id: str
    customer_id: str | None
    topic: str
    text: str
    status: str
    contact: str | None
    order_id: str | None
    assignee: str | None
    summary: str | None
    opened_ms: int
    settled_ms: int | None
    promises: tuple[Promise, ...] = field(default=())
    complaint: dict[str, Any] | None = None  # of complaints: cause, severity, moods, evidence, …

    def as_json(self) -> dict[str, Any]:
        """With its contact and the numbers in its text masked."""
        return {
            "ticket_id": self.id,
            "conversation_id": self.conversation_id,
            "customer_id": self.customer_id,
            "topic": self.topic,
            "text": redact(self.text),
            "status": self.status,
            "contact": masked_contact(self.contact),
            "order_id": self.order_id,
            "assignee": self.assignee,
            "opened_at": iso(at(self.opened_ms)),
            "settled_at": None if self.settled_ms is None else iso(at(self.settled_ms)),
            "summary": self.summary,
            "promises": [promise.as_json() for promise in self.promises],
            "complaint": self.complaint,
        }


def masked_contact(contact: str | None) -> str | None:
    """138****5678, or n***@mail.example."""
    if contact is None:
        return None
    if "@" in contact:
        name, _, host = contact.partition("@")
        return f"{name[:1]}***@{host}"
    return redact(contact) if redact(contact) != contact else f"{contact[:2]}****"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicket:
    """`due_ms` and `what`: the promise that comes with it; None: nothing is promised."""

    id: str
    topic: str
    text: str
    contact: str | None = None
    order_id: str | None = None
    what: str | None = None
    due_ms: int | None = None


def open_or_extend(connection: Connection, conversation: Any, new: NewTicket, *, now_ms: int) -> str:
    """The id of the ticket that now holds this: what comes within the hour joins the one that is open, its promise too.

    `conversation` has `id` and `customer_id`.
    """
    here = tickets.c
    known = connection.execute(
        select(tickets)
        .where(
            here.conversation_id == conversation.id, here.status == "open", here.opened_ms > now_ms - _JOINS_WITHIN_MS
        )
        .order_by(here.opened_ms.desc())
        .limit(1)
    ).one_or_none()
    if known is not None:
        text = known.text if new.text in known.text else f"{known.text}\n{new.text}"
        connection.execute(
            update(tickets)
            .where(here.id == known.id)
            .values(text=text, contact=new.contact or known.contact, order_id=new.order_id or known.order_id)
        )
        _promise_more(connection, known.id, conversation.id, new, now_ms)
        return str(known.id)
    connection.execute(
        tickets.insert().values(
            id=new.id,
            conversation_id=conversation.id,
            customer_id=conversation.customer_id,
            topic=new.topic,
            text=new.text,
            status="open",
            contact=new.contact,
            order_id=new.order_id,
            opened_ms=now_ms,
        )
    )
    if new.what is not None and new.due_ms is not None:
        promise(connection, new.id, conversation.id, what=new.what, due_ms=new.due_ms, now_ms=now_ms)
    return new.id


def _promise_more(connection: Connection, ticket_id: str, conversation_id: str, new: NewTicket, now_ms: int) -> None:
    """What was promised with it, unless the ticket has an open promise of the same."""
    if new.what is None or new.due_ms is None:
        return
    here = promises.c
    same = select(here.id).where(here.ticket_id == ticket_id, here.what == new.what, here.state == "open")
    if connection.execute(same.limit(1)).one_or_none() is None:
        promise(connection, ticket_id, conversation_id, what=new.what, due_ms=new.due_ms, now_ms=now_ms)


def promise(
    connection: Connection, ticket_id: str, conversation_id: str, *, what: str, due_ms: int, now_ms: int,
    keeper: str = "agent", order_id: str | None = None,
) -> None:  # fmt: skip
    """`due_ms` is business time. Its keeper is warned, and the shopper told how it stands, before it is due."""
    warn = warn_at(at(clock.business_ms(connection, now_ms)), at(due_ms))
    connection.execute(
        promises.insert().values(
            ticket_id=ticket_id,
            conversation_id=conversation_id,
            what=what,
            due_ms=due_ms,
            state="open",
            made_ms=now_ms,
            keeper=keeper,
            order_id=order_id,
            warn_ms=ms(warn),
        )
    )


def of_conversation(connection: Connection, conversation_id: str) -> list[Ticket]:
    """Newest first."""
    return read(
        connection,
        select(tickets).where(tickets.c.conversation_id == conversation_id).order_by(tickets.c.opened_ms.desc()),
    )


def get(connection: Connection, ticket_id: str) -> Ticket:
    """Raises NotFound."""
    found = read(connection, select(tickets).where(tickets.c.id == ticket_id))
    if not found:
        raise NotFound("no such ticket")
    return found[0]


def change(
    connection: Connection, ticket_id: str, *, now_ms: int, status: str | None = None, assignee: str | None = None
) -> Ticket:
    """Raises NotFound. A complaint that is settled gets a visit later; one that is opened again is looked at."""
    values: dict[str, Any] = {}
    if status is not None:
        values |= {"status": status, "settled_ms": now_ms if status == "settled" else None, "attention": None}
        if status == "settled":
            visits.plan(connection, ticket_id, now_ms=now_ms)
        else:
            visits.drop(connection, ticket_id)
    if assignee is not None:
        values["assignee"] = assignee or None
    if values:
        connection.execute(update(tickets).where(tickets.c.id == ticket_id).values(**values))
    return get(connection, ticket_id)


def keep_promise(connection: Connection, promise_id: int, *, now_ms: int) -> Promise:
    """Raises NotFound. Kept once; a second time changes nothing."""
    connection.execute(
        update(promises)
        .where(promises.c.id == promise_id, promises.c.state != "kept")
        .values(state="kept", kept_ms=now_ms)
    )
    row = connection.execute(select(promises).where(promises.c.id == promise_id)).one_or_none()
    if row is None:
        raise NotFound("no such promise")
    return promise_of(row)


def read(connection: Connection, query: Any) -> list[Ticket]:
    rows = connection.execute(query).all()
    found = connection.execute(
        select(promises).where(promises.c.ticket_id.in_([row.id for row in rows])).order_by(promises.c.due_ms)
    )
    made: dict[str, list[Promise]] = {}
    for row in found:
        made.setdefault(row.ticket_id, []).append(promise_of(row))
    return [_ticket(row, tuple(made.get(row.id, ()))) for row in rows]


def _ticket(row: Any, made: tuple[Promise, ...]) -> Ticket:
    return Ticket(
        id=row.id,
        conversation_id=row.conversation_id,
        customer_id=row.customer_id,
        topic=row.topic,
        text=row.text,
        status=row.status,
        contact=row.contact,
        order_id=row.order_id,
        assignee=row.assignee,
        summary=row.summary,
        opened_ms=row.opened_ms,
        settled_ms=row.settled_ms,
        promises=made,
        complaint=_complaint(row),
    )


def _complaint(row: Any) -> dict[str, Any] | None:
    """What an agent sees of a complaint beside its text; `attention`: why somebody must look, `draft`: a reply to approve."""
    if row.cause is None and row.attention is None and row.draft is None:
        return None
    moods = json.loads(row.moods or "[]")
    return {
        "cause": row.cause,
        "responsibility": row.responsibility,
        "severity": row.severity,
        "subject": row.subject,
        "wish": row.wish,
        "moods": [{"at": iso(at(at_ms)), "emotion": emotion} for at_ms, emotion in moods],
        "evidence": json.loads(row.evidence or "[]"),
        "times": row.times,
        "misses": row.misses,
        "attention": row.attention,
        "draft": row.draft,
    }


def promise_of(row: Any) -> Promise:
    return Promise(
        id=row.id,
        ticket_id=row.ticket_id,
        conversation_id=row.conversation_id,
        what=row.what,
        due_ms=row.due_ms,
        state=row.state,
        made_ms=row.made_ms,
    )
