"""Orders for the tests of the actions, in every state, around NOW."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.shop.order import Order, OrderItem, Parcel, TrackingEvent
from tests.actions.fakes import NOW

EARPHONES = OrderItem(sku="ER1001", title="【新品】声澜 Air3 真无线蓝牙耳机 主动降噪", quantity=1, price_fen=29900)
PAN = OrderItem(sku="JJ1003", title="禾火 不粘平底锅 28cm 电磁炉通用", quantity=1, price_fen=15900)
NUMBER, PHONE = "2026112100012345", "13800135678"


def event(hours_ago: float = 5, place: str = "浙江省杭州市", text: str = "快件到达【杭州转运中心】") -> TrackingEvent:
    return TrackingEvent(at=NOW - timedelta(hours=hours_ago), place=place, text=text)


def parcel(state: str = "in_transit", **changes: Any) -> Parcel:
    values: dict[str, Any] = {
        "tracking_no": "SF1234567890123",
        "carrier_code": "SF",
        "carrier": "顺丰速运",
        "state": state,
        "promised_at": NOW + timedelta(days=2),
        "predicted_at": NOW + timedelta(days=1),
        "events": (event(),),
    }
    return Parcel(**{**values, **changes})


def order(status: str = "in_transit", **changes: Any) -> Order:
    """An order of customer C1 with one parcel where the state has one."""
    bare = status in ("unpaid", "paid", "packed", "cancelled", "closed")
    values: dict[str, Any] = {
        "order_id": NUMBER,
        "customer_id": "C1",
        "phone": PHONE,
        "recipient": "林晓",
        "address": "浙江省杭州市西湖区文三路 1 号",
        "status": status,
        "placed_at": NOW - timedelta(days=3),
        "total_fen": 29900,
        "items": (EARPHONES,),
        "parcels": () if bare else (parcel(status),),
        "promised_ship_at": NOW + timedelta(days=1),
    }
    return Order(**{**values, **changes})


def pan_order(status: str = "in_transit", **changes: Any) -> Order:
    values: dict[str, Any] = {
        "order_id": "8549755244430099",
        "items": (PAN,),
        "placed_at": NOW - timedelta(days=1),
        "parcels": (parcel(status, tracking_no="YT7567274987433", carrier="圆通速递"),),
    }
    return order(status, **{**values, **changes})


def other_orders(count: int) -> list[Order]:
    """Further open orders of C1, one a day, oldest last."""
    return [
        pan_order(order_id=f"90000000000000{index:02d}", placed_at=NOW - timedelta(days=4 + index))
        for index in range(count)
    ]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)
