"""What is true of an order or a parcel right now, as the name of a response and its facts. Pure: no sentence, no guess.

Names of responses: utter_order_<status>[_<shipping>] before shipping, utter_parcel_<state>[_<arrival>] after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions import wording
from bot.shop.cards import logistics_card, order_card
from bot.shop.order import MOVING_STATUSES, Order, Parcel, TrackingEvent

Facts = dict[str, str]
_BEFORE_SHIPPING = frozenset({"paid", "packed"})
_WAITING = frozenset({"unpaid", "paid", "packed"})
_ENDED = frozenset({"signed", "refused", "lost", "returned"})
_WITHOUT_PARCEL = frozenset({"unpaid", "paid", "packed", "cancelled", "closed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One message about an order: response, facts for its gaps, cards."""

    response: str
    facts: Facts
    cards: tuple[dict[str, Any], ...]


def statements(order: Order, now: datetime, *, only: int | None = None) -> Iterator[Statement]:
    """One for the order, or one per parcel when it was split (after an opening that says so); `only` one of them."""
    if order.status in _WITHOUT_PARCEL or not order.parcels:
        yield _about_order(order, now)
        return
    if only is not None:
        yield _about_parcel(order, order.parcels[only - 1], only, now)
        return
    if len(order.parcels) > 1:
        facts = {"goods": wording.goods(order.items), "count": str(len(order.parcels))}
        yield Statement(response="utter_order_split", facts=facts, cards=())
    for number, parcel in enumerate(order.parcels, start=1):
        yield _about_parcel(order, parcel, number, now)


def _about_order(order: Order, now: datetime) -> Statement:
    facts = {
        "goods": wording.goods(order.items),
        "placed": wording.past(order.placed_at, now),
        "total": wording.yuan(order.total_fen),
        "status": wording.STATUS_NAMES.get(order.status, order.status),
    }
    response = f"utter_order_{order.status}" if order.status in _WITHOUT_PARCEL else "utter_order_without_parcel"
    if order.status in _BEFORE_SHIPPING:
        ship_by = order.promised_ship_at
        kind = "unknown" if ship_by is None else "overdue" if ship_by < now else "due"
        response = f"{response}_{kind}"
        if ship_by is not None:
            facts["ship_by"] = wording.past(ship_by, now) if ship_by < now else wording.future(ship_by, now)
            facts["late_by"] = wording.span(now - ship_by) if ship_by < now else ""
    return Statement(response=response, facts=facts, cards=(order_card(order),))


def _about_parcel(order: Order, parcel: Parcel, number: int, now: datetime) -> Statement:
    coming, facts = arrival_facts(parcel, now)
    facts |= {
        "goods": _goods_in(order, parcel, number),
        "carrier": parcel.carrier,
        "tracking_no": parcel.tracking_no,
        "state": wording.STATUS_NAMES.get(parcel.state, parcel.state),
    }
    last = parcel.last_event
    if last is not None:
        facts |= {
            "event": event_words(last),
            "event_at": wording.past(last.at, now),
        }
    response = _parcel_response(parcel.state, coming, scanned=last is not None)
    return Statement(response=response, facts=facts, cards=(logistics_card(order, parcel),))


def _parcel_response(state: str, coming: str, *, scanned: bool) -> str:
    if state in MOVING_STATUSES:
        stage = "unscanned" if not scanned else "delivering" if state == "out_for_delivery" else "moving"
        return f"utter_parcel_{stage}_{coming}"
    if state in _WAITING:
        return "utter_parcel_waiting"
    if state in _ENDED:
        return f"utter_parcel_{state}" + ("" if scanned else "_bare")
    return "utter_parcel_stopped"


def arrival(order: Order, now: datetime) -> Statement | None:
    """Only when it comes, of an order with one parcel on its way; None otherwise."""
    if len(order.parcels) != 1 or order.parcels[0].state not in MOVING_STATUSES:
        return None
    kind, facts = arrival_facts(order.parcels[0], now)
    facts["goods"] = wording.goods(order.items)
    return Statement(response=f"utter_arrival_{kind}", facts=facts, cards=())


def arrival_facts(parcel: Parcel, now: datetime) -> tuple[str, Facts]:
    """When it comes: `expected`, `late` (predicted after promised), `promised` (no prediction yet), `overdue`, `unknown`.

    A prediction that has passed is worth nothing and is not repeated.
    """
    predicted, promised = parcel.predicted_at, parcel.promised_at
    facts: Facts = {}
    if promised is not None:
        facts["promised"] = wording.past(promised, now) if promised < now else wording.future(promised, now)
    if predicted is not None and predicted >= now:
        facts["eta"] = wording.future(predicted, now)
        if promised is not None and predicted > promised:
            facts["late_by"] = wording.span(predicted - promised)
            return "late", facts
        return "expected", facts
    if promised is None:
        return "unknown", facts
    if promised < now:
        facts["late_by"] = wording.span(now - promised)
        return "overdue", facts
    return "promised", facts


def event_words(event: TrackingEvent) -> str:
    """The carrier's words, with the place before them unless they name it themselves."""
    text, place = wording.without_end(event.text), wording.without_end(event.place)
    return text if not place or place in text else f"【{place}】{text}"


def _goods_in(order: Order, parcel: Parcel, number: int) -> str:
    items = tuple(item for item in order.items if item.sku in parcel.skus) or order.items
    name = wording.goods(items)
    return f"第{number}个包裹（{name}）" if len(order.parcels) > 1 else name
