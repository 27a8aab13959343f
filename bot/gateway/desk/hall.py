"""The desk's open sockets on this gateway: whose they are, and which conversations each of them shows. It reads nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.conversation.message import Message
from bot.gateway.desk.seats import DeskSeat
from bot.gateway.outbox import Outbox
from bot.gateway.rooms import Rooms
from bot.handoff.agent import Agent

CLOSE_SIGNED_OUT = 4401


@dataclass(slots=True, eq=False)
class DeskPage:
    """One socket of one agent. `watched` are conversations that a supervisor looks at without holding them."""

    agent: Agent
    session: str  # its token's hash
    outbox: Outbox
    live: bool = False  # it has its snapshot: what changes is told
    watched: set[str] = field(default_factory=set)
    seats: dict[str, DeskSeat] = field(default_factory=dict)

    def tell(self, frame: dict[str, Any]) -> None:
        self.hand(orjson.dumps(frame))

    def hand(self, frame: bytes) -> None:
        """A frame that was encoded for many pages."""
        self.outbox.offer(frame)


class Hall:
    """`encode` makes the desk's frame of a message."""

    def __init__(self, rooms: Rooms, encode: Callable[[Message], bytes]) -> None:
        self._rooms = rooms
        self._encode = encode
        self._pages: set[DeskPage] = set()

    def __iter__(self) -> Iterator[DeskPage]:
        return iter(tuple(self._pages))

    def __len__(self) -> int:
        return len(self._pages)

    def live(self) -> list[DeskPage]:
        return [page for page in self._pages if page.live]

    def enter(self, page: DeskPage) -> None:
        self._pages.add(page)

    def leave(self, page: DeskPage) -> None:
        self._pages.discard(page)
        for conversation_id in tuple(page.seats):
            self.unseat(page, conversation_id)

    def of(self, agent: str) -> list[DeskPage]:
        return [page for page in self._pages if page.live and page.agent.name == agent]

    def sockets(self) -> dict[str, int]:
        """{agent: how many sockets of hers are open here}."""
        return dict(Counter(page.agent.name for page in self._pages))

    def seat(self, page: DeskPage, conversation_id: str, sent_seq: int) -> bool:
        """Show this conversation on the page, from the message after `sent_seq` on; False when it does already."""
        if conversation_id in page.seats:
            return False
        seat = DeskSeat(conversation_id=conversation_id, outbox=page.outbox, sent_seq=sent_seq, encode=self._encode)
        page.seats[conversation_id] = seat
        self._rooms.join(seat)
        return True

    def unseat(self, page: DeskPage, conversation_id: str) -> None:
        seat = page.seats.pop(conversation_id, None)
        if seat is not None:
            self._rooms.leave(seat)

    def shown(self) -> set[str]:
        """The conversations that some page here shows."""
        return {conversation_id for page in self._pages for conversation_id in page.seats}

    def viewers(self, conversation_id: str) -> list[DeskPage]:
        """The pages that show it."""
        return [page for page in self._pages if conversation_id in page.seats]

    def close_sessions(self, sessions: Iterable[str]) -> None:
        ended = set(sessions)
        for page in self:
            if page.session in ended:
                page.tell({"type": "error", "code": "unauthorised", "message": ""})
                page.outbox.close(CLOSE_SIGNED_OUT)
