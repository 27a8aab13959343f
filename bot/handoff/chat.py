"""A conversation as the desk lists it: one value for waiting, held and ended ones. Pure; its wire shape is the `chat` of
docs/protocol.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from bot.clock import iso
from bot.handoff.queue import Waiting
from bot.handoff.wishes import wish_in_words
from bot.text.redact import redact

_LAST_TEXT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLine:
    seq: int
    role: str
    text: str | None
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """`state` None: never asked for a person. `rank` orders those who wait. Times are milliseconds since the epoch."""

    conversation_id: str
    holder: str
    next_seq: int
    handoff_id: str | None = None
    state: str | None = None
    agent: str | None = None
    skill: str | None = None
    reason: str = ""
    intent: str | None = None
    emotion: str = "calm"
    customer_id: str | None = None
    customer_class: str = "guest"
    customer_name: str | None = None
    second_contact: bool = False
    requested_ms: int | None = None
    waiting_ms: int | None = None
    rank: int | None = None
    wanted_agent: str | None = None
    offered_to: str | None = None
    assigned_ms: int | None = None
    first_reply_ms: int | None = None
    ended_ms: int | None = None
    outcome: str | None = None
    unread: int = 0
    last: LastLine | None = None
    tags: tuple[str, ...] = ()
    blocked_until_ms: int | None = None
    message_offered_ms: int | None = None
    summary: str | None = None
    order_id: str | None = None

    @property
    def waiting(self) -> Waiting:
        return Waiting(
            conversation_id=self.conversation_id,
            rank=self.rank or 0,
            skill=self.skill,
            customer_class=self.customer_class,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "conversation_id": self.conversation_id,
            "handoff_id": self.handoff_id,
            "state": self.state,
            "holder": self.holder,
            "agent": self.agent,
            "skill": self.skill,
            "reason": redact(self.reason),
            "wish": wish_in_words(self.intent),
            "emotion": self.emotion,
            "customer_id": self.customer_id,
            "customer_class": self.customer_class,
            "customer_name": self.customer_name,
            "second_contact": self.second_contact,
            "requested_at": _iso(self.requested_ms),
            "waiting_since": _iso(self.waiting_ms),
            "rank": self.rank,
            "offered_to": self.offered_to,
            "assigned_at": _iso(self.assigned_ms),
            "first_reply_at": _iso(self.first_reply_ms),
            "ended_at": _iso(self.ended_ms),
            "outcome": self.outcome,
            "next_seq": self.next_seq,
            "unread": self.unread,
            "last": _last(self.last),
            "tags": list(self.tags),
            "blocked_until": _iso(self.blocked_until_ms),
        }


def _last(line: LastLine | None) -> dict[str, Any] | None:
    if line is None:
        return None
    text = redact(line.text)[:_LAST_TEXT] if line.text else None
    return {"seq": line.seq, "role": line.role, "text": text, "at": _iso(line.at_ms)}


def _iso(ms: int | None) -> str | None:
    return None if ms is None else iso(datetime.fromtimestamp(ms / 1000, timezone.utc))
