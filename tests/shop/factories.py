"""Small shops made for tests: orders, products and customers with sensible rest."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.shop.after_sale import OrderCare
from bot.shop.demo.files import Faults
from bot.shop.demo.moments import Anchor
from bot.shop.demo.policies import Dated, read_rules
from bot.shop.faq import FaqEntry
from bot.shop.hours import Shift, WorkingHours
from bot.shop.order import Customer, Order, OrderItem, Parcel, TrackingEvent
from bot.shop.product import Product, Variant
from bot.shop.promotion import Promotion
from bot.shop.rule_records import rules_from
from bot.shop.seed import DEMO_SHOP, ShopFiles
from bot.shop.service_rules import ServiceRules

NOW = datetime(2026, 11, 21, 6, 30, tzinfo=timezone.utc)
SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def anchor(now: datetime = NOW) -> Anchor:
    return Anchor(now=now, zone=SHANGHAI)


def item(title: str = "声屿 Air3 真无线蓝牙耳机", sku: str = "EJ1", **more: Any) -> OrderItem:
    return OrderItem(**{"sku": sku, "title": title, "quantity": 1, "price_fen": 19900, **more})


def event(hours_ago: float, text: str = "快件到达【武汉转运中心】", place: str = "湖北省武汉市") -> TrackingEvent:
    return TrackingEvent(at=NOW - hours_ago * HOUR, place=place, text=text)


def parcel(**more: Any) -> Parcel:
    values: dict[str, Any] = {
        "tracking_no": "YT7500000000001",
        "carrier_code": "YTO",
        "carrier": "圆通速递",
        "state": "in_transit",
        "promised_at": NOW + 2 * DAY,
        "predicted_at": NOW + DAY,
        "events": (event(20, "【杭州萧山公司】已揽收"), event(3)),
        "skus": ("EJ1",),
    }
    return Parcel(**{**values, **more})


def order(order_id: str = "7519416321509020", **more: Any) -> Order:
    values: dict[str, Any] = {
        "customer_id": "C1",
        "phone": "13600009631",
        "recipient": "林晓雨",
        "address": "四川省成都市武侯区科华北路 99 号",
        "status": "in_transit",
        "placed_at": NOW - DAY,
        "total_fen": 19900,
        "items": (item(),),
    }
    return Order(order_id=order_id, **{**values, **more})


def product(sku: str = "EJ1", **more: Any) -> Product:
    values: dict[str, Any] = {
        "title": "声屿 Air3 真无线蓝牙耳机",
        "category": "耳机音箱",
        "brand": "声屿",
        "price_fen": 19900,
        "stock": 5,
        "attributes": {"防水": "IPX4"},
        "aliases": ("耳机", "蓝牙耳机"),
    }
    return Product(sku=sku, **{**values, **more})


def variant(sku: str, **more: Any) -> Variant:
    return Variant(**{"sku": sku, "options": {"颜色": "曜石黑"}, "price_fen": 19900, "stock": 3, **more})


def customer(customer_id: str = "C1", **more: Any) -> Customer:
    values: dict[str, Any] = {
        "name": "林晓雨",
        "phone": "13600009631",
        "level": "regular",
        "city": "成都",
        "joined_at": NOW - 300 * DAY,
    }
    return Customer(customer_id=customer_id, **{**values, **more})


def promotion(promotion_id: str = "MJ", **more: Any) -> Promotion:
    values: dict[str, Any] = {
        "kind": "full_reduction",
        "title": "满减",
        "text": "满 200 减 20",
        "valid_from": NOW - DAY,
        "valid_until": NOW + DAY,
        "threshold_fen": 20000,
        "amount_fen": 2000,
        "categories": ("耳机音箱",),
    }
    return Promotion(promotion_id=promotion_id, **{**values, **more})


def faq_entry(entry_id: str = "hours", **more: Any) -> FaqEntry:
    values: dict[str, Any] = {
        "intents": ("ask_shop_info",),
        "questions": ("几点下班",),
        "keywords": ("几点",),
        "answer": "全天都在。",
        "valid_until": NOW + DAY,
    }
    return FaqEntry(entry_id=entry_id, **{**values, **more})


@cache
def rule_records() -> dict[str, list[Dated]]:
    """The demo shop's rules of service as they are written."""
    faults = Faults()
    found = read_rules(DEMO_SHOP / "policies", SHANGHAI, faults)
    faults.raise_if_any()
    return found


