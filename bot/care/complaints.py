"""What actions may ask of the complaints that are kept: the port, what it answers, and the book of where nothing is kept.

Also what makes two messages the same matter. The record is bot/records/complaints.py.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.care.remedy import Spent

FOLLOWED_DAYS = 90  # complaints before this one that count


@dataclass(frozen=True, slots=True, kw_only=True)
class Complainant:
    """Who complains, from the record; `order_id` only of an order that she may see."""

    conversation_id: str
    customer_id: str | None
    order_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketView:
    """A ticket as it stands. `status`: open, doing or settled; `due_at` of its first open or broken promise."""

    ticket_id: str
    cause: str
    status: str
    order_id: str | None = None
    subject: str | None = None
    what: str | None = None
    due_at: datetime | None = None
    broken: bool = False
    offered: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()  # accepted, done, refused or unknown: not to be done a second time
    times: int = 0  # messages about it so far
    misses: int = 0  # broken promises and settlements that did not hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`again`: her earlier complaints of 90 days with the same cause, another matter; `heard`: comfort words said here."""

    ticket: TicketView | None = None
    again: int = 0
    heard: tuple[str, ...] = ()
    spent: Spent = field(default_factory=Spent)


class ComplaintBook(Protocol):
    async def standing(self, who: Complainant, matter: str, cause: str, now: datetime) -> Standing:
        """How this matter stands, whatever conversation it came from; `now` is business time, aware, in the shop's zone."""

    async def of(self, who: Complainant) -> tuple[TicketView, ...]:
        """Her tickets, newest first: of the customer, else of the conversation."""


class NothingComplained:
    """A ComplaintBook without pages."""

    async def standing(self, who: Complainant, matter: str, cause: str, now: datetime) -> Standing:
        return Standing()

    async def of(self, who: Complainant) -> tuple[TicketView, ...]:
        return ()


def matter_key(who: Complainant, cause: str, now: datetime) -> str:
    """Equal for the same matter, by whatever channel: the same order and cause; without an order the same shopper, cause and day.

    `now` is in the shop's zone. An order has one owner, so its number alone says whose matter it is.
    """
    day = "" if who.order_id else now.date().isoformat()
    parts = (who.order_id or who.customer_id or who.conversation_id, cause, day)
    return hashlib.blake2b("/".join(parts).encode(), digest_size=12).hexdigest()


def ticket_id_of(matter: str) -> str:
    """The ticket's number: the same for the same matter, so that two channels at once cannot make two of it."""
    return "T" + matter[:10].upper()
