"""Picks among the orders that the shopper may see the one that she means, or those that she could mean. Pure.

The strongest sign decides: a number, the place in the list, 另一个, the goods, a day, a state, what is in focus, what is open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.thread import Thread
from actions.wanted import OF_PHONES, Wanted
from bot.shop.lookup import COLOURS, score
from bot.shop.order import MOVING_STATUSES, Order, OrderItem
from bot.shop.product import Product

PAGE = 4
MISSED_WITHIN = timedelta(days=7)  # a parcel signed for before that would have been missed before
_UNSHIPPED = frozenset({"paid", "packed"})
PREFERRED: Mapping[str, frozenset[str]] = {
    "urge_shipping": _UNSHIPPED,
    "urge_delivery": MOVING_STATUSES,
    "contact_courier": MOVING_STATUSES,
    "self_pickup": MOVING_STATUSES,
    "complain_late_delivery": MOVING_STATUSES | _UNSHIPPED | {"lost"},
}
_NOT_NAMED = (0, 0)
_RUN = re.compile(r"[0-9A-Za-z]+")
_LONG_NUMBER = re.compile(r"[0-9]{5}")
_COLOUR_SAID = re.compile(f"[{COLOURS}](色|的|那|这)")
# Character pairs that say nothing about goods, though they may stand in a title.
_COMMON_PAIRS = frozenset(
    {"我的", "那个", "这个", "一个", "什么", "怎么", "时候", "快递", "订单", "包裹", "物流", "发货", "到了", "还没", "没有", "收到", "可以"}
)  # fmt: skip


Products = Mapping[str, Product]  # by SKU of product or variant: they lend aliases, categories, colours


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """`orders` that fit, likeliest first, and by which sign: number, list, all, other, goods, unknown_goods, day, state, focus,
    open, no_place, no_day, none."""

    orders: tuple[Order, ...]
    sign: str


def by_number(orders: Sequence[Order], number: str) -> tuple[Order, ...]:
    """Those with this order or tracking number, whole."""
    wanted = number.upper()
    return tuple(
        order
        for order in orders
        if order.order_id == number or any(parcel.tracking_no.upper() == wanted for parcel in order.parcels)
    )


def by_tail(orders: Sequence[Order], tail: str) -> tuple[Order, ...]:
    """Those whose order number, tracking number or phone ends so: 尾号5678那个."""
    return tuple(
        order
        for order in orders
        if order.order_id.endswith(tail)
        or order.phone.endswith(tail)
        or any(parcel.tracking_no.endswith(tail) for parcel in order.parcels)
    )


def pick(orders: Sequence[Order], wanted: Wanted, thread: Thread, products: Products) -> Picked:
    """`orders` newest first. Several come back when the signs fit several; the caller lets her choose."""
    for sign, found in (
        ("number", by_number(orders, wanted.number) if wanted.number else ()),
        ("number", by_tail(orders, wanted.tail) if wanted.tail else ()),
        ("list", _from_list(orders, wanted, thread)),
    ):
        if found:
            return Picked(orders=found, sign=sign)
    if wanted.ordinal is not None and not wanted.names_goods and len(thread.orders_offered) > 1 and not wanted.other:
        return Picked(orders=(), sign="no_place")
    if wanted.all_of_them:
        return Picked(orders=_all_in_question(orders, thread), sign="all")
    if wanted.other or _points_to_other(wanted, thread):
        others = _others(orders, thread)
        named = _by_goods(others, wanted, products)
        if wanted.statuses and not named:
            others = tuple(order for order in others if order.status in wanted.statuses)
        return Picked(orders=named or others, sign="other")
    if wanted.words or wanted.skus:
        picked = _by_words(orders, wanted, thread, products)
        if picked:
            return picked
    return _by_thread(orders, wanted, thread)


def open_orders(orders: Sequence[Order]) -> tuple[Order, ...]:
    """The open ones; unpaid ones only when nothing else is open, since nothing of them is on its way."""
    found = tuple(order for order in orders if order.is_open)
    return tuple(order for order in found if order.status != "unpaid") or found


def _from_list(orders: Sequence[Order], wanted: Wanted, thread: Thread) -> tuple[Order, ...]:
    if wanted.ordinal is None or wanted.parcel or len(thread.orders_offered) < 2:
        return ()
    start = thread.choice_round * PAGE
    shown = thread.orders_offered[start : start + PAGE]
    middle = (len(shown) - 1) // 2
    index = middle if wanted.ordinal == 0 else wanted.ordinal if wanted.ordinal < 0 else wanted.ordinal - 1
    if not -len(shown) <= index < len(shown):
        return ()
    return tuple(order for order in orders if order.order_id == shown[index])


def _points_to_other(wanted: Wanted, thread: Thread) -> bool:
    """那个呢 after one of two was answered is about the other."""
    return wanted.that_one and thread.order_in_focus in thread.orders_offered and len(thread.orders_offered) == 2


def _all_in_question(orders: Sequence[Order], thread: Thread) -> tuple[Order, ...]:
    offered = tuple(order for order in orders if order.order_id in thread.orders_offered)
    return offered if len(offered) > 1 else open_orders(orders)


def _others(orders: Sequence[Order], thread: Thread) -> tuple[Order, ...]:
    offered = tuple(order for order in orders if order.order_id in thread.orders_offered)
    pool = offered if len(offered) > 1 else tuple(order for order in orders if order.is_open)
    return tuple(order for order in pool if order.order_id != thread.order_in_focus)


def _by_words(orders: Sequence[Order], wanted: Wanted, thread: Thread, products: Products) -> Picked | None:
    goods = _by_goods(orders, wanted, products)
    if goods:
        narrowed = _narrowed(goods, wanted.statuses or PREFERRED.get(thread.flow or "", frozenset()))
        return Picked(orders=open_orders(narrowed) or narrowed[:1], sign="goods")
    if wanted.names_goods:
        return Picked(orders=(), sign="unknown_goods")
    if wanted.days:
        start, end = wanted.days
        found = tuple(order for order in orders if start <= order.placed_at < end)
        if found and _says_bought(wanted.words):
            return Picked(orders=found, sign="day")
        if not found and wanted.bought_then:
            return Picked(orders=(), sign="no_day")
    return None


def _by_goods(orders: Sequence[Order], wanted: Wanted, products: Products) -> tuple[Order, ...]:
    """By SKU; else by how well the words name what was bought: 耳机 in 真无线蓝牙耳机, 我的鞋, 白色那个."""
    by_sku = tuple(order for order in orders if any(_skus_of(item, products) & wanted.skus for item in order.items))
    if by_sku:
        return by_sku
    words = _RUN.sub(_unless_number, OF_PHONES.sub("", wanted.words))
    scores = [max((goods_score(words, item, products) for item in order.items), default=_NOT_NAMED) for order in orders]
    best = max(scores, default=_NOT_NAMED)
    if best[0] == 0 and not (best[1] and _COLOUR_SAID.search(words)):
        return ()
    return tuple(order for order, own in zip(orders, scores, strict=True) if own == best)


def _unless_number(run: re.Match[str]) -> str:
    """Numbers of orders, phones, firms are left out: the 10 in one of them names no 10 斤."""
    return " " if _LONG_NUMBER.search(run[0]) else run[0]


def _skus_of(item: OrderItem, products: Products) -> frozenset[str]:
    product = products.get(item.sku)
    return frozenset({item.sku, product.sku} if product else {item.sku})


def goods_score(words: str, item: OrderItem, products: Products) -> tuple[int, int]:
    """How well the words name what was bought: how long a name or a part of one fits, how many colours and options fit.

    A part of its category names it only as lookup.py allows: 耳机 is no loudspeaker of 耳机音箱."""
    product = products.get(item.sku)
    longest, options = score(words, item, product)
    names = [item.title, *((product.brand, *product.aliases) if product else ())]
    shared = max(_shared_run(words.lower(), name.lower()) for name in names)
    return max(longest, shared), options


def _shared_run(words: str, name: str) -> int:
    """Length of the longest run of letters that both hold, common words left out; 0 when under 2."""
    best = 0
    for start in range(len(words) - 1):
        end = start + max(2, best + 1)
        while end <= len(words) and words[start:end] in name and words[start:end].isalnum():
            if words[start:end] not in _COMMON_PAIRS:
                best = end - start
            end += 1
    return best


def _narrowed(orders: tuple[Order, ...], statuses: frozenset[str]) -> tuple[Order, ...]:
    return tuple(order for order in orders if order.status in statuses) or orders


def _says_bought(words: str) -> bool:
    return any(each in words for each in ("买", "下单", "下的", "拍", "订", "那单", "那个", "那天"))


def _by_thread(orders: Sequence[Order], wanted: Wanted, thread: Thread) -> Picked:
    said = tuple(order for order in orders if order.status in wanted.statuses)
    in_focus = tuple(order for order in orders if order.order_id == thread.order_in_focus)
    if in_focus and thread.asked != "order_choice" and (not said or in_focus[0] in said):
        return Picked(orders=in_focus, sign="focus")
    if said:
        return Picked(orders=said, sign="state")
    if thread.flow == "complain_not_received":
        missed = _could_be_missed(orders, wanted)
        return Picked(orders=missed, sign="state" if missed else "none")
    found = open_orders(orders)
    preferred = tuple(order for order in orders if order.status in PREFERRED.get(thread.flow or "", ()))
    if preferred and len(found) != 1:
        return Picked(orders=preferred, sign="state")
    return Picked(orders=found, sign="open") if found else Picked(orders=(), sign="none")


def _could_be_missed(orders: Sequence[Order], wanted: Wanted) -> tuple[Order, ...]:
    """没收到, 丢件了吧: what is lost or under way, and what was signed for lately; else what else could be meant."""
    lost = tuple(order for order in orders if order.status == "lost")
    if lost and "lost" in wanted.statuses:
        return lost
    moving = tuple(order for order in orders if order.status in MOVING_STATUSES or order.status == "lost")
    lately = tuple(order for order in orders if order.status == "signed" and _signed_lately(order, wanted.asked_at))
    if moving or lately:
        return moving + lately
    return open_orders(orders) or tuple(order for order in orders if order.status == "signed")


def _signed_lately(order: Order, now: datetime | None) -> bool:
    times = [parcel.last_event.at for parcel in order.parcels if parcel.last_event]
    return now is None or bool(times and now - max(times) <= MISSED_WITHIN)
