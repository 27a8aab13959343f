"""Which of her orders can have the trouble that she tells: 充不进电 is said of no T-shirt. What can have what is data of the shop."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.asking import Asking
from actions.composition import Ports
from bot.care.cause import OF_ARRIVED, Cause
from bot.care.goods_trouble import Trouble, read_troubles
from bot.shop.order import Order, OrderItem
from bot.shop.product import Product

_NAMED_SKUS = 60
_TELLS_NOTHING = frozenset("子儿头机器电个大小的用品款")  # 杯子 is no 袜子, 手机 no 耳机
_OF_GOODS = frozenset({"damaged", "defective", "not_as_described", "late", "not_received", "missing_item"})
_IS_MISSING = re.compile(r"[少缺漏没]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The troubles of this message, and the goods that they may be about."""

    troubles: tuple[Trouble, ...]
    products: Mapping[str, Product]

    def best(self, orders: Sequence[Order]) -> tuple[Order, ...]:
        """Those with goods that can have most of them; none where no goods can have any."""
        counts = [max((self._count(item) for item in order.items), default=0) for order in orders]
        most = max(counts, default=0)
        return tuple(order for order, own in zip(orders, counts, strict=True) if own == most and own > 0)

    def named(self, orders: Sequence[Order], words: str) -> tuple[Order, ...]:
        """Those whose goods her words call by a name of theirs (尿裤): she knows better than a list what can happen to them."""
        return tuple(order for order in orders if any(self._is_called(item, words) for item in order.items))

    def _is_called(self, item: OrderItem, words: str) -> bool:
        product = self.products.get(item.sku)
        return product is not None and any(name in words for name in (product.category, *product.aliases) if name)

    def _count(self, item: OrderItem) -> int:
        return read_troubles().count(self.troubles, item.title, self.products.get(item.sku))


async def trouble_told(asking: Asking, ports: Ports, cause: Cause, orders: Sequence[Order]) -> Told | None:
    """None where the complaint is of no goods, or where her words tell no trouble that only some goods have."""
    if cause not in OF_ARRIVED:
        return None
    answers = asking.thread.asked == "order_choice"
    words = f"{asking.thread.matter or ''} {asking.words}" if answers else asking.words
    troubles = read_troubles().told_in(words)
    if not troubles:
        return None
    skus = list(dict.fromkeys(item.sku for order in orders for item in order.items))[:_NAMED_SKUS]
    return Told(troubles=troubles, products=await ports.names.of(skus))


def troubled_item(items: Sequence[OrderItem], words: str, products: Mapping[str, Product]) -> OrderItem | None:
    """The only one of an order's lines that can have what the words tell."""
    known = read_troubles()
    troubles = known.told_in(words)
    counts = [known.count(troubles, item.title, products.get(item.sku)) for item in items]
    most = max(counts, default=0)
    fitting = [item for item, own in zip(items, counts, strict=True) if own == most]
    return fitting[0] if most and len(fitting) == 1 else None


async def stranger(asking: Asking, ports: Ports, cause: Cause, orders: Sequence[Order]) -> str:
    """The goods that she names (充电宝) where none of these orders holds any that share a character with it; empty else."""
    if cause not in _OF_GOODS or asking.trusted:
        return ""
    named = [found.written for found in asking.entities if found.kind in ("product", "category") and found.written]
    if cause == "missing_item":  # 电饭锅少了烤架: what is missing is no goods of an order
        sign = _IS_MISSING.search(asking.text)
        named = [each for each in named if sign is not None and each in asking.text[: sign.start()]]
    if not named:
        return ""
    skus = list(dict.fromkeys(item.sku for order in orders for item in order.items))[:_NAMED_SKUS]
    products = await ports.names.of(skus)
    held = "".join(_called(item, products.get(item.sku)) for order in orders for item in order.items)
    telling = [[each for each in written if each not in _TELLS_NOTHING] or written for written in named]
    return "" if any(character in held for written in telling for character in written) else named[0]


def _called(item: OrderItem, product: Product | None) -> str:
    return item.title + ("".join((product.category, *product.aliases)) if product else "")
