"""What each frame of a shopper does, once she has said a valid hello. Raises the project's errors; writes no frames but
answers, and knows nothing of how they travel.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import NoReturn

from bot.clock import steady_ms
from bot.conversation import frames
from bot.conversation.frames import Ack, AnyClientFrame, Pong, ServerFrame
from bot.errors import Closed, InvalidButton, InvalidFrame, KeptOut, NotFound, RatedAlready, TooLong
from bot.gateway import words
from bot.gateway.parts import Parts
from bot.gateway.rest import Spoken
from bot.gateway.rooms import Seat
from bot.records import conversations, incoming, leaving, ratings
from bot.records.incoming import Accepted, Incoming
from bot.text.admissible import fault_in


async def answer(parts: Parts, seat: Seat, frame: AnyClientFrame) -> ServerFrame | None:
    """The frame's answer, None where the protocol has none. Raises XiaonuanError."""
    if isinstance(frame, (frames.Send, frames.Click, frames.AskHuman)):
        return await _say(parts, seat, frame)
    if isinstance(frame, frames.Rate):
        return await _rate(parts, seat, frame)
    if isinstance(frame, frames.Typing):
        await _typing(parts, seat)
        return None
    if isinstance(frame, frames.Seen):
        await _seen(parts, seat, frame.seq)
        return None
    if isinstance(frame, frames.Leave):
        await _leave(parts, seat)
        return None
    if isinstance(frame, frames.Ping):
        return Pong(id=frame.id) if frame.id else Pong()
    raise InvalidFrame("hello comes once")


async def _say(parts: Parts, seat: Seat, frame: frames.Send | frames.Click | frames.AskHuman) -> Ack:
    said = incoming_of(seat.conversation_id, frame)
    if not isinstance(frame, frames.Send):
        asked = await parts.hours.asked_by(seat.customer_id)
        said = replace(said, asked=replace(asked, words=said.reason) if asked and said.reason else asked)
    started_s = time.perf_counter()
    try:
        accepted = await accept(parts, said)
    except KeptOut as error:
        raise Spoken(error, words.BLOCKED) from error
    except NotFound:
        if said.upload_id is None:
            _erased()
        raise
    parts.metrics.accepted_s.observe(time.perf_counter() - started_s)
    assert frame.id is not None
    return Ack(id=frame.id, seq=accepted.seq)


async def accept(parts: Parts, said: Incoming) -> Accepted:
    """Commit it, then tell everybody. Raises as bot.records.incoming.accept."""
    deadline_ms = int(parts.settings.turn_deadline_s * 1000)
    accepted = await parts.database.write_short(incoming.accept, said, now_ms=steady_ms(), turn_deadline_ms=deadline_ms)
    await announce(parts, said.conversation_id, accepted)
    return accepted


async def announce(parts: Parts, conversation_id: str, accepted: Accepted) -> None:
    if accepted.begin_ms is not None:
        parts.announcer.timers.set(conversation_id, accepted.begin_ms)  # first: the signal to the workers leads
    if accepted.message is not None:
        parts.announcer.said((accepted.message,))
    if accepted.reopened or accepted.queued:
        parts.announcer.holder_changed(conversation_id)
    if accepted.queued:
        parts.desk.ring()


def incoming_of(conversation_id: str, frame: frames.Send | frames.Click | frames.AskHuman) -> Incoming:
    """What the frame says, checked. Raises InvalidFrame, TooLong or InvalidButton."""
    key, spelled = frame.key, frame.id
    if isinstance(frame, frames.Click):
        if not frames.in_range(frame.message_seq):
            raise InvalidButton("no message has that seq")
        click = (frame.message_seq, frame.button)
        return Incoming(conversation_id=conversation_id, client_id=key, shown_id=spelled, click=click, at_once=True)
    if isinstance(frame, frames.AskHuman):
        reason = _reason(frame.reason or None)
        return Incoming(
            conversation_id=conversation_id, client_id=key, shown_id=spelled, human=True, reason=reason, at_once=True
        )
    about = _about(frame.about)
    alone = about is not None or frame.upload_id is not None
    text = None if alone and not frame.text else frame.text
    if text is None and not alone:
        raise InvalidFrame("neither text nor upload nor about")
    return Incoming(
        conversation_id=conversation_id,
        client_id=key,
        shown_id=spelled,
        text=_checked(text),
        about=about,
        upload_id=_checked(frame.upload_id),
        at_once=frame.final,
    )


def _about(about: frames.About | None) -> dict[str, str] | None:
    if about is None:
        return None
    named = about.named()
    if len(named) != 1:
        raise InvalidFrame("about names one product or one order")
    for value in named.values():
        _checked(value)
    return named


def _reason(text: str | None) -> str | None:
    """Checked like a text, and by its own limit, which is what she is told."""
    longest = frames.REASON_CODE_POINTS
    if text is not None and len(text) > longest and fault_in(text) != "invalid_frame":
        raise Spoken(TooLong("the reason is too long"), words.reason_too_long(longest))
    return _checked(text)


def _checked(text: str | None) -> str | None:
    if text is None:
        return None
    fault = fault_in(text)
    if fault == "too_long":
        raise TooLong("the text is too long")
    if fault is not None:
        raise InvalidFrame("there is nothing to read in the text")
    return text


async def _rate(parts: Parts, seat: Seat, frame: frames.Rate) -> Ack:
    rating = ratings.Rating(
        client_id=frame.key,
        score=frame.score,
        factors=tuple(factor for factor in frame.factors if _checked(factor)),
        comment=_checked(frame.comment or None),
    )
    try:
        await parts.database.write(ratings.add, seat.conversation_id, rating, now_ms=steady_ms())
    except RatedAlready as error:
        raise Spoken(error, words.RATED_BEFORE) from error
    except NotFound:
        _erased()
    assert frame.id is not None
    return Ack(id=frame.id)


async def _typing(parts: Parts, seat: Seat) -> None:
    timers = parts.announcer.timers
    if timers.waits(seat.conversation_id) or parts.settings.gateways > 1:
        begin_ms = await parts.database.write_soft(incoming.typing, seat.conversation_id, now_ms=steady_ms())
        if begin_ms is not None:
            timers.set(seat.conversation_id, begin_ms)
    parts.announcer.typing(seat.conversation_id)


async def _seen(parts: Parts, seat: Seat, seq: int) -> None:
    if not frames.in_range(seq) or seq > seat.sent_seq:
        return
    if await parts.database.write_soft(conversations.seen_by_shopper, seat.conversation_id, seq):
        parts.announcer.seen(seat, seq)


async def _leave(parts: Parts, seat: Seat) -> None:
    if await parts.database.write(leaving.leave, seat.conversation_id, now_ms=steady_ms()):
        parts.announcer.holder_changed(seat.conversation_id)
        parts.desk.ring()


def _erased() -> NoReturn:
    raise Closed("the conversation was erased") from None
