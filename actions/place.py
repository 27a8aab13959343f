"""Where it is to be sent, over a talk: 能寄到拉萨吗, and two messages later 那什么时候能到. A place named anew takes its place."""

from __future__ import annotations

from dataclasses import replace

from actions.asking import Asking
from actions.thread import Thread
from bot.shop.delivery import Place, heads_for, place_in, unknown_goal
from bot.text.normalise import normalise

_OF_DELIVERY = frozenset({"ask_delivery_area", "ask_shipping_time", "ask_shipping_fee"})


def place_of(asking: Asking) -> Place | None:
    """The place that this message names, else the one that the thread remembers."""
    named = place_in(normalise(asking.words).text)
    return named or (place_in(f"到{asking.thread.place}") if asking.thread.place else None)


def after_delivery(asking: Asking, thread: Thread, *, told: bool) -> Thread:
    """The thread after what was said of delivery, if anything was (`told`): the place that the message sends to is
    remembered, and one that no list holds was asked for."""
    text = normalise(asking.words).text
    named = place_in(text)
    if named and (told or asking.intent in _OF_DELIVERY or heads_for(text, named)):
        thread = replace(thread, place=named.name)
    if told and unknown_goal(text):
        return thread.asking("place")
    return replace(thread, asked=None) if thread.asked == "place" else thread
