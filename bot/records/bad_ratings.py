"""中差评: a bad rating of the widget, or a bad review from the shop's feed, opens a ticket with a draft of a first reply.

Nothing goes out before a person has read the draft and approved it. Functions are part of one transaction.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.care.cause import INTENT_OF
from bot.care.lines import Lines
from bot.conversation.message import Message
from bot.records import audit, conversations, lines, tickets
from bot.records import messages as message_records
from bot.records.agent_sessions import Session
from bot.records.care_tables import tickets as ticket_table
from bot.records.lines import Line
from bot.records.tables import conversations as conversation_table
from bot.records.tickets import Ticket
from bot.text.grievances import cause_in

BAD = 3  # of 5: 中评 and 差评
_GOODS = frozenset({"damaged", "defective", "wrong_item", "missing_item", "not_as_described"})
_ADDRESS = "reviews"  # of conversations that a review opened: nobody was at a page


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRating:
    """`key` is the same for the same rating, however often it is told; `score` 1 to 3."""

    key: str
    score: int
    words: str
    customer_id: str | None = None
    order_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """`message` None: the reply had gone out before."""

    ticket: Ticket
    message: Message | None


def open_ticket(connection: Connection, conversation: Any, bad: BadRating, *, now_ms: int) -> bool:
    """False when it is known. `conversation` has `id` and `customer_id`."""
    ticket_id = _ticket_id(bad)
    if connection.execute(select(ticket_table.c.id).where(ticket_table.c.id == ticket_id)).one_or_none() is not None:
        return False
    cause = cause_in(bad.words) if bad.words else "general"
    connection.execute(
        ticket_table.insert().values(
            id=ticket_id,
            conversation_id=conversation.id,
            customer_id=conversation.customer_id,
            topic=INTENT_OF[cause],  # type: ignore[index]
            text=f"评分 {bad.score}：{bad.words}" if bad.words else f"评分 {bad.score}",
            status="open",
            order_id=bad.order_id,
            opened_ms=now_ms,
            cause=cause,
            severity="high" if bad.score == 1 else "normal",
            attention="bad_rating",
            draft=draft_for(cause, bad.key),
        )
    )
    return True


def draft_for(cause: str, key: str) -> str:
    """The words that a person is offered to send; the same for the same rating."""
    name = "goods" if cause in _GOODS else {"not_received": "late"}.get(cause, cause)
    return Lines(turn_id=key).say(f"draft_{name}")


def take_review(connection: Connection, bad: BadRating, *, now_ms: int) -> bool:
    """As `open_ticket`, for a review of the shop's feed: in her latest conversation, or in a new one of hers."""
    known = select(ticket_table.c.id).where(ticket_table.c.id == _ticket_id(bad))
    if connection.execute(known).one_or_none() is not None:
        return False
    return open_ticket(connection, _conversation(connection, bad, now_ms), bad, now_ms=now_ms)


def _conversation(connection: Connection, bad: BadRating, now_ms: int) -> Any:
    here = conversation_table.c
    if bad.customer_id is not None:
        latest = select(conversation_table).where(here.customer_id == bad.customer_id)
        found = connection.execute(latest.order_by(here.last_ms.desc(), here.id).limit(1)).one_or_none()
        if found is not None:
            return found
    visit = conversations.open_web(connection, now_ms=now_ms, address=_ADDRESS, customer_id=bad.customer_id)
    return message_records.lock(connection, visit.conversation.id)


def approve(connection: Connection, session: Session, ticket_id: str, text: str, *, now_ms: int) -> Approved:
    """Send the reply under the agent's name, once. Raises NotFound."""
    ticket = tickets.get(connection, ticket_id)
    here = ticket_table.c
    won = connection.execute(
        update(ticket_table)
        .where(here.id == ticket_id, here.draft.is_not(None))
        .values(draft=None, attention=None, status="doing", assignee=session.agent.name)
    )
    if not won.rowcount:
        return Approved(ticket=ticket, message=None)
    message_records.lock(connection, ticket.conversation_id)
    line = Line(role="agent", text=text, agent=session.agent.name)
    said = lines.write(connection, ticket.conversation_id, line, now_ms=now_ms)
    audit.add(
        connection, session, "reply_approved", conversation_id=ticket.conversation_id, target=ticket_id, now_ms=now_ms
    )
    return Approved(ticket=tickets.get(connection, ticket_id), message=said)


def _ticket_id(bad: BadRating) -> str:
    return "T" + hashlib.blake2b(f"rating/{bad.key}".encode(), digest_size=5).hexdigest().upper()
