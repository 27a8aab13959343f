"""Which order a complaint is about: hers by login or proof, the likeliest by the complaint's kind. Rights are bot.shop.access's."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions import wording
from actions.asking import Asking
from actions.complaint_item import answers_item
from actions.complaint_trouble import Told, stranger, trouble_told
from actions.complaint_where import can_be_told, felt, means_all, tell_where
from actions.composition import Ports
from actions.her_orders import visible_orders
from actions.order_choice import PATIENCE, offer
from actions.order_proof import ask_proof, needs_proof
from actions.order_talk import picked_of, seen_of, with_number_given, with_page
from actions.pick_order import Picked, open_orders
from actions.speech import Speech
from actions.thread import Thread
from actions.wanted import Wanted, wanted_of
from bot.care.cause import OF_ARRIVED, OF_ORDERS, Cause, akin, received_at
from bot.care.lines import Lines
from bot.shop.lateness import late_by
from bot.shop.order import Order
from bot.text import cues

_CERTAIN = frozenset({"number", "list", "goods"})
_POINTED = frozenset({"number", "list"})
_SHOWN = 4
_NONE_OF_THEM = re.compile(
    r"(?:都|全|一个都?)不是|没有?(?:我说的|我要的|这个|那个|一个是)|不在(?:里面|这里)|不是这[几些]"
)
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """`asked`: she was asked which order, or for its proof, and nothing else is to be said now; `several`: all of these.
    `feels`: the topic of comfort where the record says more than the complaint's kind does."""

    order: Order | None
    thread: Thread
    asked: bool = False
    several: tuple[Order, ...] = ()
    feels: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What speaks for which of her orders: `likely` by the complaint's kind, `picked` by her words and the talk."""

    orders: tuple[Order, ...]
    likely: tuple[Order, ...]
    picked: Picked
    wanted: Wanted
    cause: Cause


async def order_meant(asking: Asking, speech: Speech, ports: Ports, cause: Cause, thread: Thread) -> Meant:
    """The order, None where none is needed or none can be found; or the question that was just asked."""
    orders = await visible_orders(asking, ports)
    wanted = with_number_given(with_page(wanted_of(asking), asking), asking, orders)
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
    if _is_none_of_them(asking):
        return Meant(order=None, thread=thread.settled())
    told = await trouble_told(asking, ports, cause, orders)
    likely = _likely(orders, cause, asking, told)
    picked = await _picked(orders, likely or orders, wanted, thread, ports)
    if told is not None and picked.sign not in _POINTED:
        picked = replace(picked, orders=told.best(picked.orders) or told.named(picked.orders, asking.words))
    elsewhere = picked.sign in _CERTAIN or (picked.sign == "other" and _is_elsewhere(asking, thread, cause, picked))
    if not elsewhere and thread.complaint and (kept := _kept(orders, thread)):
        if told is None or not likely or kept in likely:
            return Meant(order=kept, thread=thread.settled())
    if len(picked.orders) == 1 or (not needed and picked.sign == "focus"):
        return Meant(order=picked.orders[0], thread=thread.settled())
    if not needed:
        return Meant(order=None, thread=thread)
    choice = Choice(orders=orders, likely=likely, picked=picked, wanted=wanted, cause=cause)
    return await _among(asking, speech, ports, choice, thread)


