"""Rows of `xiaonuan shop list … --json`, with the field names that the protocol page promises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from bot.clock import iso
from bot.settings import Settings
from bot.shop.after_sale import AfterSale
from bot.shop.open import ConnectedShop, not_ours, open_shop
from bot.shop.order import Customer, Order, Parcel
from bot.shop.product import Product, Variant
from bot.shop.promotion import Promotion
from bot.shop.seed import seed_if_empty
from bot.shop.sql.shop import SqlShop

TABLES = ("products", "orders", "customers", "promotions", "after_sales")
Row = dict[str, Any]


async def rows_of(shop: ConnectedShop, table: str) -> AsyncIterator[Row]:
    """The rows of one of TABLES, streamed. Raises ValueError for another name.

    Raises ConfigurationError for what a shop that is connected by its API is not asked: it does not list its orders.
    """
    if table not in TABLES:
        raise ValueError(f"{table!r} is none of {', '.join(TABLES)}")
    if table == "products":
        async for product in shop.products():
            yield product_row(product)
    elif table == "promotions":
        for promotion in await shop.promotions():
            yield promotion_row(promotion)
    elif not isinstance(shop, SqlShop):
        raise not_ours(f"look for {table}")
    elif table == "orders":
        async for order in shop.orders():
            yield order_row(order)
    elif table == "customers":
        async for customer in shop.customers():
            yield customer_row(customer)
    else:
        async for case in shop.cases():
            yield case_row(case)


def listed(settings: Settings, table: str) -> list[Row]:
    """All rows of one of TABLES; the demo shop is seeded first where nothing ever was. Blocks: for the command line."""

    async def gather() -> list[Row]:
        shop = open_shop(settings)
        try:
            return [row async for row in rows_of(shop, table)]
        finally:
            await shop.close()

    seed_if_empty(settings)
    return asyncio.run(gather())


def order_row(order: Order) -> Row:
    parcels = [_parcel(parcel) for parcel in order.parcels]
    first = parcels[0] if parcels else {"tracking_no": None, "carrier": None, "events": []}
    return {
        "order_id": order.order_id,
        "customer_id": order.customer_id,
        "phone": order.phone,
        "recipient": order.recipient,
        "address": order.address,
        "status": order.status,
        "items": [
            {"sku": item.sku, "title": item.title, "quantity": item.quantity, "price_fen": item.price_fen}
            for item in order.items
        ],
        "parcels": parcels,
        "tracking_no": first["tracking_no"],
        "carrier": first["carrier"],
        "events": first["events"],
        "total_fen": order.total_fen,
        "placed_at": iso(order.placed_at),
        "promised_ship_at": _time(order.promised_ship_at),
        "remark": order.remark,
    }


def product_row(product: Product) -> Row:
    return {
        "sku": product.sku,
        "title": product.title,
        "category": product.category,
        "brand": product.brand,
        "price_fen": product.price_fen,
        "stock": product.stock,
        "attributes": dict(product.attributes),
        "variants": [_variant(variant) for variant in product.variants],
        "aliases": list(product.aliases),
        "image": product.image,
        "url": product.url,
        "restock_at": _time(product.restock_at),
    }


def customer_row(customer: Customer) -> Row:
    return {
        "customer_id": customer.customer_id,
        "name": customer.name,
        "phone": customer.phone,
        "level": customer.level,
        "city": customer.city,
        "joined_at": iso(customer.joined_at),
    }


def promotion_row(promotion: Promotion) -> Row:
    return {
        "promotion_id": promotion.promotion_id,
        "kind": promotion.kind,
        "title": promotion.title,
        "text": promotion.text,
        "valid_from": iso(promotion.valid_from),
        "valid_until": iso(promotion.valid_until),
        "threshold_fen": promotion.threshold_fen,
        "amount_fen": promotion.amount_fen,
        "pay_permille": promotion.pay_permille,
        "repeats": promotion.repeats,
        "stacks": promotion.stacks,
        "limit_per_customer": promotion.limit_per_customer,
        "gift": promotion.gift,
        "categories": list(promotion.categories),
        "skus": list(promotion.skus),
        "levels": list(promotion.levels),
    }


def case_row(case: AfterSale) -> Row:
    return {
        "after_sale_id": case.after_sale_id,
        "order_id": case.order_id,
        "type": case.type,
        "state": case.state,
        "items": [{"sku": item.sku, "quantity": item.quantity} for item in case.items],
        "reason": case.reason,
        "amount_fen": case.amount_fen,
        "freight_payer": case.freight_payer,
        "next_what": case.next_what,
        "next_due_at": _time(case.next_due_at),
        "wanted_sku": case.wanted_sku,
        "pickup_from": _time(case.pickup_from),
        "pickup_until": _time(case.pickup_until),
        "return_carrier": case.return_carrier,
        "return_tracking_no": case.return_tracking_no,
        "history": [
            {"state": step.state, "at": iso(step.at), "by": step.by, "note": step.note} for step in case.history
        ],
    }


def _variant(variant: Variant) -> Row:
    return {
        "sku": variant.sku,
        "options": dict(variant.options),
        "price_fen": variant.price_fen,
        "stock": variant.stock,
        "restock_at": _time(variant.restock_at),
    }


def _parcel(parcel: Parcel) -> Row:
    return {
        "tracking_no": parcel.tracking_no,
        "carrier": parcel.carrier,
        "carrier_code": parcel.carrier_code,
        "state": parcel.state,
        "promised_at": _time(parcel.promised_at),
        "predicted_at": _time(parcel.predicted_at),
        "skus": list(parcel.skus),
        "events": [{"at": iso(event.at), "place": event.place, "text": event.text} for event in parcel.events],
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else iso(at)
