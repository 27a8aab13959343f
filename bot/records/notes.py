"""What is written about a conversation among the shop's people: notes, whispers, the bot's unsaid replies. Never shown to shoppers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.clock import iso
from bot.errors import Conflict
from bot.records.handoff_tables import notes
from bot.records.rows import at


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`kind`: note, whisper, unsaid (the bot's, `agent` None) or transfer."""

    id: str
    conversation_id: str
    agent: str | None
    kind: str
    text: str
    at_ms: int

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "at": iso(at(self.at_ms)), "agent": self.agent, "kind": self.kind, "text": self.text}


def add(
    connection: Connection, conversation_id: str, *, kind: str, text: str, now_ms: int, agent: str | None = None,
    note_id: str | None = None,
) -> Note:  # fmt: skip
    """Store it once under its id. Raises Conflict for the same id with another text."""
    note = Note(
        id=note_id or str(uuid.uuid4()),
        conversation_id=conversation_id,
        agent=agent,
        kind=kind,
        text=text,
        at_ms=now_ms,
    )
    known = connection.execute(select(notes).where(notes.c.id == note.id)).one_or_none()
    if known is not None:
        before = _note(known)
        if (before.conversation_id, before.agent, before.text) != (conversation_id, agent, text):
            raise Conflict("this id was used for another note: send it again under a new id")
        return before
    connection.execute(
        notes.insert().values(
            id=note.id, conversation_id=conversation_id, agent=agent, kind=kind, text=text, at_ms=now_ms
        )
    )
    return note


def of(connection: Connection, conversation_id: str) -> list[Note]:
    """Oldest first."""
    rows = connection.execute(
        select(notes).where(notes.c.conversation_id == conversation_id).order_by(notes.c.at_ms, notes.c.id)
    )
    return [_note(row) for row in rows]


def since(connection: Connection, conversation_ids: Sequence[str], *, since_ms: int) -> list[Note]:
    """Those of these conversations that were written then or later, oldest first."""
    here = notes.c
    rows = connection.execute(
        select(notes).where(here.conversation_id.in_(conversation_ids), here.at_ms >= since_ms).order_by(here.at_ms)
    )
    return [_note(row) for row in rows]


def _note(row: Any) -> Note:
    return Note(
        id=row.id, conversation_id=row.conversation_id, agent=row.agent, kind=row.kind, text=row.text, at_ms=row.at_ms
    )
