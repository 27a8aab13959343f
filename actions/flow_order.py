"""Which order a flow is about: hers by login or proof, one at a time, asked for only when her words leave several.

The signs are pick_order.py's, the proof is order_proof.py's; a flow only says in which states an order is likely meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from actions import wording
from actions.asking import Asking
from actions.composition import Ports
from actions.draft import Draft
from actions.flow import Flow
from actions.flow_comfort import comforted_first
from actions.her_orders import visible_orders
from actions.order_choice import PATIENCE, offer
from actions.order_proof import ask_proof, needs_proof
from actions.order_talk import RECENT, picked_of, seen_of, with_number_given, with_page
from actions.pick_order import Picked
from actions.speech import Button, Speech
from actions.thread import Thread
from actions.wanted import Wanted, wanted_of
from bot.care.lines import Lines
from bot.shop.lookup import COLOURS
from bot.shop.order import Order
from bot.text.invoice_words import company_in, tax_number_in
from bot.text.titles import TITLES

ORDER_QUESTIONS = frozenset({"order_number", "phone_tail", "order_choice"})
_NUMBER_QUESTIONS = ORDER_QUESTIONS - {"order_choice"}
_COLOUR = re.compile(f"[{COLOURS}]色?的?")
_TAIL_DIGITS = 4
_POINTER_CHARS = 14  # what is longer is an address or a remark that may hold 第一 or 手机
_OTHER = re.compile(r"另外那|另外的|另一|不是(?:这|那)一?(?:单|笔|个订单)|错单|别的那[个单]")
_STATE_DECIDES = frozenset({"recover_order"})  # makes no sense of the order that was talked about, if that is alive
_POINTING = frozenset({"number", "list", "other", "goods", "day"})  # signs strong enough to leave the order in hand
_VAGUE = frozenset({"open", "none", "focus"})
_OWN_NUMBERS = re.compile(r"税号|识别号|信用代码|开户|[账帐][号户]|运单|快递单|物流单|寄[了出回]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """`order` is the one; without it she has been asked or told already."""

    thread: Thread
    order: Order | None = None


async def choose(asking: Asking, speech: Speech, ports: Ports, draft: Draft, flow: Flow) -> Chosen:
    """The order of the draft, unless this message names another; else the one that is meant, or the question for it."""
    visible = await visible_orders(asking, ports)
    wanted = _about_the_order(wanted_of(asking), asking, draft)
    wanted = _of_this_flow(wanted, asking, draft, flow, visible)
    thread = replace(asking.thread, flow=draft.flow)
    in_hand = next((order for order in visible if order.order_id == draft.order_id), None)
    strange = bool(wanted.number) and not seen_of(visible, wanted)
    if in_hand is not None and thread.asked not in ORDER_QUESTIONS and not strange:
        if _says_other(wanted, asking) and thread.asked != "new_option":
            rest = tuple(order for order in visible if order.order_id != in_hand.order_id)
            rest = tuple(await flow.meant(asking, ports, rest)) or rest
            return _another(asking, speech, rest, Chosen(thread=thread, order=in_hand))
        return Chosen(thread=thread, order=await _other_named(asking, ports, visible, in_hand, wanted) or in_hand)
    anew = bool(visible) and draft.flow != asking.thread.flow and not (wanted.number or wanted.tail)
    if not anew and needs_proof(asking, wanted, seen_of(visible, wanted), bool(visible)):
        proof = await ask_proof(asking, speech, ports, wanted=wanted, thread=thread)
        return Chosen(thread=proof.thread, order=proof.order)
    if wanted.more:
        return Chosen(thread=_next_page(asking, speech, visible, thread))
    thread = replace(thread, choice_round=thread.choice_round if thread.asked == "order_choice" else 0)
    picked = await picked_of(visible, wanted, thread, ports)
    if picked.sign == "unknown_goods":  # a card to be put in, a colour to be had: no goods of an order
        picked = await picked_of(visible, replace(wanted, names_goods=False, words=""), thread, ports)
    pool = visible if _is_vague(picked, wanted) else picked.orders
    fitting = tuple(await flow.meant(asking, ports, pool))
    unnamed = len(visible) > 1 and picked.sign != "focus" and _is_vague(picked, wanted)
    if flow.none_meant and unnamed and not fitting:
        return Chosen(thread=_nothing_of_the_kind(asking, speech, thread, flow))
    picked = _likeliest(picked, wanted, thread, fitting)
    if not picked.orders and len(visible) == 1 and picked.sign != "no_day":
        return Chosen(thread=thread, order=visible[0])
    if len(picked.orders) == 1:
        return Chosen(thread=thread, order=picked.orders[0])
    return Chosen(thread=_asked(asking, speech, picked, visible, thread))


def _of_this_flow(wanted: Wanted, asking: Asking, draft: Draft, flow: Flow, visible: tuple[Order, ...]) -> Wanted:
    """Without what the flow itself takes: a firm and its numbers, a colour; with the page that she is on."""
    if flow.takes_numbers and not seen_of(visible, wanted) and asking.thread.asked not in _NUMBER_QUESTIONS:
        wanted = _without_its_own(wanted, asking, draft)
    if flow.takes_numbers and (firm := company_in(asking.text)):
        wanted = replace(wanted, words=wanted.words.replace(firm, " "))
    wanted = with_number_given(with_page(wanted, asking), asking, visible)
    return replace(wanted, words=_COLOUR.sub("", wanted.words)) if flow.names_wanted else wanted


def _about_the_order(wanted: Wanted, asking: Asking, draft: Draft) -> Wanted:
    """A whole phone number in a flow is what is to be written on the parcel, unless the tail was asked for."""
    if asking.thread.asked in ORDER_QUESTIONS or (not asking.customer_id and not asking.proven_orders):
        return wanted
    if wanted.tail and len(wanted.tail) != _TAIL_DIGITS:
        wanted = replace(wanted, tail=None)
    if wanted.days and wanted.days[0] > asking.now:  # 改到后天: nothing was bought then
        wanted = replace(wanted, days=None, bought_then=False)
    return wanted if draft.order_id is None else replace(wanted, days=None, statuses=frozenset())


async def _other_named(
    asking: Asking, ports: Ports, visible: tuple[Order, ...], in_hand: Order, wanted: Wanted
) -> Order | None:
    """不对 是尾号5678那个: another order than the one in hand, if this message points at exactly one."""
    points = wanted.other or wanted.ordinal is not None or wanted.names_goods
    if not (wanted.number or wanted.tail or (points and len(asking.text) <= _POINTER_CHARS)):
        return None
    thread = replace(asking.thread, order_in_focus=in_hand.order_id)
    picked = await picked_of(visible, wanted, thread, ports)
    if picked.sign not in _POINTING or in_hand in picked.orders or len(picked.orders) != 1:
        return None
    return picked.orders[0]


def _without_its_own(wanted: Wanted, asking: Asking, draft: Draft) -> Wanted:
    """Without numbers that are the matter itself: all of them once the order is known, else those named as such."""
    if draft.order_id is None and not tells_own_numbers(asking.text):
        return wanted
    return replace(wanted, number=None, tail=None, last_digits=None, ordinal=None)


def tells_own_numbers(text: str) -> bool:
    """A firm, its tax number, its bank, the parcel that goes back: numbers and names that are the matter, and no order's."""
    return bool(_OWN_NUMBERS.search(text) or tax_number_in(text, asked=False) or company_in(text))


