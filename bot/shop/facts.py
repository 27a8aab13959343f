"""A short digest of what a shopper was read back before her yes. Pure.

A change carries the digest; the shop reckons it again at the write, and refuses (`facts_changed`) when it differs.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from bot.clock import iso
from bot.shop.after_sale import DeliverySlot, OrderCare
from bot.shop.order import Order

_LENGTH = 16


def facts_of(order: Order, care: OrderCare | None = None) -> str:
    """16 hex digits over status, recipient, address, goods, total, cases, money given back, invoices, slot and intercept.

    Scans of a parcel and urges are left out: they change while nobody's decision does. No care is as good as an empty one.
    """
    care = care or OrderCare(order_id=order.order_id)
    told = [
        [order.order_id, order.status, order.recipient, order.phone, order.address, order.total_fen, order.remark],
        [[item.sku, item.quantity, item.price_fen] for item in order.items],
        sorted([case.after_sale_id, case.state, _time(case.pickup_from)] for case in care.after_sales),
        sorted([refund.refund_id, refund.state] for refund in care.refunds),
        sorted([invoice.invoice_id, invoice.state] for invoice in care.invoices),
        _slot(care.slot),
        care.intercept is not None,
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:_LENGTH]


def _time(at: datetime | None) -> str:
    return "" if at is None else iso(at)


def _slot(slot: DeliverySlot | None) -> list[str]:
    return [] if slot is None else [iso(slot.deliver_from), iso(slot.deliver_until)]
