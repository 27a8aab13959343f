"""What happened elsewhere gets to the sockets here: by signals, and by asking the record when signals are not to be had.

All conversations that wait are read by conversation and seq in one query; while it runs, the next ones gather.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec
import structlog
from sqlalchemy.engine import Connection

from bot.conversation.frames import Error
from bot.conversation.message import Message, unpack
from bot.errors import Unavailable
from bot.gateway import words
from bot.gateway.rooms import Rooms
from bot.gateway.watchers import Watchers
from bot.handoff.places import Place
from bot.records import messages, queue_places, standings
from bot.records.database import Database
from bot.records.standings import Standing
from bot.signals import Signals, changes
from bot.signals.wakeups import CONVERSATIONS, DESK

POLL_S = 1.0
_ASK_ANYHOW_EVERY = 10  # polls: also a healthy Redis may drop a publication
_READ_AT_ONCE = 200  # conversations in one query: SQLite's expressions are at most 1,000 deep
_RETRY_S = 0.5

_log = structlog.get_logger("gateway")


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What the record holds beyond what was told. `standings` lacks conversations that are no more; `places` has those
    that have come into the queue."""

    asked: frozenset[str]
    standings: dict[str, Standing]
    messages: list[Message]
    places: dict[str, Place]


def read_news(connection: Connection, held: Mapping[str, int], epochs: Mapping[str, int]) -> News:
    """What is newer than {conversation id: seq} and {conversation id: epoch}, at most 2,000 messages of each 200."""
    found = standings.read(connection, held)
    queued = any(each.holder == "queue" and each.epoch > epochs.get(key, -1) for key, each in found.items())
    behind = [(key, seq) for key, seq in held.items() if key in found and found[key].next_seq > seq + 1]
    new: list[Message] = []
    for start in range(0, len(behind), _READ_AT_ONCE):
        new += messages.after_each(connection, dict(behind[start : start + _READ_AT_ONCE]))
    return News(
        asked=frozenset(held), standings=found, messages=new, places=queue_places.read(connection) if queued else {}
    )


class Wakeup:
    """`mark` a conversation, and its sockets soon hold all that the record holds."""

    def __init__(self, *, database: Database, signals: Signals, rooms: Rooms, watchers: Watchers, name: str) -> None:
        self._database = database
        self._signals = signals
        self._rooms = rooms
        self.watchers = watchers
        self._name = name
        self.desk_rung: Callable[[bytes], None] = lambda _payload: None  # what hears the desk's bell
        self._dirty: set[str] = set()
        self._stirred = asyncio.Event()

    def mark(self, conversation_id: str) -> None:
        self.watchers.wake(conversation_id)
        if self._rooms.holds(conversation_id):
            self._dirty.add(conversation_id)
            self._stirred.set()

    async def run(self) -> None:
        """Reads what is marked, for ever."""
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            asked, self._dirty = self._dirty, set()
            try:
                self._tell(await self._database.read(read_news, self._rooms.held(asked), self._rooms.epochs(asked)))
            except Unavailable as error:
                _log.warning("wakeup.failed", reason=error.message)
                self._dirty |= asked
                await asyncio.sleep(_RETRY_S)
                self._stirred.set()

    def _tell(self, news: News) -> None:
        for conversation_id in news.asked:
            standing = news.standings.get(conversation_id)
            if standing is None:
                self.close_erased(conversation_id)
            else:
                self._rooms.learn(conversation_id, standing, news.places.get(conversation_id))
        for conversation_id in self._rooms.deliver(news.messages) | self._behind(news):
            self.mark(conversation_id)

    def _behind(self, news: News) -> set[str]:
        """Conversations of which not all that was there fitted into the reading."""
        held = self._rooms.held(news.standings)
        return {key for key, seq in held.items() if seq + 1 < news.standings[key].next_seq}

    def close_erased(self, conversation_id: str) -> None:
        self._rooms.close(conversation_id, Error(code="closed", message=words.of_error("closed")))

    async def listen(self) -> None:
        """Takes what other processes publish, for ever."""
        async for channel, payload in self._signals.subscribe(CONVERSATIONS, DESK):
            if channel == DESK:
                self.desk_rung(payload)
                continue
            change = changes.read_change(payload)
            if change is not None and change.sender != self._name:
                self._hear(change)

    def _hear(self, change: changes.Change) -> None:
        if change.kind == changes.TYPING:
            self._rooms.typing(change.conversation_id, change.role or "bot")
        elif change.kind == changes.SEEN:
            self._rooms.seen(change.conversation_id, change.role or "agent", change.seq)
        elif change.kind == changes.ERASED:
            self.close_erased(change.conversation_id)
            self.watchers.wake(change.conversation_id)
        elif isinstance(change.said, msgspec.Raw):
            self._deliver(change.conversation_id, bytes(change.said))
        else:
            self.mark(change.conversation_id)

    def _deliver(self, conversation_id: str, packed: bytes) -> None:
        """A copy of what was committed came with the signal: no need to read it, unless one before it is missing."""
        self.watchers.wake(conversation_id)
        if not self._rooms.holds(conversation_id):
            return
        try:
            said = unpack(packed)
        except ValueError:
            self.mark(conversation_id)
            return
        for behind in self._rooms.deliver(said):
            self.mark(behind)

    async def poll(self) -> None:
        """Asks about every held conversation: each second without signals, now and then with them."""
        polls, reconnects = 0, self._signals.reconnects
        while True:
            await asyncio.sleep(POLL_S)
            polls += 1
            missed, reconnects = self._signals.reconnects != reconnects, self._signals.reconnects
            if missed or not self._signals.healthy or polls % _ASK_ANYHOW_EVERY == 0:
                self.watchers.wake_all()
                for conversation_id in self._rooms.held():
                    self.mark(conversation_id)
