"""Which goods of an order a complaint is about, how many pieces of them, and what the shop does about them already. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.asking import Asking
from actions.complaint_trouble import troubled_item
from actions.pick_order import goods_score
from bot.care.cause import Cause
from bot.shop.after_sale import AfterSale, CaseItem, OrderCare
from bot.shop.order import Order, OrderItem
from bot.shop.product import Product
from bot.text import cues
from bot.text.after_sale_words import names_all, pieces_in
from bot.text.ordinals import find_ordinals

ITEM_ASKED = "complaint_item"
ALL = "all"
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_SPANS = re.compile(r"[一二两三四五六七八九十半几\d]{1,8}个?多?(?:月|小时|钟头|星期|礼拜|周|年|天)")
_ONE_OF_THEM = re.compile(r"有一?[个件只双条瓶罐盒包袋本台]|其中|里面的?一")
Products = Mapping[str, Product]


def item_meant(order: Order | None, asking: Asking, products: Products) -> OrderItem | None:
    """The one line of the order: the only one, the one chosen or named, else the one that was talked about; None: not known."""
    if order is None or not order.items:
        return None
    if len(order.items) == 1:
        return order.items[0]
    chosen = next(iter(asking.values("choice")), None)
    if chosen is not None:
        return next((item for item in order.items if item.sku == chosen), None)
    asked = asking.thread.asked == ITEM_ASKED
    if asked and names_all(asking.words):
        return None
    listed = _from_list(order.items, asking.words) if asked else None
    named = listed or _named(order, asking, products) or troubled_item(order.items, asking.words, products)
    return named or _kept(order, asking)


def _from_list(items: tuple[OrderItem, ...], words: str) -> OrderItem | None:
    """第二个, 3, 锅那个: to the question, by its place or the last character of its name."""
    ordinals = find_ordinals(words)
    place = ordinals[0].index if ordinals else int(words.strip()[:1]) if cues.is_digit(words) else 0
    if 0 < place <= len(items):
        return items[place - 1]
    found = [item for item in items if any(word[-1] in words for word in _HAN.findall(item.title))]
    return found[0] if len(found) == 1 else None


def _named(order: Order, asking: Asking, products: Products) -> OrderItem | None:
    skus = {sku for found in asking.entities for sku in (*found.values, *found.skus)}
    by_sku = [item for item in order.items if item.sku in skus]
    if len(by_sku) == 1:
        return by_sku[0]
    scores = [goods_score(asking.words, item, products) for item in order.items]
    best = max(scores)
    fitting = [item for item, own in zip(order.items, scores, strict=True) if own == best]
    return fitting[0] if len(fitting) == 1 and best > (0, 0) else None


def _kept(order: Order, asking: Asking) -> OrderItem | None:
    kept = asking.thread.complaint or {}
    if kept.get("order") != order.order_id:
        return None
    return next((item for item in order.items if item.sku == kept.get("sku")), None)


def pieces_meant(item: OrderItem, cause: Cause, words: str) -> int:
    """How many of its pieces: as she says; else one where one is missing or 有一个 is said, all of them otherwise."""
    said = pieces_in(_SPANS.sub("", words), item.quantity, asked=False)
    if said.isdecimal() and 0 < int(said) <= item.quantity:
        return int(said)
    return 1 if cause == "missing_item" or _ONE_OF_THEM.search(words) else item.quantity


def goods_of(order: Order, item: OrderItem | None, pieces: int) -> tuple[CaseItem, ...]:
    """The goods in question as the shop counts them: of one line, or all of the order."""
    if item is not None:
        return (CaseItem(sku=item.sku, quantity=pieces),)
    return tuple(CaseItem(sku=each.sku, quantity=each.quantity) for each in order.items)


def case_in_hand(care: OrderCare | None, item: OrderItem | None) -> AfterSale | None:
    """An open case that holds these goods: nothing else is begun for them."""
    if care is None or item is None:
        return None
    return next(
        (case for case in care.after_sales if case.is_open and any(each.sku == item.sku for each in case.items)), None
    )
