"""Which order a complaint is about: hers by login or proof, the likeliest by the complaint's kind. Rights are bot.shop.access's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions.asking import Asking
from actions.complaint_item import answers_item
from actions.composition import Ports
from actions.her_orders import visible_orders
from actions.order_choice import offer
from actions.order_proof import ask_proof, needs_proof
from actions.order_talk import picked_of, seen_of, with_page
from actions.speech import Speech
from actions.thread import Thread
from actions.wanted import wanted_of
from bot.care.cause import OF_ARRIVED, OF_ORDERS, Cause, received_at
from bot.shop.lateness import late_by
from bot.shop.order import Order

_CERTAIN = frozenset({"number", "list", "goods"})
_SHOWN = 4
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """`asked`: she was asked which order, or for its proof, and nothing else is to be said now."""

    order: Order | None
    thread: Thread
    asked: bool = False


async def order_meant(asking: Asking, speech: Speech, ports: Ports, cause: Cause, thread: Thread) -> Meant:
    """The order, None where none is needed or none can be found; or the question that was just asked."""
    wanted = with_page(wanted_of(asking), asking)
    orders = await visible_orders(asking, ports)
    if answers_item(asking) and (kept := _kept(orders, thread)):
        return Meant(order=kept, thread=thread.settled())
    needed = cause in OF_ORDERS
    if needed or wanted.number:
        if needs_proof(asking, wanted, seen_of(orders, wanted), bool(orders)):
            if gives_no_number(asking, wanted.no_number):
                return Meant(order=None, thread=thread.settled())
            proof = await ask_proof(asking, speech, ports, wanted=wanted, thread=thread)
            return Meant(order=proof.order, thread=proof.thread, asked=proof.order is None)
    if not orders:
        return Meant(order=None, thread=thread)
    likely = _likely(orders, cause, asking)
    picked = await picked_of(likely, wanted, thread, ports)
    if picked.sign not in _CERTAIN and thread.complaint and (kept := _kept(orders, thread)):
        return Meant(order=kept, thread=thread.settled())
    if len(picked.orders) == 1 or (not needed and picked.sign == "focus"):
        return Meant(order=picked.orders[0], thread=thread.settled())
    if not needed:
        return Meant(order=None, thread=thread)
    choices = picked.orders or likely
    if len(choices) == 1:
        return Meant(order=choices[0], thread=thread.settled())
    anew = thread if thread.asked == "order_choice" else replace(thread, choice_round=0)
    return Meant(
        order=None, thread=offer(asking, speech, choices[: _SHOWN * 2], anew, "utter_choose_order"), asked=True
    )


def gives_no_number(asking: Asking, said_so: bool) -> bool:
    """She was asked for the number, and has none or will not give it: her complaint is heard without it."""
    return asking.thread.asked in ("order_number", "phone_tail") and (said_so or asking.thread.asked_times >= 2)


def _arrival(order: Order) -> datetime:
    at = received_at(order)
    assert at is not None
    return at


def _kept(orders: tuple[Order, ...], thread: Thread) -> Order | None:
    """The order of the complaint that is talked about."""
    kept = (thread.complaint or {}).get("order")
    return next((order for order in orders if order.order_id == kept), None)


def _likely(orders: tuple[Order, ...], cause: Cause, asking: Asking) -> tuple[Order, ...]:
    """Those that such a complaint can be about; all of them where none can."""
    if cause in OF_ARRIVED:
        arrived = tuple(order for order in orders if received_at(order) is not None)
        found = tuple(order for order in arrived if asking.now - _arrival(order) <= LATELY) or arrived
    elif cause == "late":
        late = tuple(order for order in orders if order.is_open and late_by(order, asking.now) is not None)
        found = late or tuple(order for order in orders if order.is_open)
    else:
        found = ()
    return found or orders
