"""An agent's view of one conversation: sits in its room beside the shopper's sockets, and shows what happens there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from bot.conversation.frames import Error
from bot.conversation.message import Message
from bot.gateway.outbox import Outbox
from bot.handoff.places import Place
from bot.records.standings import Standing


@dataclass(slots=True, eq=False)
class DeskSeat:
    """`sent_seq` is the last message that this page has, or will ask for. `encode` makes a message's frame."""

    conversation_id: str
    outbox: Outbox
    sent_seq: int
    encode: Callable[[Message], bytes]

    @property
    def waits(self) -> bool:
        return False

    def give(self, message: Message, _frame: bytes) -> bool:
        """False when a message between is missing; an old one is skipped."""
        if message.seq <= self.sent_seq:
            return True
        if message.seq != self.sent_seq + 1:
            return False
        self.sent_seq = message.seq
        self.outbox.offer(self.encode(message))
        return True

    def learn(self, standing: Standing, place: Place | None) -> None:
        """Who holds it comes by the board, with everything else of the chat."""

    def learn_place(self, place: Place) -> None:
        """Places are the shoppers' business."""

    def show_typing(self, role: str) -> None:
        if role != "agent":
            self._tell({"type": "typing", "role": role})

    def show_seen(self, role: str, seq: int) -> None:
        self._tell({"type": "seen", "role": role, "seq": seq})

    def end(self, _error: Error) -> None:
        """It was erased; the board says that it is gone."""

    def _tell(self, frame: dict[str, Any]) -> None:
        self.outbox.offer(orjson.dumps({**frame, "conversation_id": self.conversation_id}))
