"""What is written beside a conversation and never shown to the shopper: notes, whispers, tags, what a line wants."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection

from bot.errors import InvalidFrame
from bot.gateway.desk.acting import checked, write
from bot.gateway.desk.hall import DeskPage
from bot.gateway.parts import Parts
from bot.handoff import frames
from bot.handoff.wishes import WISHES
from bot.records import audit, chat_marks, notes, serving
from bot.records.agent_sessions import Session


async def note(parts: Parts, page: DeskPage, frame: frames.Note) -> dict[str, Any]:
    checked(frame.text)
    note = await write(parts, page, add_note, frame.conversation_id, "note", frame.text, frame.key)
    parts.desk.noted(note)
    return {"note": note.as_json()}


def add_note(
    connection: Connection, session: Session, conversation_id: str, kind: str, text: str, key: str, *, now_ms: int
) -> notes.Note:
    serving.may_touch(connection, session, conversation_id)
    audit.add(connection, session, kind, conversation_id=conversation_id, now_ms=now_ms)
    return notes.add(
        connection, conversation_id, kind=kind, text=text, agent=session.agent.name, note_id=key, now_ms=now_ms
    )


async def tag(parts: Parts, page: DeskPage, frame: frames.Tags) -> dict[str, Any]:
    for tag in frame.tags:
        checked(tag)
    await write(parts, page, chat_marks.set_tags, frame.conversation_id, tuple(frame.tags))
    parts.desk.ring()
    return {}


async def relabel(parts: Parts, page: DeskPage, frame: frames.Relabel) -> dict[str, Any]:
    if frame.intent not in WISHES:
        raise InvalidFrame("the intent is none of the list of wishes")
    await write(parts, page, chat_marks.relabel, frame.conversation_id, frame.seq, frame.intent)
    return {}
