"""Whether goods got cheaper soon after they were bought, by the shop's own window. Pure; what is paid back a person decides.

The window is the shop's programme, not a statute: how many days is a policy (`price_protection_days`), never a constant
of an action.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.shop.order import Order, OrderItem
from bot.shop.product import Product

DEFAULT_DAYS = 7
_NOT_BOUGHT = frozenset({"unpaid", "refused", "returned", "cancelled", "closed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """One item that costs less now: prices a piece, the difference for all pieces."""

    item: OrderItem
    now_fen: int

    @property
    def amount_fen(self) -> int:
        return (self.item.price_fen - self.now_fen) * self.item.quantity


def in_window(order: Order, now: datetime, days: int) -> bool:
    """Bought, and not signed for longer ago than this."""
    if order.status in _NOT_BOUGHT:
        return False
    if order.status != "signed":
        return True
    scans = [parcel.last_event.at for parcel in order.parcels if parcel.last_event is not None]
    return bool(scans) and now - max(scans) <= timedelta(days=days)


def drops(order: Order, products: Mapping[str, Product]) -> tuple[Drop, ...]:
    """`products` by the SKU that was bought. Goods that are no longer sold have no price now."""
    found = []
    for item in order.items:
        price_fen = _price_now(item.sku, products.get(item.sku))
        if price_fen is not None and price_fen < item.price_fen:
            found.append(Drop(item=item, now_fen=price_fen))
    return tuple(found)


def _price_now(sku: str, product: Product | None) -> int | None:
    if product is None:
        return None
    if product.sku == sku:
        return product.price_fen
    return next((variant.price_fen for variant in product.variants if variant.sku == sku), None)
