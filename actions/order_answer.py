"""Telling what is true of one order: comfort first where it is due, then the facts, then what can be done."""

from __future__ import annotations

from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.order_facts import Facts, Statement, arrival, statements
from actions.speech import Button, Speech
from actions.thread import Thread
from bot.shop.order import Order
from bot.text.identifiers import find_identifiers

# Wishes that begin with a word for the feeling, and those that end with what can be done beyond the facts.
COMFORTED = frozenset({"urge_shipping", "urge_delivery", "complain_late_delivery", "complain_not_received"})
_TROUBLE = ("_overdue", "_late", "_lost", "_refused", "_returned", "_unscanned_unknown")


def tell(asking: Asking, speech: Speech, order: Order, thread: Thread) -> Thread:
    """Say it; the order is in focus afterwards and nothing is asked."""
    flow = thread.flow or "track_order"
    comforting = (flow in COMFORTED or asking.upset) and not thread.comforted
    if comforting:
        speech.say(f"utter_comfort_{flow}" if flow in COMFORTED else "utter_comfort")
    told = _told(asking, order, flow)
    after = _after(flow, order)
    for place, statement in enumerate(told):
        last = place == len(told) - 1 and after is None
        buttons = _buttons(flow, asking, statement) if last else []
        speech.say(statement.response, statement.facts, buttons=buttons, cards=statement.cards)
    if after is not None:
        speech.say(after.response, after.facts, buttons=[wording.human(flow)])
    settled = thread.settled()
    return replace(settled, order_in_focus=order.order_id, comforted=thread.comforted or comforting)


def _told(asking: Asking, order: Order, flow: str) -> list[Statement]:
    """Everything; but only when it comes, if she asks just that about what she has been told of."""
    known = asking.thread.order_in_focus == order.order_id
    brief = arrival(order, asking.now) if flow == "ask_shipping_time" and known else None
    return [brief] if brief is not None else list(statements(order, asking.now))


def _after(flow: str, order: Order) -> Statement | None:
    if not order.parcels or order.parcels[0].last_event is None:
        return None
    parcel = order.parcels[0]
    facts: Facts = {"carrier": parcel.carrier, "tracking_no": parcel.tracking_no}
    if flow == "complain_not_received" and order.status == "signed":
        return Statement(response="utter_after_complain_not_received", facts=facts, cards=())
    if flow == "contact_courier":
        phone = _courier_phone(order)
        response = "utter_after_contact_courier_known" if phone else "utter_after_contact_courier"
        return Statement(response=response, facts=facts | {"courier_phone": phone or ""}, cards=())
    if flow == "self_pickup":
        return Statement(response="utter_after_self_pickup", facts=facts, cards=())
    return None


def _courier_phone(order: Order) -> str | None:
    """The newest mobile number that the carrier wrote into the tracking; it is the courier's, for the receiver to call."""
    for parcel in order.parcels:
        for event in reversed(parcel.events):
            phones = [each.value for each in find_identifiers(event.text) if each.kind == "phone"]
            if phones:
                return phones[-1]
    return None


def _buttons(flow: str, asking: Asking, statement: Statement) -> list[Button]:
    """A person, where the wish was a push or a complaint, or where the facts are bad."""
    troubled = flow in COMFORTED or asking.upset or statement.response.endswith(_TROUBLE)
    return [wording.human(flow)] if troubled else []
