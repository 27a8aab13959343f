"""The talk about one order, from a wish to the answer: which order, whose, and what is true of it.

It serves every wish of ORDER_WISHES; the thread's `flow` says which. Rights are decided by bot.shop.access and
bot.shop.prove only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from actions import wording
from actions.asking import Asking
from actions.composition import Ports
from actions.her_orders import visible_orders
from actions.order_answer import tell
from actions.order_choice import offer
from actions.order_deeds import after_telling, push_one_by_one
from actions.order_proof import ask_proof, needs_proof
from actions.pick_order import Picked, by_number, by_tail, pick
from actions.speech import Speech
from actions.thread import Thread
from actions.wanted import Wanted, wanted_of
from bot.shop.order import Order

ORDER_WISHES = frozenset(
    {
        "track_order", "urge_shipping", "urge_delivery", "contact_courier", "self_pickup", "ask_shipping_time",
    }
)  # fmt: skip
RECENT = 4
TOLD_AT_ONCE = 3
_NAMED_SKUS = 24
_CERTAIN = frozenset({"number", "list", "all"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """The orders that this shopper may see, newest first."""

    orders: tuple[Order, ...]


async def serve(asking: Asking, speech: Speech, ports: Ports, flow: str) -> Thread:
    """Take the wish `flow` as far as this message allows; give the thread as it stands then."""
    wanted = wanted_of(asking)
    visible = Visible(orders=await visible_orders(asking, ports))
    thread = replace(asking.thread, flow=flow)
    if asking.customer_id:
        thread = replace(thread, open_statuses=tuple(order.status for order in visible.orders if order.is_open))
    wanted = with_number_given(with_page(wanted, asking), asking, visible.orders)
    if needs_proof(asking, wanted, seen_of(visible.orders, wanted), bool(visible.orders)):
        result = await ask_proof(asking, speech, ports, wanted=wanted, thread=thread)
        if result.order is None:
            return result.thread
        told = tell(asking, speech, result.order, _listed(result.thread, asking, result.order))
        proven = replace(asking, proven_orders=(*asking.proven_orders, result.order.order_id))
        return await after_telling(proven, speech, ports, told)
    if wanted.more:
        return _next_page(asking, speech, visible.orders, thread)
    thread = replace(thread, choice_round=thread.choice_round if thread.asked == "order_choice" else 0)
    picked = await picked_of(visible.orders, wanted, thread, ports)
    return await after_telling(asking, speech, ports, _answered(asking, speech, picked, thread, visible))


def with_page(wanted: Wanted, asking: Asking) -> Wanted:
    """The order or product that she wrote from counts where her words name none."""
    if asking.about_order and not wanted.number:
        return replace(wanted, number=asking.about_order)
    if asking.about_sku and not wanted.picks:
        return replace(wanted, skus=frozenset({asking.about_sku}))
    return wanted


def with_number_given(wanted: Wanted, asking: Asking, orders: tuple[Order, ...]) -> Wanted:
    """The number that she gave as a guest, once a login has shown it to be hers: no tail is needed any more."""
    given = asking.thread.number_given if asking.thread.asked in ("order_number", "phone_tail") else None
    if not asking.customer_id or wanted.picks or given is None or not by_number(orders, given):
        return wanted
    return replace(wanted, number=given)


def seen_of(orders: tuple[Order, ...], wanted: Wanted) -> bool:
    """Whether the number or tail that was given is one of hers."""
    if wanted.number:
        return bool(by_number(orders, wanted.number))
    return bool(wanted.tail and by_tail(orders, wanted.tail))


async def picked_of(orders: tuple[Order, ...], wanted: Wanted, thread: Thread, ports: Ports) -> Picked:
    picked = pick(orders, wanted, thread, {})
    if picked.sign in _CERTAIN or len(orders) < 2 or not wanted.words:
        return picked
    skus = list(dict.fromkeys(item.sku for order in orders for item in order.items))[:_NAMED_SKUS]
    return pick(orders, wanted, thread, await ports.names.of(skus))


def _answered(asking: Asking, speech: Speech, picked: Picked, thread: Thread, visible: Visible) -> Thread:
    if picked.sign == "all" and 1 < len(picked.orders) <= TOLD_AT_ONCE:
        return _told_one_by_one(asking, speech, picked.orders, thread)
    if len(picked.orders) == 1:
        return tell(asking, speech, picked.orders[0], thread)
    if picked.orders and _tells_all(asking, picked, thread):
        return _told_one_by_one(asking, speech, picked.orders, thread)
    if picked.orders:
        besides = picked.sign == "other" and thread.order_in_focus is not None
        response = "utter_choose_other_order" if besides else "utter_choose_order"
        return offer(asking, speech, picked.orders, replace(thread, choice_round=0), response)
    if picked.sign == "other" and not asking.customer_id:
        speech.say("utter_ask_other_number")
        return replace(thread, number_given=None, tail_given=None).asking("order_number")
    return _nothing_fits(asking, speech, picked, thread, visible)


def _told_one_by_one(asking: Asking, speech: Speech, orders: tuple[Order, ...], thread: Thread) -> Thread:
    """Each in full, also the one that she has been told of before."""
    anew = replace(asking, thread=replace(asking.thread, order_in_focus=None))
    for order in orders:
        thread = tell(anew, speech, order, thread, more_follow=order is not orders[-1])
    return push_one_by_one(speech, orders, thread, asking)


def _nothing_fits(asking: Asking, speech: Speech, picked: Picked, thread: Thread, visible: Visible) -> Thread:
    """Say that there is none such, and offer those that there are."""
    if not visible.orders:
        speech.say("utter_no_orders", buttons=[wording.human(thread.flow or "track_order")])
        return thread.settled()
    if picked.sign == "no_place":
        return _no_such_place(asking, speech, thread, visible)
    thread = replace(thread, choice_round=0)
    rest = tuple(order for order in visible.orders if order.order_id != thread.order_in_focus) or visible.orders
    if picked.sign == "unknown_goods":
        in_reach = tuple(order for order in visible.orders if order.is_open) or visible.orders[:RECENT]
        return offer(asking, speech, in_reach, thread, "utter_choose_unknown_goods")
    if picked.sign == "no_day":
        return offer(asking, speech, visible.orders[:RECENT], thread, "utter_no_order_that_day")
    if picked.sign == "other" and len(visible.orders) == 1:
        speech.say("utter_no_other_order")
        return thread.settled()
    response = "utter_no_other_open_order" if picked.sign == "other" else "utter_no_open_order"
    return offer(asking, speech, rest[:RECENT], thread, response)


def _tells_all(asking: Asking, picked: Picked, thread: Thread) -> bool:
    """A few candidates are told at once to who is upset, and to who was asked to choose among them before."""
    if not 1 < len(picked.orders) <= TOLD_AT_ONCE or picked.sign == "other":
        return False
    asked_before = asking.thread.asked == "order_choice" and asking.thread.asked_times > 0
    again = asked_before and {order.order_id for order in picked.orders} == set(thread.orders_offered)
    return asking.presses or again


def _no_such_place(asking: Asking, speech: Speech, thread: Thread, visible: Visible) -> Thread:
    """第四个 of three: how many there are, and which."""
    offered = tuple(order for each in thread.orders_offered for order in visible.orders if order.order_id == each)
    return offer(asking, speech, offered or visible.orders[:RECENT], thread, "utter_choose_no_such_place")


def _listed(thread: Thread, asking: Asking, proven: Order) -> Thread:
    """A guest's proven orders are a list, in the order in which she proved them: 第一个呢."""
    known = dict.fromkeys((*asking.proven_orders, proven.order_id))
    return replace(thread, orders_offered=tuple(known)) if len(known) > 1 else thread


def _next_page(asking: Asking, speech: Speech, orders: tuple[Order, ...], thread: Thread) -> Thread:
    offered = tuple(order for each in thread.orders_offered for order in orders if order.order_id == each)
    paged = replace(thread, choice_round=thread.choice_round + 1)
    return offer(asking, speech, offered or orders, paged, "utter_choose_more_orders")
