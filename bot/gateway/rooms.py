"""Which sockets hold which conversation, and how far each was told. Delivers committed messages in seq order, each once.

It reads nothing: whoever calls it has read the record. Delivery is idempotent by seq, so callers may overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.conversation.frames import Error, SeenShown, TypingShown
from bot.conversation.message import Message
from bot.gateway import standing as shown
from bot.gateway.outbox import Outbox
from bot.handoff.places import Place
from bot.records.standings import Standing

CLOSE_BAD_TOKEN = 4401


@dataclass(slots=True, eq=False)
class Seat:
    """A shopper's live socket: `sent_seq` is the last message that it was given, `standing` the newest that it knows."""

    conversation_id: str
    outbox: Outbox
    sent_seq: int
    standing: Standing
    place: Place | None = None
    customer_id: str | None = None

    def give(self, message: Message, frame: bytes) -> bool:
        """False when a message between is missing; an old one is skipped."""
        if message.seq <= self.sent_seq:
            return True
        if message.seq != self.sent_seq + 1:
            return False
        self.sent_seq = message.seq
        self.outbox.offer(frame)
        return True

    @property
    def waits(self) -> bool:
        return self.standing.holder == "queue"

    def learn(self, standing: Standing, place: Place | None) -> None:
        if standing.epoch > self.standing.epoch:
            self._show(standing, place)

    def learn_place(self, place: Place) -> None:
        if self.standing.holder == "queue" and place != self.place:
            self._show(self.standing, place)

    def _show(self, standing: Standing, place: Place | None) -> None:
        before = shown.state(self.standing, self.place)
        self.standing, self.place = standing, place
        if (now := shown.state(standing, place)) != before:
            self.outbox.offer(now.encoded())

    def show_typing(self, role: str) -> None:
        if role != "shopper":
            self.outbox.offer(TypingShown(role=role).encoded())

    def show_seen(self, role: str, seq: int) -> None:
        self.outbox.offer(SeenShown(role=role, seq=seq).encoded())

    def end(self, error: Error) -> None:
        """The conversation is no more: its token opens nothing any longer."""
        self.outbox.offer(error.encoded())
        self.outbox.close(CLOSE_BAD_TOKEN)


class AnySeat(Protocol):
    """What sits in a room: a shopper's socket, or an agent's view of the conversation (bot.gateway.desk.seats)."""

    conversation_id: str
    sent_seq: int

    @property
    def waits(self) -> bool: ...
    def give(self, message: Message, frame: bytes) -> bool: ...
    def learn(self, standing: Standing, place: Place | None) -> None: ...
    def learn_place(self, place: Place) -> None: ...
    def show_typing(self, role: str) -> None: ...
    def show_seen(self, role: str, seq: int) -> None: ...
    def end(self, error: Error) -> None: ...


@dataclass(slots=True)
class Room:
    seats: set[AnySeat] = field(default_factory=set)
    epoch: int = -1  # of the newest standing that was told here

    @property
    def lowest_seq(self) -> int:
        return min(seat.sent_seq for seat in self.seats)


class Rooms:
    """`encode` makes a message's frame; it runs once per message, however many sockets get it."""

    def __init__(self, encode: Callable[[Message], bytes]) -> None:
        self._encode = encode
        self._rooms: dict[str, Room] = {}

    def join(self, seat: AnySeat) -> None:
        self._rooms.setdefault(seat.conversation_id, Room()).seats.add(seat)

    def leave(self, seat: AnySeat) -> None:
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

    def epochs(self, conversation_ids: Iterable[str]) -> dict[str, int]:
        """The newest epoch that was told, of those that are held here; -1 for none yet."""
        return {key: self._rooms[key].epoch for key in conversation_ids if key in self._rooms}

    def learn(self, conversation_id: str, standing: Standing, place: Place | None = None) -> None:
        if conversation_id in self._rooms:
            self._rooms[conversation_id].epoch = standing.epoch
        for seat in self._seats(conversation_id):
            seat.learn(standing, place)

    def learn_places(self, places: Mapping[str, Place]) -> None:
        """Everybody here who waits hears where she stands, if it is another place than before."""
        for conversation_id in places.keys() & self._rooms.keys():
            for seat in self._seats(conversation_id):
                seat.learn_place(places[conversation_id])

    def any_waits(self) -> bool:
        """Whether a shopper who waits for a person has a socket here."""
        return any(seat.waits for room in self._rooms.values() for seat in room.seats)

    def typing(self, conversation_id: str, role: str) -> None:
        for seat in self._seats(conversation_id):
            seat.show_typing(role)

    def seen(self, conversation_id: str, role: str, seq: int, *, but: AnySeat | None = None) -> None:
        for seat in self._seats(conversation_id):
            if seat is not but:
                seat.show_seen(role, seq)

    def close(self, conversation_id: str, error: Error) -> None:
        """The conversation is no more: say so and close its sockets; their token opens nothing any longer."""
        for seat in self._seats(conversation_id):
            seat.end(error)
            self.leave(seat)

    def _seats(self, conversation_id: str) -> tuple[AnySeat, ...]:
        room = self._rooms.get(conversation_id)
        return tuple(room.seats) if room else ()
