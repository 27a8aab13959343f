"""Looks at the shop for those who wait for goods (到货提醒), and for orders of those who asked before they bought (询单转化).

Every gateway looks; the record lets each thing happen once. Nothing is told to a shopper at night.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from bot.clock import steady_ms
from bot.errors import XiaonuanError
from bot.gateway.announcer import Announcer
from bot.gateway.hours import Hours
from bot.records import conversion, restock_notes
from bot.records.conversion import Bought, Question
from bot.records.database import Database
from bot.records.restock_notes import Wanted
from bot.records.rows import ms
from bot.shop.order import Order
from bot.shop.port import ShopClient

STOCK_EVERY_S = 5.0
ORDERS_EVERY_S = 60.0
TOLD_FROM_HOUR = 8  # of the shop's zone
TOLD_UNTIL_HOUR = 22
_UNBOUGHT = frozenset({"cancelled", "closed"})

_log = structlog.get_logger("gateway")


@dataclass(slots=True)
class ShoppingWatch:
    """`follow_stock` and `follow_orders` go on for ever; `look_at_stock` and `look_at_orders` are one round each."""

    shop: ShopClient
    database: Database
    hours: Hours
    announcer: Announcer

    async def follow_stock(self) -> None:
        await _for_ever(self.look_at_stock, STOCK_EVERY_S, "restock.failed")

    async def follow_orders(self) -> None:
        await _for_ever(self.look_at_orders, ORDERS_EVERY_S, "conversion.failed")

    async def look_at_stock(self) -> None:
        """Begin a turn for each note whose goods are back; ask after those that were told a while ago."""
        business_ms = ms(self.hours.now())
        if await self.database.read(restock_notes.any_unread, business_ms=business_ms):
            await self.database.write(restock_notes.settle_told, business_ms=business_ms, now_ms=steady_ms())
        if not TOLD_FROM_HOUR <= self.hours.now().astimezone(self.hours.zone).hour < TOLD_UNTIL_HOUR:
            return
        after = ""
        while page := await self.database.read(restock_notes.wanted, after_sku=after):
            await self._tell([each.sku for each in page if await self._is_back(each)], business_ms)
            after = page[-1].sku

    async def _is_back(self, wanted: Wanted) -> bool:
        product = await self.shop.product(wanted.product_sku)
        return product is not None and product.stock_of(wanted.sku) > 0

    async def _tell(self, skus: list[str], business_ms: int) -> None:
        if not skus:
            return
        now_ms = steady_ms()
        for due in await self.database.write(restock_notes.tell, skus, business_ms=business_ms, now_ms=now_ms):
            _log.info("restock.told", conversation=due.conversation_id, turn=due.turn_id)
            self.announcer.timers.set(due.conversation_id, now_ms)

    async def look_at_orders(self) -> None:
        """Record which questions of which customers have ended in an order."""
        business_ms = ms(self.hours.now())
        for customer_id in await self.database.read(conversion.customers_to_look_at, business_ms=business_ms):
            asked = await self.database.read(conversion.open_questions, customer_id, business_ms=business_ms)
            found = bought(asked, await self.shop.orders_of(customer_id, limit=20), await self._skus(asked))
            await self.database.write_soft(conversion.record, asked, found, business_ms=business_ms)

    async def _skus(self, asked: list[Question]) -> dict[str, frozenset[str]]:
        """Product → its own SKU and those of its choices."""
        skus = {}
        for product_sku in {each.product_sku for each in asked}:
            product = await self.shop.product(product_sku)
            skus[product_sku] = frozenset({product_sku, *(each.sku for each in (product.variants if product else ()))})
        return skus


def bought(asked: Sequence[Question], orders: Sequence[Order], skus: dict[str, frozenset[str]]) -> list[Bought]:
    """For each question the first order of the product that was placed after it, within 48 hours of the last asking. Pure."""
    found = []
    for each in asked:
        placed = [
            (ms(order.placed_at), order.order_id)
            for order in orders
            if order.status not in _UNBOUGHT
            and each.first_ms <= ms(order.placed_at) <= each.last_ms + conversion.COUNTS_WITHIN_MS
            and any(item.sku in skus[each.product_sku] for item in order.items)
        ]
        if placed:
            at_ms, order_id = min(placed)
            found.append(Bought(question_id=each.id, order_id=order_id, ordered_ms=at_ms))
    return found


async def _for_ever(look: Callable[[], Awaitable[None]], every_s: float, failed: str) -> None:
    while True:
        await asyncio.sleep(every_s)
        try:
            await look()
        except XiaonuanError as error:
            _log.warning(failed, reason=error.message)
