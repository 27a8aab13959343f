"""Cards of the wire protocol, from the shop's dataclasses. Only what the record holds; never phone, name or address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.clock import iso
from bot.shop.after_sale import AfterSale
from bot.shop.order import Order, Parcel
from bot.shop.product import Product
from bot.shop.promotion import Promotion

NEXT_IN_WORDS: Mapping[str, str] = {
    "approve": "等店铺审核", "send_back": "把货交给快递", "receive": "等仓库收货", "inspect": "等验货", "refund": "退款",
    "exchange": "发出换的货", "repair": "修好寄回", "close": "自动完结",
}  # fmt: skip


def order_card(order: Order) -> dict[str, Any]:
    return {
        "kind": "order",
        "order_id": order.order_id,
        "status": order.status,
        "placed_at": iso(order.placed_at),
        "items": [
            {"sku": item.sku, "title": item.title, "quantity": item.quantity, "price_fen": item.price_fen}
            for item in order.items
        ],
        "total_fen": order.total_fen,
    }


def logistics_card(order: Order, parcel: Parcel) -> dict[str, Any]:
    """One per parcel; events newest first, as shoppers read them."""
    return {
        "kind": "logistics",
        "order_id": order.order_id,
        "carrier": parcel.carrier,
        "tracking_no": parcel.tracking_no,
        "state": parcel.state,
        "promised_at": _iso(parcel.promised_at),
        "predicted_at": _iso(parcel.predicted_at),
        "events": [
            {"at": iso(event.at), "place": event.place, "text": event.text} for event in reversed(parcel.events)
        ],
    }


def product_card(product: Product) -> dict[str, Any]:
    return {
        "kind": "product",
        "sku": product.sku,
        "title": product.title,
        "price_fen": product.price_fen,
        "image": product.image,
        "url": product.url,
        "attributes": dict(product.attributes),
    }


def coupon_card(coupon: Promotion) -> dict[str, Any]:
    return {
        "kind": "coupon",
        "coupon_id": coupon.promotion_id,
        "title": coupon.title,
        "amount_fen": coupon.amount_fen,
        "threshold_fen": coupon.threshold_fen,
        "valid_until": iso(coupon.valid_until),
    }


def after_sale_card(case: AfterSale) -> dict[str, Any]:
    """`next` is None where nothing comes any more."""
    step = {"what": NEXT_IN_WORDS.get(case.next_what, case.next_what), "due_at": _iso(case.next_due_at)}
    return {
        "kind": "after_sale",
        "after_sale_id": case.after_sale_id,
        "order_id": case.order_id,
        "type": case.type,
        "state": case.state,
        "amount_fen": case.amount_fen,
        "next": step if case.next_what else None,
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else iso(at)
