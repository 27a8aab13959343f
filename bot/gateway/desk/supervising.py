"""What only supervisors may do, checked before anything else is looked at."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection

from bot.errors import Forbidden
from bot.gateway import words
from bot.gateway.desk.acting import checked, holds, write
from bot.gateway.desk.chatting import first_seq, open_chat
from bot.gateway.desk.giving_away import spoken_if_away, target
from bot.gateway.desk.hall import DeskPage
from bot.gateway.desk.noting import add_note
from bot.gateway.parts import Parts
from bot.handoff import frames
from bot.records import audit, conversations, passing_on, supervision
from bot.records.agent_sessions import Session


def need(page: DeskPage) -> None:
    """Raises Forbidden, whether or not there is such a conversation."""
    if not page.agent.supervises:
        raise Forbidden("supervisors only")


def log_watch(connection: Connection, session: Session, conversation_id: str, *, now_ms: int) -> None:
    """Raises NotFound."""
    if not session.agent.supervises:
        raise Forbidden("supervisors only")
    conversations.get(connection, conversation_id)
    audit.add(connection, session, "watch", conversation_id=conversation_id, now_ms=now_ms)


async def watch(parts: Parts, page: DeskPage, frame: frames.Watch) -> dict[str, Any]:
    need(page)
    if not frame.on:
        page.watched.discard(frame.conversation_id)
        if not holds(parts, page, frame.conversation_id):
            parts.desk.hall.unseat(page, frame.conversation_id)
        return {}
    await write(parts, page, log_watch, frame.conversation_id)
    page.watched.add(frame.conversation_id)
    return await open_chat(parts, page, frame.conversation_id)


async def whisper(parts: Parts, page: DeskPage, frame: frames.Whisper) -> dict[str, Any]:
    need(page)
    checked(frame.text)
    note = await write(parts, page, add_note, frame.conversation_id, "whisper", frame.text, frame.key)
    parts.desk.noted(note)
    return {"note": note.as_json()}


async def take_over(parts: Parts, page: DeskPage, frame: frames.TakeOver) -> dict[str, Any]:
    need(page)
    joined = words.agent_joined(page.agent.name)
    stepped = await write(parts, page, supervision.take_over, frame.conversation_id, words=joined)
    parts.desk.stepped(stepped)
    return await open_chat(parts, page, frame.conversation_id, from_seq=first_seq(stepped))


async def reassign(parts: Parts, page: DeskPage, frame: frames.Reassign) -> dict[str, Any]:
    need(page)
    with spoken_if_away():
        stepped = await write(
            parts, page, passing_on.reassign, frame.conversation_id, target(frame.to), reason=frame.reason or "",
            words=words.AGENT_PASSES_ON,
        )  # fmt: skip
    parts.desk.stepped(stepped)
    return {}


async def force_status(parts: Parts, page: DeskPage, frame: frames.ForceStatus) -> dict[str, Any]:
    need(page)
    await write(parts, page, supervision.force_status, frame.agent, frame.value)
    parts.desk.ring()
    return {}
