"""Telling what is true of one order: comfort first where it is due, then the facts, then what can be done.

What she has been told already is not told again: then only what is new (follow_up.py).
"""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.follow_up import only_new, points, state_of
from actions.order_facts import Statement, statements
from actions.speech import Button, Speech
from actions.thread import Thread
from bot.shop.order import Order
from bot.text import cues

# Wishes that begin with a word for the feeling, and those that end with what can be done beyond the facts.
COMFORTED = frozenset({"urge_shipping", "urge_delivery"})
_TROUBLE = ("_overdue", "_late", "_lost", "_refused", "_returned", "_unscanned_unknown")
_WAY_ON = ("utter_after_", "utter_compensation", "utter_courier_away", "utter_nothing_new")
_UNSHIPPED = frozenset({"paid", "packed"})
_NO_COMFORT = frozenset({"unpaid", "cancelled", "closed", "returned"})


def tell(asking: Asking, speech: Speech, order: Order, thread: Thread, *, more_follow: bool = False) -> Thread:
    """Say it; the order is in focus afterwards and nothing is asked. What can be done is said once, after the last."""
    flow = thread.flow or "track_order"
    state = state_of(order, asking.now)
    known = thread.told == state and asking.thread.order_in_focus == order.order_id
    comforting = not thread.comforted and not known and _is_comfort_due(asking, order, flow)
    if comforting:
        speech.say(_comfort(order, flow))
    told = _again(asking, order, flow) if known else _whole(asking, order, flow, more_follow=more_follow)
    for place, statement in enumerate(told):
        buttons = _buttons(flow, asking, statement) if place == len(told) - 1 else []
        speech.say(statement.response, statement.facts, buttons=buttons, cards=statement.cards)
    settled = replace(thread.settled(), told=state, order_in_focus=order.order_id)
    return replace(settled, comforted=thread.comforted or comforting)


def _whole(asking: Asking, order: Order, flow: str, *, more_follow: bool) -> list[Statement]:
    facts = list(statements(order, asking.now, only=_parcel_wanted(asking, order)))
    return facts if more_follow else [*facts, *points(order, flow, asking.words)]


def _again(asking: Asking, order: Order, flow: str) -> list[Statement]:
    """Of what she has been told already: one parcel if she asks for it, else what is new; no card again."""
    only = _parcel_wanted(asking, order)
    if only is None:
        return only_new(order, flow, asking.words, asking.now)
    return [replace(each, cards=()) for each in statements(order, asking.now, only=only)]


def _parcel_wanted(asking: Asking, order: Order) -> int | None:
    """第二个包裹呢, of an order that was split; None for all of them."""
    named = cues.parcel_named(asking.words)
    count = len(order.parcels)
    if named is None or count < 2:
        return None
    number = count if named < 0 else named
    return number if number <= count else None


def _is_comfort_due(asking: Asking, order: Order, flow: str) -> bool:
    """For who pushes or complains of what is not settled; for others only in a clear mood, never for a mere answer."""
    if order.status in _NO_COMFORT or order.status == "signed":
        return False
    return flow in COMFORTED or (asking.presses and asking.intent != "inform")


def _comfort(order: Order, flow: str) -> str:
    if flow not in COMFORTED:
        return "utter_comfort"
    return "utter_comfort_urge_shipping" if order.status in _UNSHIPPED else "utter_comfort_urge_delivery"


def _buttons(flow: str, asking: Asking, statement: Statement) -> list[Button]:
    """A person, where the wish was a push or a complaint, where the facts are bad, and where nothing is left to tell."""
    troubled = flow in COMFORTED or asking.upset or statement.response.endswith(_TROUBLE)
    return [wording.human(flow)] if troubled or statement.response.startswith(_WAY_ON) else []
