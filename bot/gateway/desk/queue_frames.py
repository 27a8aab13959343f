"""What pages are told of the waiting list: each conversation is put into words once for all of them, and each frame once for
those who see the same."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from bot.handoff.chat import Chat


class QueueFrames:
    """Of one comparison of two pictures."""

    def __init__(self) -> None:
        self._chats: dict[str, orjson.Fragment] = {}
        self._frames: dict[tuple[tuple[str, ...], tuple[str, ...]], bytes] = {}

    def of(self, changed: Sequence[Chat], removed: Sequence[str]) -> bytes:
        """The `queue` frame of these."""
        key = tuple(chat.conversation_id for chat in changed), tuple(removed)
        if key not in self._frames:
            shown = [self._shown(chat) for chat in changed]
            self._frames[key] = orjson.dumps({"type": "queue", "changed": shown, "removed": list(removed)})
        return self._frames[key]

    def _shown(self, chat: Chat) -> orjson.Fragment:
        if chat.conversation_id not in self._chats:
            self._chats[chat.conversation_id] = orjson.Fragment(orjson.dumps(chat.as_json()))
        return self._chats[chat.conversation_id]
