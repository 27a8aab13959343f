"""What of an order costs less now than it did. Pure; the window and who may pay it back are money_verdicts.py's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.shop.order import Order, OrderItem
from bot.shop.product import Product


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """One item that costs less now: prices a piece, the difference for all pieces."""

    item: OrderItem
    now_fen: int

    @property
    def amount_fen(self) -> int:
        return (self.item.price_fen - self.now_fen) * self.item.quantity


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
