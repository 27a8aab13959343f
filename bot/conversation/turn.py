"""When a turn begins (docs/protocol.md), and what a worker claims. Times are milliseconds of `bot.clock.steady_ms`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from bot.conversation.conversation import Conversation
from bot.conversation.message import Message

QUIET_MS = 400
GREETING_QUIET_MS = 1_500
TYPING_MS = 1_500
LONGEST_WAIT_MS = 4_000

Cause = Literal["shopper", "system"]
TurnState = Literal["waiting", "running", "done", "failed"]

_QUESTION_ENDS = ("?", "？", "吗", "呢", "么")
_GREETING = re.compile(
    r"(?:(?:在吗|在不在?|在么|在嘛|[你您]好|哈[喽啰]|hello|hi|亲|有人(?:吗|在吗|么)|客服|人呢|早上好|[上中下]午好|晚上好|喂)"
    r"[呀啊哈\s,，.。!！~～、…?？]*)+",
    re.IGNORECASE,
)
_LONGEST_GREETING = 20
_EDGE = " \t\r\n,，.。!！~～、…?？"


def is_bare_greeting(text: str) -> bool:
    """您好 and 亲，在吗 alike: she has not said yet what she comes for."""
    words = text.strip(_EDGE)
    return len(words) <= _LONGEST_GREETING and bool(_GREETING.fullmatch(words))


def begins_at_ms(text: str | None, *, now_ms: int, first_ms: int, at_once: bool) -> int:
    """When the turn that now ends in `text` begins, its first message having been committed at `first_ms`."""
    if at_once:
        return now_ms
    words = (text or "").strip()
    if is_bare_greeting(words):
        return min(now_ms + GREETING_QUIET_MS, first_ms + LONGEST_WAIT_MS)
    if words.endswith(_QUESTION_ENDS):
        return now_ms
    return min(now_ms + QUIET_MS, first_ms + LONGEST_WAIT_MS)


def begins_after_typing_ms(begin_at_ms: int, *, now_ms: int, first_ms: int) -> int:
    """The turn's new beginning when a `typing` frame comes while it waits."""
    return min(max(begin_at_ms, now_ms + TYPING_MS), first_ms + LONGEST_WAIT_MS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedTurn:
    """A turn that this worker may run until its lease ends; `fence` must still hold when it commits."""

    id: str
    conversation: Conversation
    cause: Cause
    fence: int
    attempt: int
    messages: tuple[Message, ...]
    proven_orders: tuple[str, ...]
    instruction: dict[str, Any] | None = None  # of a system turn: what it is to say
    served: dict[str, Any] | None = None  # what a person did for her within 24 h: agent, outcome, summary, wish

    @property
    def last_seq(self) -> int | None:
        return self.messages[-1].seq if self.messages else None

    @property
    def text(self) -> str:
        """What the shopper wrote, fragments joined by line feeds."""
        return "\n".join(message.text for message in self.messages if message.text)

    @property
    def payload(self) -> str | None:
        """What a clicked button means; set only by the server, never by a client."""
        return next((message.payload for message in self.messages if message.payload), None)

    @property
    def about(self) -> dict[str, str] | None:
        return next((message.about for message in reversed(self.messages) if message.about), None)

    @property
    def upload_id(self) -> str | None:
        return next((message.image.upload_id for message in reversed(self.messages) if message.image), None)
