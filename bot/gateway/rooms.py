"""Which sockets hold which conversation, and how far each was told. Delivers committed messages in seq order, each once.

It reads nothing: whoever calls it has read the record. Delivery is idempotent by seq, so callers may overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.conversation.frames import Error
from bot.conversation.message import Message
from bot.gateway import standing as shown
from bot.gateway.outbox import Outbox
from bot.records.standings import Standing

CLOSE_BAD_TOKEN = 4401


@dataclass(slots=True, eq=False)
class Seat:
    """One live socket: `sent_seq` is the last message that it was given, `epoch` the newest holder that it knows."""

    conversation_id: str
    outbox: Outbox
    sent_seq: int
    standing: Standing

    def give(self, message: Message, frame: bytes) -> bool:
        """False when a message between is missing; an old one is skipped."""
        if message.seq <= self.sent_seq:
            return True
        if message.seq != self.sent_seq + 1:
            return False
        self.sent_seq = message.seq
        self.outbox.offer(frame)
        return True

    def learn(self, standing: Standing) -> None:
        if standing.epoch <= self.standing.epoch:
            return
        before, self.standing = shown.state(self.standing), standing
        if (now := shown.state(standing)) != before:
            self.outbox.offer(now.encoded())


@dataclass(slots=True)
class Room:
    seats: set[Seat] = field(default_factory=set)

    @property
    def lowest_seq(self) -> int:
        return min(seat.sent_seq for seat in self.seats)


class Rooms:
    """`encode` makes a message's frame; it runs once per message, however many sockets get it."""

    def __init__(self, encode: Callable[[Message], bytes]) -> None:
        self._encode = encode
        self._rooms: dict[str, Room] = {}

    def join(self, seat: Seat) -> None:
        self._rooms.setdefault(seat.conversation_id, Room()).seats.add(seat)

    def leave(self, seat: Seat) -> None:
        room = self._rooms.get(seat.conversation_id)
        if room is not None:
            room.seats.discard(seat)
            if not room.seats:
                del self._rooms[seat.conversation_id]

    def holds(self, conversation_id: str) -> bool:
        return conversation_id in self._rooms

    def held(self, conversation_ids: Iterable[str] | None = None) -> dict[str, int]:
        """{conversation: the lowest seq that one of its sockets was given}, of those asked for (None: of all)."""
        wanted = self._rooms if conversation_ids is None else conversation_ids
        return {key: self._rooms[key].lowest_seq for key in wanted if key in self._rooms}

    def deliver(self, messages: Iterable[Message]) -> set[str]:
        """Give each message to the sockets that lack it; returns conversations where one between is missing."""
        gaps: set[str] = set()
        for message in messages:
            room = self._rooms.get(message.conversation_id)
            if room is None:
                continue
            frame = self._encode(message)
            for seat in tuple(room.seats):
                if not seat.give(message, frame):
                    gaps.add(message.conversation_id)
        return gaps

    def learn(self, conversation_id: str, standing: Standing) -> None:
        for seat in self._seats(conversation_id):
            seat.learn(standing)

    def tell(self, conversation_id: str, frame: bytes, *, but: Seat | None = None) -> None:
        """A frame that is no message, to all sockets of a conversation (except one)."""
        for seat in self._seats(conversation_id):
            if seat is not but:
                seat.outbox.offer(frame)

    def close(self, conversation_id: str, error: Error) -> None:
        """The conversation is no more: say so and close its sockets; their token opens nothing any longer."""
        for seat in self._seats(conversation_id):
            seat.outbox.offer(error.encoded())
            seat.outbox.close(CLOSE_BAD_TOKEN)
            self.leave(seat)

    def _seats(self, conversation_id: str) -> tuple[Seat, ...]:
        room = self._rooms.get(conversation_id)
        return tuple(room.seats) if room else ()
