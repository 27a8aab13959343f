"""What agents answered in chats that were resolved well, with the words that they answered: material for suggestions."""

from __future__ import annotations

from sqlalchemy import and_, select
from sqlalchemy.engine import Connection

from bot.handoff.suggest import Pair
from bot.records.handoff_tables import handoffs
from bot.records.tables import messages

CHATS = 300
_LINES = 6_000


def pairs(connection: Connection) -> list[Pair]:
    """Each agent's line that follows the shopper's, of the latest resolved chats."""
    here = handoffs.c
    latest = (
        select(here.id, here.conversation_id, here.from_seq)
        .where(here.state.in_(("resolved", "returned")), here.outcome.is_distinct_from("abuse"))
        .order_by(here.ended_ms.desc())
        .limit(CHATS)
        .subquery()
    )
    rows = connection.execute(
        select(messages.c.role, messages.c.text, latest.c.id)
        .join(
            latest,
            and_(messages.c.conversation_id == latest.c.conversation_id, messages.c.seq >= latest.c.from_seq),
        )
        .where(messages.c.role.in_(("shopper", "agent")))
        .order_by(latest.c.id, messages.c.seq)
        .limit(_LINES)
    )
    found, before = [], None
    for row in rows:
        if before is not None and before.id == row.id and before.role == "shopper" and row.role == "agent":
            if before.text and row.text:
                found.append(Pair(asked=before.text, reply=row.text, ref=row.id))
        before = row
    return found


def last_words(connection: Connection, conversation_id: str) -> str:
    """What the shopper wrote since anybody answered her, as one text."""
    here = messages.c
    rows = connection.execute(
        select(here.role, here.text).where(here.conversation_id == conversation_id).order_by(here.seq.desc()).limit(30)
    )
    said: list[str] = []
    for row in rows:
        if row.role == "shopper" and row.text:
            said.append(row.text)
        elif said and row.role in ("agent", "bot"):
            break
    return "\n".join(reversed(said))
