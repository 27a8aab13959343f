"""Conversations in a real record, turn by turn, as a worker leaves them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.clock import steady_ms
from bot.conversation.message import Reply
from bot.records import replies
from bot.records.database import Database
from bot.records.replies import Outcome
from bot.records.trackers import TrackerDelta
from tests.records.factories import LISTEN, a_conversation, claimed, say


@dataclass
class Chat:
    """`said("怎么赊账", "unsure", 0.3)`: a message, what it was taken for, and an answer to it."""

    database: Database
    id: str
    now_ms: int

    @classmethod
    def begun(cls, database: Database, *, ago_ms: int = 3_600_000, customer_id: str | None = None) -> Chat:
        now_ms = steady_ms() - ago_ms
        return cls(database, a_conversation(database, now_ms=now_ms, customer_id=customer_id), now_ms)

    def said(self, text: str, intent: str, confidence: float = 0.9, action: str = "action_answer_question") -> Chat:
        self.now_ms += 20_000
        say(self.database, self.id, text, now_ms=self.now_ms)
        turn = claimed(self.database, self.id, now_ms=self.now_ms + 5_000)
        parse = {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": []}
        events: tuple[dict[str, Any], ...] = (
            {"event": "user", "timestamp": 1.0, "text": text, "parse_data": parse},
            {"event": "action", "name": action, "timestamp": 1.0},
            LISTEN,
        )
        outcome = Outcome(
            replies=(Reply(text="好的"),), effects=(), tracker=TrackerDelta(slots={}, active_loop=None, events=events)
        )
        self.database.write_now(replies.commit, turn, outcome, now_ms=self.now_ms + 6_000)
        return self

    def clicked(self, intent: str) -> Chat:
        return self.said(f"/{intent}", intent, 1.0)
