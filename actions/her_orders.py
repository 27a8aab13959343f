"""The orders that a shopper may see, and whether what she says is about one of them. Rights are bot.shop.access's."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from actions.asking import Asking
from actions.composition import Ports
from actions.pick_order import open_orders, pick
from actions.wanted import Wanted
from bot.shop.access import may_see
from bot.shop.order import Order


async def visible_orders(asking: Asking, ports: Ports) -> tuple[Order, ...]:
    """Hers by login or by proof, newest first."""
    own: Sequence[Order] = await ports.shop.orders_of(asking.customer_id) if asking.customer_id else ()
    known = {order.order_id for order in own}
    proven = await asyncio.gather(*(ports.shop.order(each) for each in asking.proven_orders if each not in known))
    found = [*own, *(order for order in proven if order is not None)]
    allowed = (order for order in found if may_see(order, asking.customer_id, asking.proven_orders))
    return tuple(sorted(allowed, key=lambda order: order.placed_at, reverse=True))


async def speaks_of_hers(asking: Asking, ports: Ports, wanted: Wanted) -> bool:
    """台灯什么时候到 from who bought that lamp; 什么时候送到 from who has something under way."""
    orders = await visible_orders(asking, ports)
    if wanted.names_goods or wanted.skus:
        skus = list(dict.fromkeys(item.sku for order in orders for item in order.items))
        return bool(orders) and pick(orders, wanted, asking.thread, await ports.names.of(skus)).sign == "goods"
    return any(order.status != "unpaid" for order in open_orders(orders) if order.is_open)
