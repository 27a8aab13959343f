"""Notifier: how a message reaches a shopper who has no page open. The port, and the one that reaches nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message for a shopper who is away. `notice_id` is the same however often it is sent: who passes it on dedupes by it."""

    notice_id: str
    conversation_id: str
    customer_id: str | None
    kind: str
    text: str
    ticket_id: str


class Notifier(Protocol):
    async def notify(self, notice: Notice) -> bool:
        """Whether somebody took it over for sure; False for every doubt. Never raises for what the other side does."""


class NobodyNotified:
    """A Notifier where no way out is set: what is not seen on a page goes to the agents' list."""

    async def notify(self, notice: Notice) -> bool:
        return False
