"""A card that an agent sends: built from the shop's own facts, and only of orders of this very shopper."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection

from bot.errors import NotFound, ShopUnavailable, Unavailable
from bot.gateway import words
from bot.gateway.desk.hall import DeskPage
from bot.gateway.parts import Parts
from bot.handoff.frames import CardWanted
from bot.records import conversations, proofs
from bot.shop import cards
from bot.shop.access import may_see
from bot.shop.order import Order


async def made(parts: Parts, _page: DeskPage, conversation_id: str, wanted: CardWanted) -> dict[str, Any]:
    """The card. Raises NotFound for what does not exist or is not this shopper's, Unavailable when the shop is away."""
    try:
        if wanted.kind == "product":
            product = await parts.hours.shop.product(wanted.ref)
            if product is None:
                raise NotFound("no such product")
            return cards.product_card(product)
        if wanted.kind == "after_sale":
            return await _after_sale(parts, conversation_id, wanted.ref)
        order = await order_of(parts, conversation_id, wanted.ref)
    except ShopUnavailable as error:
        raise Unavailable("the shop does not answer") from error
    if wanted.kind == "order":
        return cards.order_card(order)
    if not order.parcels:
        raise NotFound("this order has no parcel yet")
    return cards.logistics_card(order, order.parcels[-1])


async def _after_sale(parts: Parts, conversation_id: str, after_sale_id: str) -> dict[str, Any]:
    case = await parts.payer.shop.after_sale(after_sale_id)
    if case is None:
        raise NotFound("no such case")
    await order_of(parts, conversation_id, case.order_id)
    return cards.after_sale_card(case)


async def order_of(parts: Parts, conversation_id: str, order_id: str) -> Order:
    """This shopper's order. Raises NotFound for any other, Unavailable when the shop is away."""
    customer_id, proven = await parts.database.read(whose, conversation_id)
    try:
        order = await parts.hours.shop.order(order_id)
    except ShopUnavailable as error:
        raise Unavailable("the shop does not answer") from error
    if order is None or not may_see(order, customer_id, proven):
        raise NotFound("no such order, or not this shopper's")
    return order


def whose(connection: Connection, conversation_id: str) -> tuple[str | None, tuple[str, ...]]:
    """(customer id, orders that this conversation has proven). Raises NotFound."""
    conversation = conversations.get(connection, conversation_id)
    return conversation.customer_id, proofs.proven(connection, conversation_id)


def in_words(card: dict[str, Any]) -> str:
    """What the card says, for whoever cannot see it."""
    return words.card_in_words(card)
