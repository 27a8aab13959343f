"""How facts are written in Chinese: times, spans, money, short names of goods, and the titles of buttons.

Only pieces that go into the gaps of responses; whole sentences live in domain.yml.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from actions.speech import Button
from bot.shop.due_times import told_time
from bot.shop.order import Order, OrderItem
from bot.text.titles import TITLES

GOODS_CHARS = 20
TITLE_CHARS = 16
_DAYS = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
_WEEKDAYS = "一二三四五六日"
_BRACKETS = re.compile(r"[【\[(（][^】\])）]{0,30}[】\])）]")
_END_MARKS = "。.！!，,；; \n"

STATUS_NAMES = {
    "unpaid": "待付款", "paid": "待发货", "packed": "已打包", "shipped": "已发货", "in_transit": "运输中",
    "out_for_delivery": "派送中", "signed": "已签收", "refused": "已拒收", "lost": "疑似丢件", "returned": "已退回",
    "cancelled": "已取消", "closed": "已关闭",
}  # fmt: skip


MONEY_NAMES = {"refund": "退款", "compensation": "补偿", "price_difference": "差价"}
_INSIDE = {
    "track_refund": "查退款", "track_after_sale": "查售后进度", "price_protection": "补差价", "invoice_problem": "换开发票",
    "return_pickup": "约上门取件", "withdraw_after_sale": "撤销售后",
}  # fmt: skip


_TOPICS = {"request_human": "给同事的留言", "lost_parcel": "包裹没了下落"}


def human(reason: str) -> Button:
    return Button(title="转人工", intent="request_human", entities={"reason": reason})


def review(reason: str) -> Button:
    """Beside every no: a person looks at it again."""
    return Button(title="人工复核", intent="request_human", entities={"reason": reason})


def wish(name: str) -> str:
    """A wish in a few words, to stand inside a sentence: 改收货地址, 退货."""
    return _INSIDE.get(name) or TITLES.get(name, "这件事").removeprefix("我要")


def topic(name: str) -> str:
    """What a ticket is about, as its card says it; a message that belongs to no wish is one for the shop's people."""
    return _TOPICS.get(name) or TITLES.get(name, "给同事的留言")


OTHER_ORDERS = Button(title="其他订单", intent="inform", entities={"more": "orders"})
TRACK = Button(title="查物流", intent="track_order")


def track_product(sku: str) -> Button:
    return Button(title="查我买的这件", intent="track_order", entities={"product": sku})


def past(at: datetime, now: datetime) -> str:
    """A time that was: 今天14:20, 昨天09:05, 11月18日14:20; with the year when it is another one."""
    local = at.astimezone(now.tzinfo)
    day = _DAYS.get((local.date() - now.date()).days)
    return f"{day or _date(local, now)}{local:%H:%M}"


def future(at: datetime, now: datetime) -> str:
    """A time that is expected: 明天（11月23日）18:00; without the hour when the record only knows the day."""
    local = at.astimezone(now.tzinfo)
    day = _DAYS.get((local.date() - now.date()).days)
    date = _date(local, now)
    clock = "" if (local.hour, local.minute) in ((0, 0), (23, 59)) else f"{local:%H:%M}"
    return f"{day}（{date}）{clock}" if day else f"{date}{clock}"


def due(at: datetime, now: datetime, *, hers: bool = False) -> str:
    """A time by which something is owed, round (bot.shop.due_times.told_time): 明天（11月23日）10:00, 12月5日."""
    return future(told_time(at, now, hers=hers), now)


def slot(start: datetime, end: datetime, now: datetime) -> str:
    """A span within which somebody comes: 明天（11月23日）13点到18点; over several days both of them."""
    start, end = start.astimezone(now.tzinfo), end.astimezone(now.tzinfo)
    if start.date() != end.date():
        return f"{day(start, now)}到{_date(end, now)}"
    return f"{day(start, now)}{_hour(start)}到{_hour(end)}"


def day(at: datetime, now: datetime) -> str:
    """明天（11月23日）; 11月28日（周六） when it has no such name."""
    local = at.astimezone(now.tzinfo)
    name = _DAYS.get((local.date() - now.date()).days)
    return f"{name}（{_date(local, now)}）" if name else f"{_date(local, now)}（周{_WEEKDAYS[local.weekday()]}）"


def span(length: timedelta) -> str:
    """半小时, 5个小时, 2天: rounded as people say it."""
    hours = length.total_seconds() / 3600
    if hours < 1:
        return "不到1个小时"
    if hours < 24:
        return f"{round(hours)}个小时"
    days = hours / 24
    return f"{int(days)}天半" if 0.3 < days - int(days) < 0.7 else f"{round(days)}天"


def date(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.month}月{local.day}日"


def yuan(fen: int) -> str:
    """12900 → 129元, 12950 → 129.5元."""
    text = f"{fen / 100:.2f}".rstrip("0").rstrip(".")
    return f"{text}元"


def short(title: str, chars: int = GOODS_CHARS) -> str:
    """A product title cut where a word ends; bracketed advertising at its beginning goes first."""
    plain = _BRACKETS.sub("", title).strip() or title.strip()
    if len(plain) <= chars:
        return plain
    kept = ""
    for word in plain.split():
        if kept and len(kept) + 1 + len(word) > chars:
            break
        kept = f"{kept} {word}".strip()
    return kept[:chars]


def goods(items: tuple[OrderItem, ...], chars: int = GOODS_CHARS) -> str:
    """声澜真无线耳机, or 声澜真无线耳机等3件 when there are several."""
    if not items:
        return "您的包裹"
    pieces = sum(item.quantity for item in items)
    name = short(items[0].title, chars)
    return name if len(items) == 1 else f"{name}等{pieces}件"


def order_title(order: Order, zone: ZoneInfo) -> str:
    """A button's title: short name and the day it was ordered."""
    return f"{goods(order.items, TITLE_CHARS)} · {date(order.placed_at, zone)}"


def without_end(text: str) -> str:
    """A sentence of the carrier's without its full stop, to stand inside ours."""
    return text.strip().rstrip(_END_MARKS)


def _date(local: datetime, now: datetime) -> str:
    year = f"{local.year}年" if local.year != now.year else ""
    return f"{year}{local.month}月{local.day}日"


def _hour(local: datetime) -> str:
    return f"{local.hour}点{local.minute:02d}分" if local.minute else f"{local.hour}点"


def by(at: datetime, now: datetime) -> str:
    """A time by which something is done, as people say it: 今天18:00, 明天10:30, 11月25日18:00; the day alone where that is all."""
    local = at.astimezone(now.tzinfo)
    day = _DAYS.get((local.date() - now.date()).days) or _date(local, now)
    return day if (local.hour, local.minute) in ((0, 0), (23, 59)) else f"{day}{local:%H:%M}"
