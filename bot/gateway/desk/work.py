"""What each frame of an agent does. Each is one transaction that first proves her session; who may do what lies in
bot.records.serving. Raises the project's errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy.engine import Connection

from bot.clock import steady_ms
from bot.errors import InvalidFrame, NotFound, TooLong
from bot.gateway import words
from bot.gateway.desk import cards, deciding, dossiers, supervising
from bot.gateway.desk.hall import DeskPage
from bot.gateway.desk.keeper import may_see_waiting
from bot.gateway.parts import Parts
from bot.handoff import frames
from bot.handoff.frames import AnyDeskFrame
from bot.records import agent_sessions, agents, audit, chat_marks, conversations, notes, serving
from bot.records.agent_sessions import Session
from bot.records.handoffs import Stepped
from bot.records.lines import Line
from bot.records.serving import Target
from bot.signals import changes
from bot.signals.wakeups import CONVERSATIONS
from bot.text.admissible import fault_in

__all__ = ["answer", "may_see_waiting"]

T = TypeVar("T")
Handler = Callable[[Parts, DeskPage, Any], Awaitable[dict[str, Any] | None]]


async def answer(parts: Parts, page: DeskPage, frame: AnyDeskFrame) -> dict[str, Any] | None:
    """The frame's ack, None where there is none."""
    handler = _HANDLERS[type(frame)]
    found = await handler(parts, page, frame)
    if found is None:
        return None
    return {"type": "ack", "id": frame.id, **found}


