"""One shopper's thread: who she is, who answers next, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Holder = Literal["bot", "queue", "agent", "nobody"]

WEB = "web"  # the space of conversations that the widget opens; a channel's space is "channel:NAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """`epoch` rises with every change of holder; a change names the epoch that it saw (compare-and-set)."""

    id: str
    space: str
    visitor_id: str
    customer_id: str | None
    holder: Holder
    epoch: int
    agent_name: str | None
    next_seq: int
    locale: str
    address: str
    created_at: datetime
    blocked: bool = False

    @property
    def bot_answers(self) -> bool:
        return self.holder in ("bot", "queue")