def _says_other(wanted: Wanted, asking: Asking) -> bool:
    """不对 是另外那单, 不是这单: not the one in hand, whichever else."""
    short = len(asking.text) <= _POINTER_CHARS
    return short and not (wanted.number or wanted.tail) and bool(wanted.other or _OTHER.search(asking.text))


def _another(asking: Asking, speech: Speech, rest: tuple[Order, ...], chosen: Chosen) -> Chosen:
    """Of the `rest` the one that is meant; `chosen` where there is no other."""
    if len(rest) == 1:
        return replace(chosen, order=rest[0])
    if not rest:
        return chosen
    return Chosen(thread=offer(asking, speech, rest[:RECENT], chosen.thread, "utter_choose_order_to_change"))


def _is_vague(picked: Picked, wanted: Wanted) -> bool:
    """Whether nothing but the wish points at orders."""
    return picked.sign in _VAGUE or (picked.sign == "state" and not wanted.statuses)


def _likeliest(picked: Picked, wanted: Wanted, thread: Thread, fitting: tuple[Order, ...]) -> Picked:
    """Where nothing but the wish points at orders, those for which it makes sense: `fitting`."""
    by_focus = thread.asked != "order_choice" and thread.flow not in _STATE_DECIDES
    if picked.sign == "focus" and (by_focus or picked.orders[0] in fitting):
        return picked
    if not fitting:
        return picked
    several = _is_vague(picked, wanted) or len(picked.orders) > 1
    return Picked(orders=fitting, sign=picked.sign) if several else picked


def _asked(asking: Asking, speech: Speech, picked: Picked, visible: tuple[Order, ...], thread: Thread) -> Thread:
    if not visible:
        speech.say("utter_no_orders", buttons=[wording.human(thread.flow or "track_order")])
        return thread.settled()
    thread = comforted_first(asking, speech, thread)
    if picked.orders:
        return offer(asking, speech, picked.orders, thread, "utter_choose_order_to_change")
    response = "utter_no_order_that_day" if picked.sign == "no_day" else "utter_choose_order_to_change"
    return offer(asking, speech, visible[:RECENT], replace(thread, choice_round=0), response)


def _nothing_of_the_kind(asking: Asking, speech: Speech, thread: Thread, flow: Flow) -> Thread:
    """The record answers: there is no order to choose. Asked again and again, it is a person who looks elsewhere."""
    told, _, times = (thread.told or "").rpartition("/")
    count = int(times) + 1 if told == flow.none_meant else 1
    thread = replace(thread.settled(), told=f"{flow.none_meant}/{count}")
    if count > PATIENCE:
        words = Lines(turn_id=asking.turn_id).say(f"none_still_{flow.name}", nth=count)
        speech.say("utter_care", {"words": words}, buttons=[wording.human(flow.name)])
        return thread
    ways = [Button(title="我要退款", intent="request_refund")] if flow.name == "track_refund" else []
    ways = ways or [Button(title=TITLES[name], intent=name) for name in ("request_return", "request_exchange")]
    speech.say(flow.none_meant, buttons=[*ways, wording.human(flow.name)])
    return thread


def _next_page(asking: Asking, speech: Speech, orders: tuple[Order, ...], thread: Thread) -> Thread:
    offered = tuple(order for each in thread.orders_offered for order in orders if order.order_id == each)
    paged = replace(thread, choice_round=thread.choice_round + 1)
    return offer(asking, speech, offered or orders, paged, "utter_choose_more_orders")
