"""Everything that the record holds about one conversation, for the agent who opens it; the shop's part comes beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot.conversation.message import Message
from bot.errors import NotFound
from bot.handoff.brief import Known, Mood
from bot.handoff.chat import Chat
from bot.records import chats, notes, proofs, proposals, tickets, tracker_handover
from bot.records import messages as message_records
from bot.records.handoff_tables import handoffs, summaries
from bot.records.notes import Note
from bot.records.proposals import Proposal
from bot.records.tables import conversations, messages
from bot.records.tickets import Ticket
from bot.shop.order import Customer, Order

HISTORY = 100
_CONTACTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """`messages` are the latest, ascending; `before` earlier handoffs of hers, newest first."""

    chat: Chat
    messages: list[Message]
    more: bool
    notes: list[Note]
    proposals: list[Proposal]
    tickets: list[Ticket]
    moods: list[Mood]
    proven: tuple[str, ...]
    before: list[Chat]
    contacts: int
    summaries: list[tuple[int, str]]


def read(connection: Connection, conversation_id: str) -> Dossier:
    """Raises NotFound."""
    chat = chats.one(connection, conversation_id)
    if chat is None:
        raise NotFound("no such conversation")
    said, more = message_records.page(connection, conversation_id, before_seq=None, limit=HISTORY)
    before, contacts = _before(connection, chat)
    return Dossier(
        chat=chat,
        messages=said,
        more=more,
        notes=notes.of(connection, conversation_id),
        proposals=proposals.of_conversation(connection, conversation_id),
        tickets=tickets.of_conversation(connection, conversation_id),
        moods=_moods(connection, conversation_id),
        proven=proofs.proven(connection, conversation_id),
        before=before,
        contacts=contacts,
        summaries=_summaries(connection, chat.customer_id),
    )


def known(record: Dossier, customer: Customer | None = None, orders: Sequence[Order] = ()) -> Known:
    """What a brief is made of; the shop's part is the caller's to ask for."""
    return Known(
        chat=record.chat,
        messages=record.messages,
        moods=record.moods,
        customer=customer,
        orders=orders,
        promised=[(promise.id, promise.what) for ticket in record.tickets for promise in ticket.promises],
        proposed=[(each.id, each.in_words()) for each in record.proposals if each.state == "open"],
        before=record.before,
    )


def _moods(connection: Connection, conversation_id: str) -> list[Mood]:
    """By the last message of each turn that NLU read."""
    readings = tracker_handover.readings(connection, conversation_id)
    turn_ids = [reading.turn_id for reading in readings if reading.turn_id]
    if not turn_ids:
        return []
    rows = connection.execute(
        select(messages.c.turn_id, func.max(messages.c.seq).label("seq"))
        .where(messages.c.turn_id.in_(turn_ids), messages.c.role == "shopper")
        .group_by(messages.c.turn_id)
    )
    seqs = {row.turn_id: row.seq for row in rows}
    return [
        Mood(seq=seqs[reading.turn_id], emotion=reading.emotion, intent=reading.intent)
        for reading in readings
        if reading.turn_id in seqs
    ]


def _before(connection: Connection, chat: Chat) -> tuple[list[Chat], int]:
    """Earlier handoffs of this conversation or customer, and how many there are."""
    here = handoffs.c
    whose = here.conversation_id == chat.conversation_id
    if chat.customer_id:
        hers = select(conversations.c.id).where(conversations.c.customer_id == chat.customer_id)
        whose = here.conversation_id.in_(hers)
    earlier = select(here.id).where(whose, here.id != (chat.handoff_id or ""), here.ended_ms.is_not(None))
    count = connection.execute(select(func.count()).select_from(earlier.subquery())).scalar_one()
    if not count:
        return [], 0
    query = (
        select(*chats.COLUMNS)
        .select_from(chats.HANDOFFS)
        .where(here.id.in_(earlier))
        .order_by(here.requested_ms.desc())
        .limit(_CONTACTS)
    )
    return chats.read(connection, query), int(count)


def _summaries(connection: Connection, customer_id: str | None) -> list[tuple[int, str]]:
    if customer_id is None:
        return []
    here = summaries.c
    rows = connection.execute(
        select(here.at_ms, here.text)
        .where(here.customer_id == customer_id)
        .order_by(here.at_ms.desc())
        .limit(_CONTACTS)
    )
    return [(row.at_ms, row.text) for row in rows]
