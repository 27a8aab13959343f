"""Orders, parcels and tracking events as the shop tells them. Pure: dataclasses and questions that they answer themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

OrderStatus = Literal[
    "unpaid", "paid", "packed", "shipped", "in_transit", "out_for_delivery",
    "signed", "refused", "lost", "returned", "cancelled", "closed",
]  # fmt: skip
ORDER_STATUSES: tuple[str, ...] = get_args(OrderStatus)

OPEN_STATUSES = frozenset({"unpaid", "paid", "packed", "shipped", "in_transit", "out_for_delivery", "lost", "refused"})
MOVING_STATUSES = frozenset({"shipped", "in_transit", "out_for_delivery"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderItem:
    sku: str
    title: str
    quantity: int
    price_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingEvent:
    """One scan of a parcel, with the fields that carriers' aggregators in China give. `at` is aware, UTC."""

    at: datetime
    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """`state` is an OrderStatus of the parcel itself. `promised_at` was told at purchase, `predicted_at` is the carrier's."""

    tracking_no: str
    carrier_code: str
    carrier: str
    state: str
    promised_at: datetime | None
    predicted_at: datetime | None
    events: tuple[TrackingEvent, ...]  # oldest first
    skus: tuple[str, ...] = ()

    @property
    def last_event(self) -> TrackingEvent | None:
        return self.events[-1] if self.events else None

    @property
    def late(self) -> bool:
        """Whether the carrier expects it after the promised time."""
        return bool(self.promised_at and self.predicted_at and self.predicted_at > self.promised_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    order_id: str
    customer_id: str
    phone: str
    recipient: str
    address: str
    status: OrderStatus
    placed_at: datetime
    total_fen: int
    items: tuple[OrderItem, ...]
    parcels: tuple[Parcel, ...] = ()
    promised_ship_at: datetime | None = None
    remark: str = ""

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    customer_id: str
    name: str
    phone: str
    level: str  # "new" | "regular" | "vip"
    city: str
    joined_at: datetime
