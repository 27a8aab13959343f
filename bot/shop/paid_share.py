"""What was paid for some of an order's goods, in fen. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.shop.after_sale import CaseItem, OrderCare
from bot.shop.order import Order


def paid_for(order: Order, items: Iterable[CaseItem]) -> int:
    """Their price; where a discount lowered the total under the goods' prices, their share of it, rounded down.

    All pieces together never give more than the total; freight is in no piece's price.
    """
    goods_fen = sum(item.price_fen * item.quantity for item in order.items)
    price = {item.sku: item.price_fen for item in order.items}
    asked_fen = sum(price.get(item.sku, 0) * item.quantity for item in items)
    if goods_fen <= order.total_fen or not goods_fen:
        return asked_fen
    return asked_fen * order.total_fen // goods_fen


def was_paid(order: Order, care: OrderCare) -> bool:
    """Whether the record says that the order was paid. A cancelled one was only when its way of paying or a refund shows it."""
    if order.status in ("unpaid", "closed"):
        return False
    return order.status != "cancelled" or bool(care.paid_by or care.refunds)


def left_to_give_back(order: Order, care: OrderCare) -> int:
    """What was paid and is not given back yet, nor on its way back; never below 0."""
    return max(0, order.total_fen - care.given_back_fen) if was_paid(order, care) else 0
