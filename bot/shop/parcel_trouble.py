"""What is wrong with a parcel that is on its way, as far as its scans tell: it has not moved for long, or it is elsewhere. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from bot.shop.address import read_address
from bot.shop.order import MOVING_STATUSES, Order, Parcel

DEFAULT_STUCK_HOURS = 48
Trouble = Literal["stuck", "elsewhere"]


def trouble_of(order: Order, parcel: Parcel, now: datetime, stuck_hours: int = DEFAULT_STUCK_HOURS) -> Trouble | None:
    """`elsewhere`: it is being delivered in another province than it is sent to; `stuck`: no scan for so many hours."""
    last = parcel.last_event
    if parcel.state not in MOVING_STATUSES or last is None:
        return None
    if parcel.state == "out_for_delivery":
        here, there = read_address(last.place).province, read_address(order.address).province
        if here and there and here != there:
            return "elsewhere"
    return "stuck" if now - last.at >= timedelta(hours=stuck_hours) else None
