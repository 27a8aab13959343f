"""Facts for what is said of a complaint: the goods, the broken date, where the parcel is now. Pure; an absent fact is absent."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from actions import wording
from actions.order_facts import arrival_facts, event_words
from bot.care.cause import Cause
from bot.care.lines import Lines
from bot.shop.order import MOVING_STATUSES, Order, OrderItem, Parcel
from bot.shop.product import Product

SPOKEN_CHARS = 14
_HAN = re.compile("[\u4e00-\u9fff]")
_UNSHIPPED = frozenset({"paid", "packed"})
Facts = dict[str, str]


def facts_of(order: Order | None, item: OrderItem | None, cause: Cause, now: datetime, lines: Lines) -> Facts:
    """goods; promised, coming, eta, ship_by, late_by, signed_at where the record gives them; carrier; where (a sentence)."""
    if order is None:
        return {}
    facts: Facts = {"goods": wording.short(item.title) if item else wording.goods(order.items)}
    if order.status in _UNSHIPPED:
        facts |= _of_shipping(order, now)
    parcel = parcel_in_question(order, cause)
    if parcel is not None:
        facts |= _of_parcel(parcel, now)
    facts["where"] = where(order, parcel, facts, lines)
    return facts


def called(order: Order, item: OrderItem | None, product: Product | None) -> str:
    """What people call it when they talk: 耳机 where the title says so, else its short name; 耳机等3件 for several."""
    first = item or order.items[0]
    names = (product.category, *product.aliases) if product else ()
    name = next((each for each in names if _HAN.search(each) and each in first.title), "") or _spoken(first.title)
    if item is not None or len(order.items) == 1:
        return name
    return f"{name}等{sum(each.quantity for each in order.items)}件"


def _spoken(title: str) -> str:
    """声屿 H1 头戴式蓝牙耳机 → 头戴式蓝牙耳机: the word that says what it is, without maker, model and size."""
    plain = wording.short(title, len(title))
    words = [word for word in plain.split()[1:] if len(_HAN.findall(word)) > 1 and len(word) <= SPOKEN_CHARS]
    return words[0] if words else wording.short(title, SPOKEN_CHARS)


def _of_shipping(order: Order, now: datetime) -> Facts:
    ship_by = order.promised_ship_at
    if ship_by is None:
        return {}
    if ship_by < now:
        return {"ship_by": wording.past(ship_by, now), "late_by": wording.span(now - ship_by)}
    return {"coming": wording.by(ship_by, now)}


def parcel_in_question(order: Order, cause: Cause) -> Parcel | None:
    """The one that is late where lateness is the matter, the one that came where the goods are; else the first."""
    if not order.parcels:
        return None
    wanted = MOVING_STATUSES | {"lost"} if cause == "late" else frozenset({"signed", "lost"})
    return next((parcel for parcel in order.parcels if parcel.state in wanted), order.parcels[0])


def _of_parcel(parcel: Parcel, now: datetime) -> Facts:
    facts: Facts = {"carrier": parcel.carrier, "tracking_no": parcel.tracking_no}
    last = parcel.last_event
    if last is not None:
        facts |= {"event": event_words(last), "event_at": wording.past(last.at, now)}
    if parcel.state == "signed" and last is not None:
        facts["signed_at"] = wording.past(last.at, now)
    if parcel.state not in MOVING_STATUSES:
        return facts
    _, found = arrival_facts(parcel, now)
    facts |= {name: found[name] for name in ("late_by",) if found.get(name)}
    if parcel.predicted_at is not None and parcel.predicted_at >= now:
        facts["eta"] = wording.by(parcel.predicted_at, now)
    if parcel.promised_at is not None and parcel.promised_at < now:
        facts |= {"promised": wording.past(parcel.promised_at, now), "late_by": _late(parcel, now)}
    elif parcel.promised_at is not None:
        facts["coming"] = wording.by(parcel.promised_at, now)
    return facts


def _late(parcel: Parcel, now: datetime) -> str:
    assert parcel.promised_at is not None
    return wording.span(max(now - parcel.promised_at, timedelta()))


def where(order: Order, parcel: Parcel | None, facts: Facts, lines: Lines) -> str:
    """One sentence on where it is now; empty where the record says nothing."""
    if order.status in _UNSHIPPED:
        return lines.say(f"where_{order.status}")
    if parcel is None:
        return ""
    if "event" not in facts:
        return lines.say("where_unscanned", facts) if parcel.state in MOVING_STATUSES else ""
    if parcel.state == "signed":
        return lines.say("where_signed", facts)
    if parcel.state == "lost":
        return lines.say("where_lost", facts)
    if parcel.state in MOVING_STATUSES:
        return lines.say("where_moving_eta" if "eta" in facts else "where_moving", facts)
    return ""


def late_topic(order: Order | None, facts: Facts) -> str:
    """Which words of comfort fit a lateness: broken, not sent, only foretold; or that it is still in time."""
    if order is None or "promised" in facts or (order.status not in _UNSHIPPED | MOVING_STATUSES):
        return "late"
    if "ship_by" in facts:
        return "late_shipping"
    return "late_coming" if facts.get("eta") and facts.get("late_by") and facts.get("coming") else "in_time"