async def write(parts: Parts, page: DeskPage, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run `work(connection, session, …, now_ms=…)` as a transaction in this page's name."""
    return await parts.database.write(_in_her_name, page.session, work, args, kwargs)


def _in_her_name(
    connection: Connection, token_hash: str, work: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> T:
    now_ms = steady_ms()
    session = agent_sessions.acting(connection, token_hash, now_ms=now_ms)
    return work(connection, session, *args, now_ms=now_ms, **kwargs)


async def _status(parts: Parts, page: DeskPage, frame: frames.Status) -> dict[str, Any]:
    await write(parts, page, _set_status, frame.value)
    parts.desk.ring()
    return {}


def _set_status(connection: Connection, session: Session, value: str, *, now_ms: int) -> None:
    agents.set_status(connection, session.agent.name, value, now_ms=now_ms)
    audit.add(connection, session, "status", target=value, now_ms=now_ms)


async def _claim(parts: Parts, page: DeskPage, frame: frames.Claim) -> dict[str, Any]:
    joined = words.agent_joined(page.agent.name)
    stepped = await write(parts, page, serving.claim, frame.conversation_id, words=joined)
    parts.desk.stepped(stepped)
    return await open_chat(parts, page, frame.conversation_id, from_seq=_first(stepped))


def _first(stepped: Stepped) -> int | None:
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


async def _send(parts: Parts, page: DeskPage, frame: frames.AgentSend) -> dict[str, Any]:
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


def checked(text: str | None) -> str | None:
    if text is None:
        return None
    fault = fault_in(text)
    if fault == "too_long":
        raise TooLong("the text is too long")
    if fault is not None:
        raise InvalidFrame("there is nothing to read in the text")
    return text


async def _note(parts: Parts, page: DeskPage, frame: frames.Note) -> dict[str, Any]:
    checked(frame.text)
    note = await write(parts, page, _add_note, frame.conversation_id, "note", frame.text, frame.key)
    parts.desk.noted(note)
    return {"note": note.as_json()}


def _add_note(
    connection: Connection, session: Session, conversation_id: str, kind: str, text: str, key: str, *, now_ms: int
) -> notes.Note:
    serving.may_touch(connection, session, conversation_id)
    audit.add(connection, session, kind, conversation_id=conversation_id, now_ms=now_ms)
    return notes.add(
        connection, conversation_id, kind=kind, text=text, agent=session.agent.name, note_id=key, now_ms=now_ms
    )


async def _tag(parts: Parts, page: DeskPage, frame: frames.Tags) -> dict[str, Any]:
    for tag in frame.tags:
        checked(tag)
    await write(parts, page, chat_marks.set_tags, frame.conversation_id, tuple(frame.tags))
    parts.desk.ring()
    return {}


async def _transfer(parts: Parts, page: DeskPage, frame: frames.Transfer) -> dict[str, Any]:
    stepped = await write(
        parts, page, serving.transfer, frame.conversation_id, target(frame.to), reason=frame.reason,
        words=words.AGENT_PASSES_ON,
    )  # fmt: skip
    parts.desk.stepped(stepped)
    return {}


def target(to: frames.TransferTo) -> Target:
    if (to.agent is None) == (to.skill is None):
        raise InvalidFrame("name one agent or one skill")
    return Target(agent=to.agent, skill=to.skill)


async def _hand_back(parts: Parts, page: DeskPage, frame: frames.HandBack) -> dict[str, Any]:
    stepped = await write(
        parts, page, serving.hand_back, frame.conversation_id, summary=checked(frame.summary or None),
        words=words.agent_hands_back(page.agent.name), deadline_ms=int(parts.settings.turn_deadline_s * 1000),
    )  # fmt: skip
    parts.desk.stepped(stepped)
    return {}


async def _resolve(parts: Parts, page: DeskPage, frame: frames.Resolve) -> dict[str, Any]:
    stepped = await write(
        parts, page, serving.resolve, frame.conversation_id, outcome=frame.outcome, note=checked(frame.note or None),
        words=words.agent_resolves(page.agent.name),
    )  # fmt: skip
    parts.desk.stepped(stepped)
    return {}


async def _typing(parts: Parts, page: DeskPage, frame: frames.AgentTyping) -> None:
    if holds(parts, page, frame.conversation_id):
        parts.rooms.typing(frame.conversation_id, "agent")
        _publish(parts, changes.Change(conversation_id=frame.conversation_id, kind=changes.TYPING, role="agent"))


async def _seen(parts: Parts, page: DeskPage, frame: frames.AgentSeen) -> None:
    if not holds(parts, page, frame.conversation_id):
        return
    if await write(parts, page, chat_marks.seen, frame.conversation_id, frame.seq):
        parts.rooms.seen(frame.conversation_id, "agent", frame.seq)
        change = changes.Change(conversation_id=frame.conversation_id, kind=changes.SEEN, role="agent", seq=frame.seq)
        _publish(parts, change)
        parts.desk.ring()


def holds(parts: Parts, page: DeskPage, conversation_id: str) -> bool:
    """By this gateway's newest picture: for what is shown and not stored."""
    chat = parts.desk.keeper.board.chats.get(conversation_id)
    return chat is not None and chat.state == "assigned" and chat.agent == page.agent.name


def _publish(parts: Parts, change: changes.Change) -> None:
    named = changes.Change(
        conversation_id=change.conversation_id, seq=change.seq, kind=change.kind, role=change.role,
        sender=parts.desk.name,
    )  # fmt: skip
    parts.background.start(parts.signals.publish(CONVERSATIONS, named.encoded()))


async def _ping(_parts: Parts, page: DeskPage, frame: frames.DeskPing) -> None:
    page.tell({"type": "pong", "id": frame.id} if frame.id else {"type": "pong"})


async def _watch(parts: Parts, page: DeskPage, frame: frames.Watch) -> dict[str, Any]:
    supervising.need(page)
    if not frame.on:
        page.watched.discard(frame.conversation_id)
        if not holds(parts, page, frame.conversation_id):
            parts.desk.hall.unseat(page, frame.conversation_id)
        return {}
    await write(parts, page, supervising.log_watch, frame.conversation_id)
    page.watched.add(frame.conversation_id)
    return await open_chat(parts, page, frame.conversation_id)


async def _whisper(parts: Parts, page: DeskPage, frame: frames.Whisper) -> dict[str, Any]:
    supervising.need(page)
    checked(frame.text)
    note = await write(parts, page, _add_note, frame.conversation_id, "whisper", frame.text, frame.key)
    parts.desk.noted(note)
    return {"note": note.as_json()}


async def _take_over(parts: Parts, page: DeskPage, frame: frames.TakeOver) -> dict[str, Any]:
    supervising.need(page)
    joined = words.agent_joined(page.agent.name)
    stepped = await write(parts, page, serving.take_over, frame.conversation_id, words=joined)
    parts.desk.stepped(stepped)
    return await open_chat(parts, page, frame.conversation_id, from_seq=_first(stepped))


async def _reassign(parts: Parts, page: DeskPage, frame: frames.Reassign) -> dict[str, Any]:
    supervising.need(page)
    stepped = await write(
        parts, page, serving.reassign, frame.conversation_id, target(frame.to), reason=frame.reason or "",
        words=words.AGENT_PASSES_ON,
    )  # fmt: skip
    parts.desk.stepped(stepped)
    return {}


async def _force_status(parts: Parts, page: DeskPage, frame: frames.ForceStatus) -> dict[str, Any]:
    supervising.need(page)
    await write(parts, page, serving.force_status, frame.agent, frame.value)
    parts.desk.ring()
    return {}


async def _suggest(parts: Parts, page: DeskPage, frame: frames.Suggest) -> dict[str, Any]:
    if not holds(parts, page, frame.conversation_id) and not page.agent.supervises:
        raise NotFound("it is not yours")
    return {"suggestions": await dossiers.suggestions(parts, frame.conversation_id)}


async def _decide(parts: Parts, page: DeskPage, frame: frames.Approve | frames.Reject) -> dict[str, Any]:
    approve = isinstance(frame, frames.Approve)
    proposal, stepped = await write(parts, page, deciding.decide, frame.proposal_id, approve, frame.reason)
    parts.announcer.said(stepped.messages)
    parts.desk.decided(proposal)
    return {"proposal": proposal.as_json()}


_HANDLERS: dict[type[AnyDeskFrame], Handler] = {
    frames.Status: _status,
    frames.Claim: _claim,
    frames.AgentSend: _send,
    frames.Note: _note,
    frames.Tags: _tag,
    frames.Transfer: _transfer,
    frames.HandBack: _hand_back,
    frames.Resolve: _resolve,
    frames.Approve: _decide,
    frames.Reject: _decide,
    frames.Suggest: _suggest,
    frames.AgentTyping: _typing,
    frames.AgentSeen: _seen,
    frames.Watch: _watch,
    frames.Whisper: _whisper,
    frames.TakeOver: _take_over,
    frames.Reassign: _reassign,
    frames.ForceStatus: _force_status,
    frames.DeskPing: _ping,
}
