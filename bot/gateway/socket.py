"""The shopper's socket as a state machine: greeting → live → closed. Each text is read, counted and answered in order.

What a frame does lies in shopper.py; what travels out lies in outbox.py.
"""

from __future__ import annotations

import asyncio
import enum
from dataclasses import dataclass

import structlog
from aiohttp import WSMsgType
from sqlalchemy.engine import Connection

from bot.clock import steady_ms
from bot.conversation.conversation import Conversation
from bot.conversation.frames import AnyClientFrame, BadFrame, Error, Hello, read_frame
from bot.conversation.message import Message
from bot.errors import Unauthorised, XiaonuanError
from bot.gateway import shopper, words
from bot.gateway import standing as shown
from bot.gateway.inbox import Inbox
from bot.gateway.message_frames import encode
from bot.gateway.parts import Parts
from bot.gateway.rest import Spoken
from bot.gateway.rooms import CLOSE_BAD_TOKEN, Seat
from bot.gateway.wire import ChatWebSocket
from bot.handoff.places import Place
from bot.records import conversations, queue_places, ratings
from bot.records import messages as message_records
from bot.records.standings import Standing

HELLO_WITHIN_S = 10.0
CLOSE_NO_HELLO = 4408
CLOSE_TRY_LATER = 1013
_PAGE = 500
_FAULTS_BEFORE_HELLO = 20

_log = structlog.get_logger("gateway")


class Phase(enum.Enum):
    GREETING = "greeting"
    LIVE = "live"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the record says to a hello: the token's conversation, its messages after the seq that she holds (one page)."""

    conversation: Conversation
    standing: Standing
    place: Place | None
    page: list[Message]
    stale: bool  # the token's use is to be noted


def enter(connection: Connection, token: str, last_seq: int, now_ms: int) -> Entry:
    """Raises Unauthorised."""
    conversation = conversations.by_token(connection, token, now_ms=now_ms)
    waits = conversation.holder == "queue"
    rate = conversation.holder == "nobody" and ratings.is_wanted(connection, conversation.id, conversation.next_seq)
    return Entry(
        conversation=conversation,
        standing=Standing.of(conversation, rate=rate),
        place=queue_places.read(connection).get(conversation.id) if waits else None,
        page=message_records.after(connection, conversation.id, last_seq, limit=_PAGE) if last_seq >= 0 else [],
        stale=conversations.token_is_stale(connection, token, now_ms=now_ms),
    )


