"""What a shopper leaves for the shop's people: her words, a ticket with its promise, and the handoff that stands behind it.

Part of the turn's transaction. Outside working hours she never queued: her request is recorded as an offline handoff, so
that the figures count it and whoever opens the ticket finds wish, mood and order. While she waits, she keeps her place.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.care.effects import MessageForShop
from bot.conversation.turn import ClaimedTurn
from bot.records import handoffs, tickets
from bot.records import messages as message_records
from bot.records.care_tables import tickets as ticket_table
from bot.records.handoff_requests import Asked, request
from bot.records.rows import ms
from bot.records.tables import shop_messages
from bot.records.tickets import NewTicket


def keep(connection: Connection, turn: ClaimedTurn, effect: MessageForShop, *, now_ms: int) -> str:
    """The id of the ticket that now holds it."""
    connection.execute(
        shop_messages.insert().values(
            conversation_id=turn.conversation.id,
            turn_id=turn.id,
            reason=effect.reason,
            text=effect.text,
            contact=effect.contact,
            order_id=effect.order_id,
            at_ms=now_ms,
        )
    )
    ticket_id = tickets.open_or_extend(connection, turn.conversation, _ticket(turn, effect), now_ms=now_ms)
    here = ticket_table.c
    if connection.execute(select(here.handoff_id).where(here.id == ticket_id)).scalar_one() is None:
        handoff_id = _handoff(connection, turn.conversation.id, effect, now_ms)
        connection.execute(update(ticket_table).where(here.id == ticket_id).values(handoff_id=handoff_id))
    return ticket_id


def _ticket(turn: ClaimedTurn, effect: MessageForShop) -> NewTicket:
    due = None if effect.due_at is None else ms(datetime.fromisoformat(effect.due_at.replace("Z", "+00:00")))
    return NewTicket(
        id=effect.ticket_id or f"T{turn.id[:8]}",
        topic=effect.reason,
        text=effect.text,
        contact=effect.contact,
        order_id=effect.order_id,
        what=effect.promise,
        due_ms=due,
    )


def _handoff(connection: Connection, conversation_id: str, effect: MessageForShop, now_ms: int) -> str | None:
    """The one that is open, as it is; else a new one that ends offline at once. None when she has left meanwhile."""
    found = handoffs.open_of(connection, conversation_id)
    if found is not None:
        return str(found.id)
    row = message_records.lock(connection, conversation_id)
    if row.holder == "nobody":
        return None
    asked = Asked(why="message", reason=effect.reason, words=effect.text, order_id=effect.order_id)
    request(connection, row, asked, epoch=row.epoch, now_ms=now_ms)
    row = message_records.lock(connection, conversation_id)
    handoff = handoffs.open_of(connection, conversation_id)
    handoffs.take_step(connection, row, handoff, "leave_message", now_ms=now_ms)
    return None if handoff is None else str(handoff.id)
