"""What an agent gets when she opens a conversation: the record's part, the shop's part, the brief of both, suggestions."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.clock import iso
from bot.errors import ShopUnavailable
from bot.gateway.desk.shapes import masked_phone, message_shown
from bot.gateway.parts import Parts
from bot.handoff.brief import Brief, brief_of
from bot.records import case_photos, dossiers
from bot.records.case_photos import CasePhoto
from bot.records.dossiers import Dossier
from bot.records.rows import at
from bot.shop.after_sale import OrderCare, Refund
from bot.shop.cards import after_sale_card, logistics_card, order_card
from bot.shop.facts import facts_of
from bot.shop.order import Customer, Order

SHOP_WITHIN_S = 1.0
_ORDERS = 10


async def read(parts: Parts, conversation_id: str) -> dict[str, Any]:
    """The `dossier` of docs/protocol.md. Raises NotFound."""
    record = await parts.database.read(dossiers.read, conversation_id)
    customer, orders, shop = await of_the_shop(parts, record.chat.customer_id, record.proven)
    care = await care_of(parts, orders)
    photos = await _photos_of(parts, orders)
    return {
        "conversation_id": conversation_id,
        "chat": record.chat.as_json(),
        "brief": brief(record, customer, orders).as_json(),
        "customer": None if customer is None else customer_shown(customer, record),
        "orders": [with_photos(order_shown(order, care.get(order.order_id)), photos, parts) for order in orders],
        "history": {
            "messages": [message_shown(message, parts.image_urls) for message in record.messages],
            "more": record.more,
        },
        "notes": [note.as_json() for note in record.notes],
        "proposals": [proposal.as_json() for proposal in record.proposals],
        "tickets": [ticket.as_json() for ticket in record.tickets],
        "shop": "ok" if shop else "unavailable",
    }


async def _photos_of(parts: Parts, orders: Sequence[Order]) -> Sequence[CasePhoto]:
    return await parts.database.read(case_photos.of_orders, [order.order_id for order in orders]) if orders else ()


def brief(record: Dossier, customer: Customer | None, orders: Sequence[Order]) -> Brief:
    return brief_of(dossiers.known(record, customer, orders))


async def of_the_shop(
    parts: Parts, customer_id: str | None, proven: Sequence[str]
) -> tuple[Customer | None, list[Order], bool]:
    """(customer, her orders and the proven ones, whether the shop answered)."""
    try:
        return await asyncio.wait_for(_ask(parts, customer_id, proven), SHOP_WITHIN_S)
    except (ShopUnavailable, asyncio.TimeoutError):
        return None, [], False


async def _ask(
    parts: Parts, customer_id: str | None, proven: Sequence[str]
) -> tuple[Customer | None, list[Order], bool]:
    shop = parts.hours.shop
    customer, orders = None, []
    if customer_id is not None:
        customer, found = await asyncio.gather(shop.customer(customer_id), shop.orders_of(customer_id, limit=_ORDERS))
        orders = list(found)
    known = {order.order_id for order in orders}
    for order_id in proven:
        if order_id not in known and (order := await shop.order(order_id)) is not None:
            orders.append(order)
    return customer, orders, True


def customer_shown(customer: Customer, record: Dossier | None = None) -> dict[str, Any]:
    return {
        "customer_id": customer.customer_id,
        "name": customer.name,
        "phone": masked_phone(customer.phone),
        "level": customer.level,
        "city": customer.city,
        "joined_at": iso(customer.joined_at),
        "contacts": record.contacts if record else 0,
        "last_contacts": [chat.as_json() for chat in record.before] if record else [],
        "summaries": [{"at": iso(at(ms)), "text": text} for ms, text in record.summaries] if record else [],
    }


async def care_of(parts: Parts, orders: Sequence[Order]) -> dict[str, OrderCare]:
    """Cases, refunds and the like by order; nothing while the shop does not answer."""
    if not orders:
        return {}
    try:
        asked = parts.payer.shop.care_of([order.order_id for order in orders])
        return await asyncio.wait_for(asked, SHOP_WITHIN_S)
    except (ShopUnavailable, asyncio.TimeoutError):
        return {}


def order_shown(order: Order, care: OrderCare | None = None) -> dict[str, Any]:
    """`facts` is what a change of the order is compared with; null while its care is unknown."""
    card = {name: value for name, value in order_card(order).items() if name != "kind"}
    return {
        **card,
        "recipient": f"{order.recipient[:1]}**" if order.recipient else "",
        "phone": masked_phone(order.phone),
        "address": f"{order.address[:6]}****" if order.address else "",
        "parcels": [logistics_card(order, parcel) for parcel in order.parcels],
        "facts": facts_of(order, care) if care else None,
        "after_sales": [after_sale_card(case) for case in care.after_sales] if care else [],
        "refunds": [_refund_shown(refund) for refund in care.refunds] if care else [],
    }


def with_photos(order: dict[str, Any], photos: Sequence[CasePhoto], parts: Parts) -> dict[str, Any]:
    """The order with the pictures that she sent for each of its cases, their addresses signed."""
    for case in order["after_sales"]:
        case["photos"] = photos_shown(case["after_sale_id"], photos, parts)
    return order


def photos_shown(after_sale_id: str, photos: Sequence[CasePhoto], parts: Parts) -> list[dict[str, Any]]:
    """Those of this case, their addresses signed."""
    return [
        {
            "url": parts.image_urls.make(photo.upload_id, photo.conversation_id),
            "width": photo.width,
            "height": photo.height,
        }
        for photo in photos
        if photo.after_sale_id == after_sale_id
    ]


def _refund_shown(refund: Refund) -> dict[str, Any]:
    return {
        "refund_id": refund.refund_id,
        "what": refund.what,
        "amount_fen": refund.amount_fen,
        "channel": refund.channel,
        "state": refund.state,
        "due_at": iso(refund.due_at),
    }


async def suggestions(parts: Parts, conversation_id: str) -> list[dict[str, Any]]:
    return await parts.suggestions.for_conversation(conversation_id)