async def _among(asking: Asking, speech: Speech, ports: Ports, choice: Choice, thread: Thread) -> Meant:
    """Of several, or of none that fits: the one that is left, where each of them is, or the question which."""
    anew = thread if thread.asked == "order_choice" else replace(thread, choice_round=0)
    if choice.wanted.more:
        anew = replace(anew, choice_round=anew.choice_round + 1)
    by_state = tuple(order for order in choice.orders if order.status in choice.wanted.statuses)
    if choice.picked.sign == "unknown_goods" and len(by_state) == 1:
        return Meant(order=by_state[0], thread=thread.settled())  # 充电宝丢件的那个: what got lost is known
    found = choice.picked.orders or choice.likely
    if named := await stranger(asking, ports, choice.cause, choice.picked.orders or choice.orders):
        return _none_fits(asking, speech, choice, anew, named)
    if not found:
        return _none_fits(asking, speech, choice, anew)
    if len(found) == 1:
        return Meant(order=found[0], thread=thread.settled())
    if can_be_told(found, choice.cause):
        if means_all(asking) or choice.picked.sign == "all":
            return Meant(order=None, several=found, thread=thread.settled())
        told = await tell_where(asking, speech, ports, found[: _SHOWN * 2], anew, choice.cause)
        return Meant(order=None, thread=told, asked=True, feels=felt(found, choice.cause, asking.now))
    return Meant(order=None, thread=offer(asking, speech, found[: _SHOWN * 2], anew, "utter_choose_order"), asked=True)


def _none_fits(asking: Asking, speech: Speech, choice: Choice, thread: Thread, named: str = "") -> Meant:
    """What she tells can be of none of them, as far as the record goes: she is asked, and heard without an order after that.

    `named`: the goods that she names and none of her orders holds."""
    if _is_none_of_them(asking) or (thread.asked == "order_choice" and thread.asked_times >= PATIENCE):
        return Meant(order=None, thread=thread.settled())
    lines = Lines(turn_id=asking.turn_id)
    words = lines.say("none_so_called", {"named": named}) if named else lines.say("which_of_these")
    besides = [wording.human(thread.flow or "complain_general")]
    lately = _arrived_lately(choice.orders, asking) or choice.orders
    asked = offer(asking, speech, lately[: _SHOWN * 2], thread, "utter_care", words=words, besides=besides)
    return Meant(order=None, thread=asked, asked=True)


def _is_elsewhere(asking: Asking, thread: Thread, cause: Cause, picked: Picked) -> bool:
    """另一单的鞋还没到: not the one that is talked about; 另一个耳朵也没声音 is."""
    kept = (thread.complaint or {}).get("cause")
    return bool(picked.orders) and (cues.names_other_order(asking.text) or not akin(kept, cause))


def _is_none_of_them(asking: Asking) -> bool:
    """都不是, 没有我说的那个: to the question which order."""
    return asking.thread.asked == "order_choice" and bool(_NONE_OF_THEM.search(asking.text))


async def _picked(
    orders: tuple[Order, ...], likely: tuple[Order, ...], wanted: Wanted, thread: Thread, ports: Ports
) -> Picked:
    """Among the likely ones; where her words name goods of others alone, among those."""
    picked = await picked_of(likely, wanted, thread, ports)
    if picked.sign in _CERTAIN or len(likely) == len(orders):
        return picked
    by_name = await picked_of(orders, wanted, thread, ports)
    return by_name if by_name.sign in _CERTAIN and by_name.orders else picked


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


def _likely(orders: tuple[Order, ...], cause: Cause, asking: Asking, told: Told | None) -> tuple[Order, ...]:
    """Those that such a complaint can be about: all of them where none can, but none where no goods can have her trouble."""
    if cause in OF_ARRIVED:
        arrived = tuple(order for order in orders if received_at(order) is not None)
        lately = _arrived_lately(arrived, asking)
        if told is not None:
            return next((fitting for tier in (lately, arrived, orders) if (fitting := told.best(tier))), ())
        found = lately or arrived
    elif cause == "late":
        late = tuple(order for order in orders if order.is_open and late_by(order, asking.now) is not None)
        found = late or open_orders(orders)
    else:
        found = ()
    return found or orders


def _arrived_lately(orders: tuple[Order, ...], asking: Asking) -> tuple[Order, ...]:
    arrived = tuple(order for order in orders if received_at(order) is not None)
    return tuple(order for order in arrived if asking.now - _arrival(order) <= LATELY)
