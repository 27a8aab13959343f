"""Serving one conversation: taking it, showing it, writing in it, and what is not stored (typing). Who may lies in
bot.records.serving."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from sqlalchemy.engine import Connection

from bot.errors import InvalidFrame, NotFound, NotHolder
from bot.gateway import words
from bot.gateway.desk import cards, dossiers
from bot.gateway.desk.acting import checked, holds, write
from bot.gateway.desk.hall import DeskPage
from bot.gateway.parts import Parts
from bot.handoff import frames
from bot.records import chat_marks, conversations, serving
from bot.records.agent_sessions import Session
from bot.records.handoffs import Stepped
from bot.records.lines import Line
from bot.signals import changes
from bot.signals.wakeups import CONVERSATIONS


async def claim(parts: Parts, page: DeskPage, frame: frames.Claim) -> dict[str, Any]:
    joined = words.agent_joined(page.agent.name)
    stepped = await write(parts, page, serving.claim, frame.conversation_id, words=joined)
    parts.desk.stepped(stepped)
    return await open_chat(parts, page, frame.conversation_id, from_seq=first_seq(stepped))


def first_seq(stepped: Stepped) -> int | None:
    return stepped.messages[0].seq if stepped.messages else None


async def open_chat(
    parts: Parts, page: DeskPage, conversation_id: str, *, from_seq: int | None = None
) -> dict[str, Any]:
    """The dossier of a conversation whose messages come to this page from now on: the seat is taken before it is read."""
    if conversation_id not in page.seats:
        if from_seq is None:
            from_seq = await parts.database.read(_next_seq, conversation_id)
        if parts.desk.hall.seat(page, conversation_id, from_seq - 1):
            parts.wakeup.mark(conversation_id)
    return await dossiers.read(parts, conversation_id)


def _next_seq(connection: Connection, conversation_id: str) -> int:
    return conversations.get(connection, conversation_id).next_seq


async def send(parts: Parts, page: DeskPage, frame: frames.AgentSend) -> dict[str, Any]:
    text = checked(frame.text or None)
    if text is None and frame.upload_id is None and frame.card is None:
        raise InvalidFrame("neither text nor picture nor card")
    card = None if frame.card is None else await cards.made(parts, page, frame.conversation_id, frame.card)
    line = Line(
        role="agent",
        agent=page.agent.name,
        text=text if text is not None or card is None else cards.in_words(card),
        cards=(card,) if card else (),
        client_id=frame.key,
        shown_id=frame.id,
    )
    seq, stepped = await write(parts, page, _send_line, frame.conversation_id, line, frame.upload_id)
    parts.announcer.said(stepped.messages)
    return {"seq": seq}


def _send_line(
    connection: Connection, session: Session, conversation_id: str, line: Line, upload_id: str | None, *, now_ms: int
) -> tuple[int, Stepped]:
    return serving.send(connection, session, conversation_id, line, upload_id=upload_id, now_ms=now_ms)


async def typing(parts: Parts, page: DeskPage, frame: frames.AgentTyping) -> None:
    if holds(parts, page, frame.conversation_id):
        parts.rooms.typing(frame.conversation_id, "agent")
        _publish(parts, changes.Change(conversation_id=frame.conversation_id, kind=changes.TYPING, role="agent"))


async def seen(parts: Parts, page: DeskPage, frame: frames.AgentSeen) -> None:
    if not holds(parts, page, frame.conversation_id):
        return
    with suppress(NotHolder):  # just given away, which the picture does not show yet
        await _mark_seen(parts, page, frame)


async def _mark_seen(parts: Parts, page: DeskPage, frame: frames.AgentSeen) -> None:
    if await write(parts, page, chat_marks.seen, frame.conversation_id, frame.seq):
        parts.rooms.seen(frame.conversation_id, "agent", frame.seq)
        change = changes.Change(conversation_id=frame.conversation_id, kind=changes.SEEN, role="agent", seq=frame.seq)
        _publish(parts, change)
        parts.desk.ring()


def _publish(parts: Parts, change: changes.Change) -> None:
    named = changes.Change(
        conversation_id=change.conversation_id, seq=change.seq, kind=change.kind, role=change.role,
        sender=parts.desk.name,
    )  # fmt: skip
    parts.background.start(parts.signals.publish(CONVERSATIONS, named.encoded()))


async def suggest(parts: Parts, page: DeskPage, frame: frames.Suggest) -> dict[str, Any]:
    if not holds(parts, page, frame.conversation_id) and not page.agent.supervises:
        raise NotFound("it is not yours")
    return {"suggestions": await dossiers.suggestions(parts, frame.conversation_id)}
