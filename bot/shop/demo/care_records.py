"""What rows of an order's care are checked against, and reading their cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.shop.demo.files import Faults
from bot.shop.demo.moments import Anchor, parse_moment
from bot.shop.order import Order
from bot.shop.service_rules import ServiceRules

Row = Mapping[str, str]
_YUAN = re.compile(r"(\d{1,7})(?:\.(\d{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Everything that a row is checked against."""

    directory: Path
    anchor: Anchor
    faults: Faults
    orders: Mapping[str, Order]
    rules: ServiceRules

    def at(self, cell: str) -> datetime:
        return self.anchor.at(parse_moment(cell))

    def maybe(self, cell: str) -> datetime | None:
        return self.at(cell) if cell else None

    def order(self, row: Row) -> Order:
        if row["order_id"] not in self.orders:
            raise ValueError(f"order {row['order_id']!r} does not exist")
        return self.orders[row["order_id"]]


def fen_of(cell: str) -> int:
    match = _YUAN.fullmatch(cell)
    if match is None:
        raise ValueError(f"amount: {cell!r} is not an amount such as 8 or 8.50")
    return int(match[1]) * 100 + int(match[2] or 0)


def check(holds: bool, reason: str) -> None:
    if not holds:
        raise ValueError(reason)
