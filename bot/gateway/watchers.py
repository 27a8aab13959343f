"""Who waits for something to happen in a conversation without holding a socket: Rasa's REST channel. No reading here."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Watchers:
    """`watch` gives an event that is set whenever its conversation may have changed; the watcher clears it."""

    def __init__(self) -> None:
        self._events: dict[str, set[asyncio.Event]] = {}

    @contextmanager
    def watch(self, conversation_id: str) -> Iterator[asyncio.Event]:
        event = asyncio.Event()
        self._events.setdefault(conversation_id, set()).add(event)
        try:
            yield event
        finally:
            events = self._events[conversation_id]
            events.discard(event)
            if not events:
                del self._events[conversation_id]

    def wake(self, conversation_id: str) -> None:
        for event in self._events.get(conversation_id, ()):
            event.set()

    def wake_all(self) -> None:
        for conversation_id in self._events:
            self.wake(conversation_id)
