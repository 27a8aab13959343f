"""What Rasa's REST channel asks of the record: its senders' conversations, how a turn ended, what agents said meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.conversation.conversation import Holder
from bot.conversation.message import Message
from bot.errors import NotFound
from bot.records import messages as message_records
from bot.records.rows import message_of
from bot.records.tables import conversations, messages, turns


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnResult:
    """`state` is a TurnState; `messages` are the turn's replies; `holder` is the conversation's at this moment."""

    state: str
    holder: Holder
    messages: tuple[Message, ...]

    @property
    def ended(self) -> bool:
        return self.state in ("done", "failed")


def find(connection: Connection, *, space: str, sender: str) -> str | None:
    """The id of the sender's conversation. Raises NotFound for a name that is a conversation of another space."""
    here = conversations.c
    found: str | None = connection.execute(
        select(here.id).where(here.space == space, here.sender == sender)
    ).scalar_one_or_none()
    if found is None and connection.execute(select(here.id).where(here.id == sender, here.space != space)).first():
        raise NotFound("no such sender in this channel")
    return found


def result(connection: Connection, turn_id: str) -> TurnResult:
    """Raises NotFound when the turn was erased."""
    row = connection.execute(
        select(turns.c.state, conversations.c.holder)
        .join(conversations, conversations.c.id == turns.c.conversation_id)
        .where(turns.c.id == turn_id)
    ).one_or_none()
    if row is None:
        raise NotFound("no such turn")
    said = connection.execute(
        select(messages).where(messages.c.turn_id == turn_id, messages.c.role != "shopper").order_by(messages.c.seq)
    )
    return TurnResult(state=row.state, holder=row.holder, messages=tuple(message_of(found) for found in said))


def take_agents_words(connection: Connection, conversation_id: str) -> list[Message]:
    """Agents' messages that no call has returned yet; they count as returned."""
    row = message_records.lock(connection, conversation_id)
    found = connection.execute(
        select(messages)
        .where(
            messages.c.conversation_id == conversation_id,
            messages.c.seq > row.delivered_seq,
            messages.c.role == "agent",
        )
        .order_by(messages.c.seq)
    )
    said = [message_of(each) for each in found]
    connection.execute(
        update(conversations).where(conversations.c.id == conversation_id).values(delivered_seq=row.next_seq - 1)
    )
    return said
