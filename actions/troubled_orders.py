"""Her orders that something is wrong with: late, stuck, lost, or complained of. Who is angry and wants her money back means one of them."""

from __future__ import annotations

from collections.abc import Sequence

from actions.asking import Asking
from actions.composition import Ports
from bot.care.cause import OF_ORDERS
from bot.care.complaints import Complainant
from bot.shop.lateness import late_by
from bot.shop.order import Order
from bot.shop.parcel_trouble import trouble_of
from bot.text import grievances


def means_trouble(asking: Asking) -> bool:
    """Whether it is what went wrong that she wants no more: by her mood, or by her words (等够了 退钱)."""
    return asking.upset or grievances.cause_in(asking.words) in ("late", "not_received")


async def troubled(asking: Asking, ports: Ports, orders: Sequence[Order]) -> tuple[Order, ...]:
    """Those of `orders`; by the record, and by tickets of hers that are open and about goods or their delivery."""
    who = Complainant(conversation_id=asking.conversation_id, customer_id=asking.customer_id)
    tickets = await ports.complaints.of(who)
    complained = {each.order_id for each in tickets if each.status != "settled" and each.cause in OF_ORDERS}
    return tuple(order for order in orders if order.order_id in complained or _in_trouble(order, asking))


def _in_trouble(order: Order, asking: Asking) -> bool:
    if order.status == "lost" or (order.is_open and late_by(order, asking.now) is not None):
        return True
    return any(trouble_of(order, parcel, asking.now) for parcel in order.parcels)
