"""Says what this gateway has just committed: to its own sockets at once, to other processes by a signal, to workers by
their queue. It writes nothing to the record, and whatever it says may be lost without harm.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.clock import steady_ms
from bot.conversation.message import Message, pack
from bot.gateway.background import Background
from bot.gateway.rooms import Rooms, Seat
from bot.gateway.turn_timers import TurnTimers
from bot.gateway.wakeup import Wakeup
from bot.signals import Signals, changes
from bot.signals.wakeups import CONVERSATIONS, TURNS, said


class Announcer:
    def __init__(self, *, rooms: Rooms, wakeup: Wakeup, signals: Signals, background: Background, name: str) -> None:
        self._rooms = rooms
        self._wakeup = wakeup
        self._signals = signals
        self._background = background
        self._name = name
        self.timers = TurnTimers(self._push, steady_ms)

    def said(self, messages: Sequence[Message]) -> None:
        """Committed messages of one conversation, in seq order."""
        if not messages:
            return
        last = messages[-1]
        for conversation_id in self._rooms.deliver(messages):
            self._wakeup.mark(conversation_id)
        self._wakeup.watchers.wake(last.conversation_id)
        payload = said(last.conversation_id, last.seq, pack(messages), sender=self._name)
        self._background.start(self._signals.publish(CONVERSATIONS, payload))

    def holder_changed(self, conversation_id: str) -> None:
        self._wakeup.mark(conversation_id)
        self._publish(changes.Change(conversation_id=conversation_id, kind=changes.STATE))

    def ended(self, conversation_id: str, next_begin_ms: int | None) -> None:
        """A turn ended here, perhaps without a word; the conversation's next one begins then."""
        self._publish(changes.Change(conversation_id=conversation_id, kind=changes.STATE))
        self._wakeup.mark(conversation_id)
        if next_begin_ms is not None:
            self.timers.set(conversation_id, next_begin_ms)

    def typing(self, conversation_id: str) -> None:
        """She types: for the agent's desk only, her own pages are not told."""
        self._rooms.typing(conversation_id, "shopper")
        self._publish(changes.Change(conversation_id=conversation_id, kind=changes.TYPING, role="shopper"))

    def seen(self, seat: Seat, seq: int) -> None:
        """She has read so far: her other pages and the desk are told."""
        self._rooms.seen(seat.conversation_id, "shopper", seq, but=seat)
        change = changes.Change(conversation_id=seat.conversation_id, seq=seq, kind=changes.SEEN, role="shopper")
        self._publish(change)

    def erased(self, conversation_ids: Sequence[str]) -> None:
        for conversation_id in conversation_ids:
            self.timers.drop(conversation_id)
            self._wakeup.close_erased(conversation_id)
            self._publish(changes.Change(conversation_id=conversation_id, kind=changes.ERASED))

    def _publish(self, change: changes.Change) -> None:
        message = changes.Change(
            conversation_id=change.conversation_id,
            seq=change.seq,
            kind=change.kind,
            role=change.role,
            sender=self._name,
        )
        self._background.start(self._signals.publish(CONVERSATIONS, message.encoded()))

    def _push(self, conversation_id: str) -> None:
        self._background.start(self._signals.push(TURNS, conversation_id.encode()))
