"""Who may see an order, and whether a phone tail proves it. Pure; every action asks here before an order leaves it."""

from __future__ import annotations

import hmac
from collections.abc import Collection

from bot.shop.order import Order

_NOBODY = "no order has this phone"


def may_see(order: Order, customer_id: str | None, proven_orders: Collection[str]) -> bool:
    """True for the logged-in owner, and for a conversation that has proven this very order."""
    owns = customer_id is not None and customer_id != "" and order.customer_id == customer_id
    return owns or order.order_id in proven_orders


def proof_matches(order: Order | None, tail: str) -> bool:
    """Whether `tail` (the phone's last four digits, or the whole number) is the order's; takes as long without an order.

    The tail comes already read from the shopper's spelling: ASCII digits. Anything else is a miss.
    """
    phone = order.phone if order is not None else _NOBODY
    expected = phone if len(tail) > 4 else phone[-4:]
    same = hmac.compare_digest(expected.encode(), tail.encode("utf-8", "replace"))
    return same and order is not None and len(tail) >= 4 and tail.isascii() and tail.isdigit()
