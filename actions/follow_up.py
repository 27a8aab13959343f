"""What is said of an order that she has been told of already: only what is new, short, with what can be done. Pure."""

from __future__ import annotations

import re
from datetime import datetime

from actions import wording
from actions.order_facts import Facts, Statement, arrival
from bot.shop.order import MOVING_STATUSES, Order
from bot.text import cues
from bot.text.identifiers import find_identifiers

_COMPENSATION = re.compile(r"赔|补偿|补贴")
_NUMBER_ASKED = re.compile(
    r"(?:单号|运单)(?:是?多少|是?什么|呢|发|给|报|告诉)|(?:发|给|报|告诉)我?(?:一?下)?(?:快递|物流|运)?单号|什么单号"
)
_DONE_AFTER = frozenset({"urge_shipping", "urge_delivery", "contact_courier", "self_pickup"})  # order_deeds.py
_ABOUT_ARRIVAL = frozenset({"ask_shipping_time", "complain_late_delivery", "urge_delivery", "complain_not_received"})
_UNSHIPPED = frozenset({"paid", "packed"})


def state_of(order: Order, now: datetime) -> str:
    """Changes when there is something new to tell: a status, a scan, a time, or a time that has passed."""
    parts = [order.order_id, order.status]
    for parcel in order.parcels:
        last = parcel.last_event
        passed = [bool(at and at < now) for at in (parcel.promised_at, parcel.predicted_at)]
        parts.append(f"{parcel.state} {last.at if last else ''} {parcel.predicted_at or ''} {passed}")
    return "|".join(parts)


def points(order: Order, flow: str, words: str) -> list[Statement]:
    """What this message asks beyond where the order is."""
    found: list[Statement] = []
    if order.parcels and (_NUMBER_ASKED.search(words) or cues.asks_carrier(words)):
        found.append(_said("utter_parcel_number", _parcel_facts(order)))
    if _COMPENSATION.search(words):
        found.append(_said("utter_compensation", {}))
    if flow == "complain_not_received" and order.status == "lost":
        found.append(_said("utter_after_lost", {}))
    found += _for_flow(order, flow, words)
    return found


def only_new(order: Order, flow: str, words: str, now: datetime) -> list[Statement]:
    """In place of the whole answer: when it comes if she asks that, her new points, else that nothing is new."""
    asked = points(order, flow, words)
    brief = arrival(order, now)
    if flow in _ABOUT_ARRIVAL and brief is not None:
        return [brief, *asked]
    if not asked and flow in _DONE_AFTER and (order.status in MOVING_STATUSES or order.status in _UNSHIPPED):
        return []
    return asked or [_nothing_new(order, now)]


def _for_flow(order: Order, flow: str, words: str) -> list[Statement]:
    if not order.parcels or order.parcels[0].last_event is None:
        return []
    facts = _parcel_facts(order)
    if flow == "complain_not_received" and order.status == "signed":
        return [_said("utter_after_complain_not_received", facts)]
    return []


def _nothing_new(order: Order, now: datetime) -> Statement:
    facts: Facts = {"goods": wording.goods(order.items), "status": wording.STATUS_NAMES.get(order.status, order.status)}
    times = [parcel.last_event.at for parcel in order.parcels if parcel.last_event]
    if times:
        return _said("utter_nothing_new", facts | {"event_at": wording.past(max(times), now)})
    return _said("utter_nothing_new_bare", facts)


def courier_phone(order: Order) -> str | None:
    """The newest mobile number that the carrier wrote into the tracking; it is the courier's, for the receiver to call."""
    for parcel in order.parcels:
        for event in reversed(parcel.events):
            phones = [each.value for each in find_identifiers(event.text) if each.kind == "phone"]
            if phones:
                return phones[-1]
    return None


def _parcel_facts(order: Order) -> Facts:
    parcel = order.parcels[0]
    return {"carrier": parcel.carrier, "tracking_no": parcel.tracking_no, "goods": wording.goods(order.items)}


def _said(response: str, facts: Facts) -> Statement:
    return Statement(response=response, facts=facts, cards=())
