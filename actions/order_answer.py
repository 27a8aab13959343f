"""Telling what is true of one order: comfort first where it is due, then the facts, then what can be done."""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.order_facts import Statement, statements
from actions.speech import Button, Speech
from actions.thread import Thread
from bot.shop.order import Order

# Wishes that begin with a word for the feeling, and those that end with what can be done beyond the facts.
COMFORTED = frozenset({"urge_shipping", "urge_delivery", "complain_late_delivery", "complain_not_received"})
_AFTER_MOVING = {"contact_courier": "utter_after_contact_courier", "self_pickup": "utter_after_self_pickup"}
_TROUBLE = ("_overdue", "_late", "_lost", "_refused", "_returned", "_unscanned_unknown")


def tell(asking: Asking, speech: Speech, order: Order, thread: Thread) -> Thread:
    """Say it; the order is in focus afterwards and nothing is asked."""
    flow = thread.flow or "track_order"
    comforting = (flow in COMFORTED or asking.upset) and not thread.comforted
    if comforting:
        speech.say(f"utter_comfort_{flow}" if flow in COMFORTED else "utter_comfort")
    told = list(statements(order, asking.now))
    after = _after(flow, order)
    for place, statement in enumerate(told):
        last = place == len(told) - 1 and after is None
        buttons = _buttons(flow, asking, statement) if last else []
        speech.say(statement.response, statement.facts, buttons=buttons, cards=statement.cards)
    if after is not None:
        speech.say(after, _contact_facts(order), buttons=[wording.human(flow)])
    settled = thread.settled()
    return replace(settled, order_in_focus=order.order_id, comforted=thread.comforted or comforting)


def _after(flow: str, order: Order) -> str | None:
    if flow == "complain_not_received" and order.status == "signed":
        return "utter_after_complain_not_received"
    has_moved = bool(order.parcels) and order.parcels[0].last_event is not None
    return _AFTER_MOVING.get(flow) if has_moved else None


def _contact_facts(order: Order) -> dict[str, str]:
    if not order.parcels:
        return {}
    return {"carrier": order.parcels[0].carrier, "tracking_no": order.parcels[0].tracking_no}


def _buttons(flow: str, asking: Asking, statement: Statement) -> list[Button]:
    """A person, where the wish was a push or a complaint, or where the facts are bad."""
    troubled = flow in COMFORTED or asking.upset or statement.response.endswith(_TROUBLE)
    return [wording.human(flow)] if troubled else []
