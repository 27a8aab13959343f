"""A word for the feeling before a flow goes on: once in a matter, by what the record and her words give cause for. Asks nothing."""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.draft import CONFIRM, CORRECTION
from actions.flow import Situation
from actions.speech import Speech
from actions.thread import Thread
from bot.shop.lateness import late_by
from bot.shop.order import MOVING_STATUSES

_GIVING_BACK = frozenset({"cancel_order", "refuse_parcel", "request_return", "request_refund"})
_CASES = frozenset({"request_return", "request_exchange", "request_refund"})
_NOBODYS = frozenset({"none", "shopper"})  # whose fault a reason is


def of_this_matter(thread: Thread, order_id: str) -> Thread:
    """The thread for this order; what was said for the feeling about another one does not count for it."""
    other = thread.order_in_focus is not None and thread.order_in_focus != order_id
    return replace(thread, order_in_focus=order_id, comforted=thread.comforted and not other)


def comforted(situation: Situation, speech: Speech, thread: Thread) -> Thread:
    """Late and no longer wanted, faulty by her own words, or upset: one sentence, with the cause named where there is one."""
    if thread.comforted:
        return thread
    order, now = situation.order, situation.asking.now
    late = late_by(order, now) if order.status in MOVING_STATUSES else None
    if late is not None and situation.draft.flow in _GIVING_BACK:
        speech.say("utter_comfort_late", situation.facts(late=wording.span(late)))
    elif fault := _fault(situation):
        speech.say("utter_comfort_fault", situation.facts(fault=fault))
    elif situation.asking.upset:
        speech.say("utter_comfort_change")
    else:
        return thread
    return replace(thread, comforted=True)


def comforted_first(asking: Asking, speech: Speech, thread: Thread) -> Thread:
    """Who is upset is not met by the question which order alone."""
    if thread.comforted or not asking.upset:
        return thread
    speech.say("utter_comfort_change")
    return replace(thread, comforted=True)


def _fault(situation: Situation) -> str:
    """What is wrong with what came, as the shop's list of reasons calls it; empty where she clicked it or nothing is."""
    draft, asking = situation.draft, situation.asking
    if draft.flow not in _CASES or draft.asked in (CONFIRM, CORRECTION) or not asking.text:
        return ""
    if situation.order.status != "signed":
        return ""
    known = situation.rules.reasons.at(situation.order.placed_at)
    reason = known.of(situation.text("reason")) if known is not None else None
    return reason.title if reason is not None and reason.fault not in _NOBODYS else ""
