"""A turn that changes something (the yes to a new address, done in the SQL shop) against questions from the book, in turns."""

from __future__ import annotations

import asyncio
from typing import Any

from bench.figure import Figure, at_most, ratio
from bench.ours import Ours
from bench.questions import FAQ
from bench.samples import median, p95
from bench.shopper import Shopper
from bench.stage import Stage
from bench.talker import NotAnswered, ask_all

_WARM_UP = 2
_CARD = "order"


async def measure(stage: Stage) -> list[Figure]:
    ours = await stage.ours()
    order = await asyncio.to_thread(_unshipped, ours)
    told: list[float] = []
    done: list[float] = []
    asked: list[float] = []
    async with ours.shoppers(1, customers=False) as (guest,), ours.customer(order["customer_id"]) as customer:
        for number in range(_WARM_UP + stage.scale(60, 12)):
            read_back_ms, done_ms = await _changed(customer, order["order_id"], number + 1)
            asked_ms = await ask_all(guest, FAQ)
            if number >= _WARM_UP:
                told.append(read_back_ms)
                done.append(done_ms)
                asked += asked_ms
    return [
        Figure(name="changing turn (the yes), p50", unit="ms", value=median(done)),
        Figure(name="changing turn (the yes), p95", unit="ms", value=p95(done)),
        ratio("changing turn against FAQ turn, p95", p95(done), p95(asked), at_most(3)),
        Figure(name="its read-back, p95", unit="ms", value=p95(told)),
    ]


def _unshipped(ours: Ours) -> dict[str, Any]:
    """An order of a customer whose address the shop still changes at once."""
    for order in ours.instance.cli_json("shop", "list", "orders"):
        if order["status"] == "paid" and order["customer_id"]:
            return dict(order)
    raise NotAnswered("no order of the demo shop is paid and not packed")


async def _changed(customer: Shopper, order_id: str, number: int) -> tuple[float, float]:
    """Its read-back's time and that of the yes; an answer without the changed order's card is not the turn that is measured."""
    door = f"文三路{number}号"
    told = await customer.ask(f"订单{order_id}的地址改成浙江省杭州市西湖区{door}")
    if door not in told.text:
        raise NotAnswered(f"the address was not read back: {told.text}")
    done = await customer.ask("好的")
    if _CARD not in done.card_kinds:
        raise NotAnswered(f"no changed order in the answer: {done.text}")
    return told.took_ms, done.took_ms
