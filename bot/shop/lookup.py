"""Which of her orders a shopper means: by product words, status, time and place in the list. Pure; asks no shop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.shop.order import Order, OrderItem
from bot.shop.product import Product

COLOURS = "黑白灰蓝绿红粉紫橙棕黄金银"
_BEFORE_A_HEAD = "的那这个双口盏本件条台张把瓶包盒袋罐我买"
_NO_HEADS = "的了着地得用单件包电水款色装子"  # an alias may end so (洗脸的, 床单), and names no thing by it
_WITH_ZI = "杯鞋裤裙锅椅桌被毯帽袜靴"  # 杯子, 鞋子: the word in everyday use
_AFTER_A_HEAD = (
    "呢的到在发什怎还吧啊呀了是我也就和没有寄送哪几多为为何什么快签收能会要"  # not 包裹, 电话: there the word goes on
)
_NOTHING = (0, 0)

Score = tuple[int, int]  # how long a name fits, how many colours or options fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was said about the order.

    `words` and `skus` must fit. `text` may fit: a whole message, which narrows only when it names something of an order.
    `ordinal` counts from 1, newest first; -1 is the last. `placed_from` ≤ placed < `placed_until` (aware).
    """

    words: tuple[str, ...] = ()
    skus: frozenset[str] = frozenset()
    text: str = ""
    statuses: frozenset[str] = frozenset()
    placed_from: datetime | None = None
    placed_until: datetime | None = None
    ordinal: int | None = None
    prefer_open: bool = True


def choose(orders: Iterable[Order], wish: Wish, products: Mapping[str, Product] | None = None) -> tuple[Order, ...]:
    """The orders that fit, newest first. `products` by SKU of product or variant lend their aliases and categories.

    With `prefer_open` and no status asked for, finished orders are left out as long as an open one fits as well.
    """
    known = products or {}
    found = [order for order in orders if _fits(order, wish)]
    if wish.skus:
        found = [order for order in found if any(_has_sku(item, wish.skus, known) for item in order.items)]
    for word in wish.words:
        found = _named_best(found, word, known)
    if wish.text:
        found = _named_best(found, wish.text, known) or found
    if wish.prefer_open and not wish.statuses:
        found = [order for order in found if order.is_open] or found
    found.sort(key=lambda order: (order.placed_at, order.order_id), reverse=True)
    return tuple(found) if wish.ordinal is None else _picked(found, wish.ordinal)


def score(text: str, item: OrderItem, product: Product | None) -> Score:
    """How well a text names a bought item: by alias, title, brand or category, then by its head noun; (0, 0): not at all."""
    said = text.casefold()
    names = [name.casefold() for name in _names(item, product)]
    longest = max((_overlap(said, name) for name in names), default=0)
    if (
        product is not None and product.category.casefold() in said
    ):  # a part of it, 耳机 of 耳机音箱, may be another thing
        longest = max(longest, len(product.category))
    if longest == 0 and any(_names_head(said, name[-1]) for name in _nouns(item, product)):
        longest = 1
    return longest, _options_named(said, item, product)


def _fits(order: Order, wish: Wish) -> bool:
    return (
        (not wish.statuses or order.status in wish.statuses or any(p.state in wish.statuses for p in order.parcels))
        and (wish.placed_from is None or wish.placed_from <= order.placed_at)
        and (wish.placed_until is None or order.placed_at < wish.placed_until)
    )


def _has_sku(item: OrderItem, skus: frozenset[str], products: Mapping[str, Product]) -> bool:
    product = products.get(item.sku)
    return item.sku in skus or (product is not None and product.sku in skus)


def _named_best(orders: Sequence[Order], text: str, products: Mapping[str, Product]) -> list[Order]:
    scores = [max((score(text, i, products.get(i.sku)) for i in order.items), default=_NOTHING) for order in orders]
    best = max(scores, default=_NOTHING)
    return [order for order, own in zip(orders, scores, strict=True) if own == best and own > _NOTHING]


def _names(item: OrderItem, product: Product | None) -> list[str]:
    parts = [part for part in re.split(r"[\s《》]+", item.title) if len(part) > 1]
    if product is None:
        return parts
    return [*parts, *product.aliases, *([product.brand] if product.brand else [])]


def _nouns(item: OrderItem, product: Product | None) -> list[str]:
    """What a thing is called, for its last character: aliases and category; the title's words for an unknown product."""
    names = _names(item, None) if product is None else [*product.aliases, product.category]
    return [name.casefold() for name in names if len(name) > 1]


def _overlap(said: str, name: str) -> int:
    """Length of the name when the text holds it, or of the text when it is a word (2–6 characters) of the name."""
    if name in said:
        return len(name)
    return len(said) if 2 <= len(said) <= 6 and said in name else 0


def _names_head(said: str, head: str) -> bool:
    """Whether a text speaks of a thing by its last character alone: 我的鞋, 那口锅, 杯子; not 说明书 for a book."""
    if not "\u4e00" <= head <= "\u9fff" or head in _NO_HEADS:
        return False
    if head in _WITH_ZI and f"{head}子" in said:
        return True
    return said == head or re.search(f"[{_BEFORE_A_HEAD}]{head}(?![^\\W{_AFTER_A_HEAD}])", said) is not None


def _options_named(said: str, item: OrderItem, product: Product | None) -> int:
    values = item.title.split()
    if product is not None:
        values = [
            value for variant in product.variants if variant.sku == item.sku for value in variant.options.values()
        ]
    named = sum(len(value) > 1 and value.casefold() in said for value in values)
    return named + sum(colour in said and any(colour in value for value in values) for colour in COLOURS)


def _picked(orders: Sequence[Order], ordinal: int) -> tuple[Order, ...]:
    if ordinal == -1:
        return tuple(orders[-1:])
    return tuple(orders[ordinal - 1 : ordinal]) if ordinal > 0 else ()
