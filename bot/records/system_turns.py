"""Turns that no shopper's message began: they run in the same queue, under the same fence. What they are to say is stored
with them, as JSON that the worker gives to Rasa in the message's metadata."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy.engine import Connection

from bot.records.rows import dumps
from bot.records.tables import turns


def add(
    connection: Connection, conversation_id: str, instruction: dict[str, Any], *, now_ms: int, deadline_ms: int
) -> str:
    """The new turn's id; it begins at once. `instruction["kind"]` names the intent that Rasa is given."""
    turn_id = str(uuid.uuid4())
    connection.execute(
        turns.insert().values(
            id=turn_id,
            conversation_id=conversation_id,
            cause="system",
            state="waiting",
            merges=False,
            first_ms=now_ms,
            begin_ms=now_ms,
            deadline_ms=now_ms + deadline_ms,
            fence=0,
            attempts=0,
            instruction=dumps(instruction),
        )
    )
    return turn_id
