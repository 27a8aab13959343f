"""When a turn begins, a worker is told at once. Only a shortcut: without it, workers find the turn by asking the record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_LATE_MS = 1  # a timer must not fire in the millisecond before the turn is due


class TurnTimers:
    """One timer per conversation; `push` puts its id on the workers' queue."""

    def __init__(self, push: Callable[[str], None], now_ms: Callable[[], int]) -> None:
        self._push = push
        self._now_ms = now_ms
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def set(self, conversation_id: str, begin_ms: int) -> None:
        """The conversation's waiting turn begins then; replaces what was set before."""
        self.drop(conversation_id)
        wait_ms = begin_ms - self._now_ms()
        if wait_ms <= 0:
            self._push(conversation_id)
            return
        loop = asyncio.get_running_loop()
        self._timers[conversation_id] = loop.call_later((wait_ms + _LATE_MS) / 1000, self._fire, conversation_id)

    def drop(self, conversation_id: str) -> None:
        timer = self._timers.pop(conversation_id, None)
        if timer is not None:
            timer.cancel()

    def waits(self, conversation_id: str) -> bool:
        return conversation_id in self._timers

    def close(self) -> None:
        for conversation_id in list(self._timers):
            self.drop(conversation_id)

    def _fire(self, conversation_id: str) -> None:
        del self._timers[conversation_id]
        self._push(conversation_id)
