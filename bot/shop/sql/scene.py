"""What a change is carried out in: the connection, the order as it is now, its care, the rules, the time. Holds no change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.shop.after_sale import OrderCare
from bot.shop.order import Order
from bot.shop.service_rules import ServiceRules
from bot.shop.verdict import Verdict

_DIGITS = 10**8


class Refused(Exception):
    """The change is not carried out; `reason` is the rule's code. Never leaves bot.shop.sql."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All of it read within the writing transaction, so nothing moves between the check and the write."""

    connection: Connection
    order: Order
    care: OrderCare
    now: datetime
    key: str
    rules: ServiceRules

    def in_hours(self, hours: float) -> datetime:
        return self.now + timedelta(hours=hours)

    def number(self, prefix: str, column: sa.Column[str]) -> str:
        """A free number such as SH20481234, by the change's key: no neighbours, and nothing to be guessed from another."""
        for salt in range(100):
            digest = hashlib.sha256(f"{self.key} {prefix} {salt}".encode()).digest()
            number = f"{prefix}{int.from_bytes(digest[:8], 'big') % _DIGITS:08d}"
            taken = self.connection.execute(sa.select(column).where(column == number)).first()
            if taken is None:
                return number
        raise RuntimeError(f"no number with {prefix} is free")


def obey(verdict: Verdict, by: str) -> Verdict:
    """The verdict when this hand may go on. Raises Refused with its rule where it may not."""
    if verdict.binds(by):
        raise Refused(verdict.rule)
    return verdict


def check(holds: bool, reason: str) -> None:
    """Raises Refused with the rule's code unless it holds."""
    if not holds:
        raise Refused(reason)