class ShopperSocket:
    """One connection from its upgrade to its end."""

    __slots__ = ("_faults", "_inbox", "_parts", "_phase", "_seat", "_ws", "outbox")

    def __init__(self, parts: Parts, ws: ChatWebSocket, transport: asyncio.BaseTransport | None) -> None:
        self._parts = parts
        self._ws = ws
        self._inbox = Inbox(ws, transport)
        self.outbox = self._inbox.outbox
        self._phase = Phase.GREETING
        self._seat: Seat | None = None
        self._faults = 0

    async def run(self) -> None:
        """Returns when the connection has ended, for whatever reason."""
        deadline = asyncio.get_running_loop().call_later(HELLO_WITHIN_S, self._hello_too_late)
        try:
            while (message := await self._inbox.next()) is not None:
                await self._hear(message.data if message.type is WSMsgType.TEXT else None)
                if self._phase is not Phase.GREETING:
                    deadline.cancel()
        finally:
            deadline.cancel()
            self._phase = Phase.CLOSED
            if self._seat is not None:
                self._parts.rooms.leave(self._seat)
        await self._inbox.end()

    def _hello_too_late(self) -> None:
        if self._phase is Phase.GREETING:
            self._error(Error(code="unauthorised", message=words.HELLO_TOO_LATE))
            self._close(CLOSE_NO_HELLO)

    async def _hear(self, text: str | None) -> None:
        frame_id: str | None = None
        try:
            if text is None:
                raise BadFrame("bytes are no frame")
            frame = read_frame(text)
            frame_id = frame.id
            await self._take(frame)
        except BadFrame as error:
            await self._fault(error)
        except XiaonuanError as error:
            self._tell(error, frame_id)
        except Spoken as spoken:
            self._error(_error(spoken.error.code, frame_id, message=spoken.words))
        except Exception:
            _log.exception("socket.failed", phase=self._phase.value)
            self._tell(XiaonuanError(), frame_id)

    async def _take(self, frame: AnyClientFrame) -> None:
        if self._seat is None:
            if not isinstance(frame, Hello):
                self._count_fault()
                self._error(_error("invalid_frame", frame.id, message=words.HELLO_FIRST))
                return
            await self._greet(frame)
            return
        if not self._within_rate(frame.id):
            return
        self._parts.metrics.frames.labels(type(frame).__name__).inc()
        answer = await shopper.answer(self._parts, self._seat, frame)
        if answer is not None:
            self.outbox.offer(answer.encoded())

    async def _fault(self, fault: BadFrame) -> None:
        if self._seat is None:
            self._count_fault()
        elif not self._within_rate(fault.frame_id):
            return
        self._error(_error("invalid_frame", fault.frame_id))

    def _count_fault(self) -> None:
        self._faults += 1
        if self._faults >= _FAULTS_BEFORE_HELLO:
            self._close(CLOSE_BAD_TOKEN)

    def _within_rate(self, frame_id: str | None) -> bool:
        assert self._seat is not None
        wait_s = self._parts.limits.frames.take(self._seat.conversation_id)
        if wait_s:
            self._error(_error("rate_limited", frame_id, retry_after_s=wait_s))
        return not wait_s

    async def _greet(self, hello: Hello) -> None:
        try:
            entry, sent_seq = await self._catch_up(hello)
        except Unauthorised as error:
            self._tell(error, hello.id)
            self._close(CLOSE_BAD_TOKEN)
            return
        except XiaonuanError as error:
            self._tell(error, hello.id)
            self._close(CLOSE_TRY_LATER)
            return
        if self.outbox.shut:
            return
        seat = Seat(
            conversation_id=entry.conversation.id,
            outbox=self.outbox,
            sent_seq=sent_seq,
            standing=entry.standing,
            place=entry.place,
            customer_id=entry.conversation.customer_id,
        )
        self._seat, self._phase = seat, Phase.LIVE
        self._parts.rooms.join(seat)
        # What was committed between the reading and the joining reached nobody: read once more.
        self._parts.wakeup.mark(entry.conversation.id)

    async def _catch_up(self, hello: Hello) -> tuple[Entry, int]:
        """Send `welcome` and all messages that she lacks; returns the last seq sent."""
        database, now_ms = self._parts.database, steady_ms()
        last_seq = min(hello.last_seq, 2**31)
        entry = await database.read(enter, hello.token, last_seq, now_ms)
        conversation, page = entry.conversation, entry.page
        if entry.stale:
            await database.write_soft(conversations.touch_token, hello.token, now_ms=now_ms)
        zone = self._parts.settings.timezone.key
        self.outbox.offer(shown.welcome(conversation, entry.standing, entry.place, timezone=zone).encoded())
        sent_seq = min(last_seq, conversation.next_seq - 1)
        while page:
            for message in page:
                self.outbox.offer(encode(message, self._parts.image_urls))
            sent_seq = page[-1].seq
            if len(page) < _PAGE:
                break
            await self.outbox.drained()
            page = await database.read(message_records.after, conversation.id, sent_seq, limit=_PAGE)
        return entry, sent_seq

    def _tell(self, error: XiaonuanError, frame_id: str | None) -> None:
        self._error(_error(error.code, frame_id, retry_after_s=error.retry_after_s))

    def _error(self, error: Error) -> None:
        self._parts.metrics.errors.labels(error.code).inc()
        self.outbox.offer(error.encoded())

    def _close(self, code: int) -> None:
        self._phase = Phase.CLOSED
        self.outbox.close(code)


def _error(code: str, frame_id: str | None, *, message: str = "", retry_after_s: float | None = None) -> Error:
    extras: dict[str, object] = {}
    if frame_id is not None:
        extras["id"] = frame_id
    if retry_after_s is not None:
        extras["retry_after_s"] = round(retry_after_s, 3)
    return Error(code=code, message=message or words.of_error(code), **extras)  # type: ignore[arg-type]
