"""Orders that were signed for and their goods, for talks about what follows a sale, over a real SQL shop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from bot.shop.order import Order, OrderItem
from bot.shop.product import Product, Variant
from tests.actions.fakes import NOW
from tests.actions.flow_talk_case import FlowTalk, ShopUnderTalk, shop_with
from tests.actions.orders import EARPHONES, event, order, parcel

SIGNED_AT = NOW - timedelta(hours=20)
AIR = Product(
    sku="ER1001", title="声澜 Air3 真无线蓝牙耳机", category="耳机音箱", brand="声澜", price_fen=29900, stock=9,
    attributes={"七天无理由": "支持", "保修": "1 年"}, aliases=("耳机", "蓝牙耳机"),
)  # fmt: skip
SHOES = OrderItem(sku="PX1001-42", title="远足 轻缓震跑鞋 黑色 42", quantity=1, price_fen=39900)


def shoes(**stock: int) -> Product:
    """Sizes 41 to 43, black and white; `stock` by the SKU's end, 5 where none is given."""
    return Product(
        sku="PX1001", title="远足 轻缓震跑鞋", category="鞋靴", brand="远足", price_fen=39900, stock=9,
        attributes={"七天无理由": "支持"}, aliases=("跑鞋", "鞋"), variants=variants(**stock),
    )  # fmt: skip


def variants(**stock: int) -> tuple[Variant, ...]:
    return tuple(
        Variant(
            sku=f"PX1001-{size}{mark}",
            options={"颜色": colour, "尺码": size},
            price_fen=39900,
            stock=stock.get(f"s{size}{mark}", 5),
        )
        for colour, mark in (("黑色", ""), ("白色", "W"))
        for size in ("41", "42", "43")
    )


def signed(**changes: Any) -> Order:
    """An order of C1's earphones, signed for 20 hours ago."""
    here = parcel("signed", events=(event(20, text="已签收"),))
    return order("signed", **{"items": (EARPHONES,), "parcels": (here,), **changes})


@asynccontextmanager
async def talk_over(
    *orders: Order, products: Sequence[Product] = (AIR,)
) -> AsyncIterator[tuple[ShopUnderTalk, FlowTalk]]:
    async with shop_with(orders, products) as shop:
        yield shop, FlowTalk(shop=shop, customer_id="C1")