@cache
def service_rules() -> ServiceRules:
    return rules_from(rule_records(), SHANGHAI)


def shop_files(**more: Any) -> ShopFiles:
    """A shop of two customers and three orders, two of them C1's."""
    blue = order(
        "9160667415581438",
        customer_id="C2",
        phone="13900008888",
        status="packed",
        items=(item("迈石 缓震跑步鞋 海蓝 42", "XZ1-BL", quantity=2), item("袜子", "WZ1")),
        promised_ship_at=NOW + DAY,
        remark="放门口",
    )
    old = order("2105172962335421", status="signed", placed_at=NOW - 30 * DAY, parcels=())
    first = parcel()
    second = parcel(tracking_no="SF1600000000001", carrier_code="SF", carrier="顺丰速运", predicted_at=None, events=())
    values: dict[str, Any] = {
        "products": (
            product(variants=(variant("EJ1-BK"), variant("EJ1-WH", restock_at=NOW + DAY, stock=0))),
            product("XZ1", title="迈石 跑步鞋", category="鞋靴", brand="迈石", aliases=(), attributes={}),
        ),
        "customers": (customer(), customer("C2", name="王梓涵", phone="13900008888")),
        "orders": (old, order(parcels=(first, second)), blue),
        "faq": (faq_entry("b"), faq_entry("a", general=True, valid_until=None)),
        "promotions": (promotion(), promotion("EARLIER", valid_from=NOW - 9 * DAY, levels=("vip",), gift="杯刷")),
        "policies": {"hours": "全天", "phone": "400"},
        "hours": WorkingHours(
            shifts=(Shift(skill="*", weekdays=frozenset({0, 6}), start_minute=540, end_minute=1080),),
            closed_days=frozenset({"02-17"}),
        ),
        "rules": rule_records(),
    }
    return ShopFiles(**{**values, **more})


SIGNED_AT = NOW - 3 * DAY


def orders_in_every_stage() -> dict[str, Order]:
    """One order of C1 in each stage that matters to a change, by its status: two earphones in black, and socks."""
    scan = TrackingEvent(at=SIGNED_AT, place="四川省成都市", text="已签收")
    made = {}
    for number, status in enumerate(
        ("unpaid", "paid", "packed", "in_transit", "out_for_delivery", "signed", "cancelled")
    ):
        on_the_way = parcel(
            tracking_no=f"YT750000000009{number}",
            state=status,
            skus=("EJ1-BK", "WZ1"),
            events=(event(90), scan) if status == "signed" else (event(20), event(3)),
        )
        made[status] = order(
            f"75194163215091{number}{number}",
            status=status,
            items=(item(sku="EJ1-BK", quantity=2), item("棉言 袜子", "WZ1", price_fen=1500)),
            total_fen=41300,
            parcels=(on_the_way,) if status in ("in_transit", "out_for_delivery", "signed") else (),
            placed_at=NOW - 5 * DAY,
        )
    return made


def stage_files() -> ShopFiles:
    """`shop_files()` with `orders_in_every_stage()`, all but the unpaid one paid by 微信支付."""
    orders = orders_in_every_stage()
    black, white = variant("EJ1-BK"), variant("EJ1-WH", options={"颜色": "云白"})
    socks = product("WZ1", title="棉言 袜子", price_fen=1500, attributes={"七天无理由": "支持，没洗没穿过"})
    dear, gone = variant("EJ1-PRO", price_fen=29900), variant("EJ1-GD", stock=0)
    return shop_files(
        products=(product(variants=(black, white, dear, gone)), socks),
        orders=tuple(orders.values()),
        care=tuple(
            OrderCare(order_id=each.order_id, paid_by="微信支付") for each in orders.values() if each.status != "unpaid"
        ),
    )
