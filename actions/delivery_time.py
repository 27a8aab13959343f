"""改送货时间: the carrier is told when she wants it. A wish that it cannot meet is said, and nothing earlier is promised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from actions import wording
from actions.draft import Value
from actions.flow import Ask, Flow, ReadBack, Say, Situation, Step, Stop
from actions.speech import Button
from bot.clock import iso
from bot.shop.changes import ChangeDeliveryTime, Outcome
from bot.shop.order import MOVING_STATUSES, Order
from bot.text.delivery_wish import FARTHEST, FROM_HOUR, wished_time

_OPEN = frozenset({"paid", "packed"}) | MOVING_STATUSES
_HALVES = ((FROM_HOUR, 12, "上午"), (13, 18, "下午"))
_OFFERED_DAYS = 2


class DeliveryTime(Flow):
    name = "change_delivery_time"
    likely = _OPEN
    correctable = "日子还是时段"

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        chosen = situation.asking.values("choice")
        if chosen and "/" in chosen[0]:
            start, _, end = chosen[0].partition("/")
            return {"from": start, "until": end, "fault": ""}
        wish = wished_time(words, situation.asking.now)
        if wish.span:
            return {"from": iso(wish.span[0]), "until": iso(wish.span[1]), "fault": ""}
        if wish.fault == "none":
            return {}
        return {"from": "", "until": "", "fault": wish.fault}

    async def step(self, situation: Situation) -> Step:
        order, facts = situation.order, situation.facts()
        review = (wording.review(self.name),)
        if order.status == "unpaid":
            return Stop(says=(Say(response="utter_delivery_time_unpaid", facts=facts, buttons=review),))
        if order.status not in _OPEN:
            return Stop(says=(Say(response="utter_delivery_time_ended", facts=facts, buttons=review),))
        span = _span(situation)
        if span is None:
            return self._ask(situation)
        facts |= {"slot": wording.slot(*span, situation.asking.now)}
        if (comes := _expected(order)) and comes > span[1]:
            facts["eta"] = wording.future(comes, situation.asking.now)
            urge = Button(title="催派送", intent="urge_delivery", entities={"order_number": order.order_id})
            return Stop(says=(Say(response="utter_delivery_time_too_early", facts=facts, buttons=(urge, *review)),))
        change = ChangeDeliveryTime(order_id=order.order_id, deliver_from=span[0], deliver_until=span[1])
        response = "utter_read_back_delivery_time_near" if order.status == "out_for_delivery" else ""
        message = Say(response=response or "utter_read_back_delivery_time", facts=facts)
        return ReadBack(say=message, change=change, yes="就这个时间")

    def _ask(self, situation: Situation) -> Ask:
        fault = situation.text("fault")
        response = f"utter_ask_delivery_time_{fault}" if fault else "utter_ask_delivery_time"
        facts = situation.facts(days=str(FARTHEST.days))
        return Ask(what="delivery_time", say=Say(response=response, facts=facts, buttons=_offered(situation)))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        slot = situation.care.slot
        span = (slot.deliver_from, slot.deliver_until) if slot else _span(situation)
        facts = situation.facts(slot=wording.slot(*span, situation.asking.now) if span else "")
        return (Say(response="utter_delivery_time_changed", facts=facts, cards=self.card(situation)),)


def _span(situation: Situation) -> tuple[datetime, datetime] | None:
    start, end = situation.text("from"), situation.text("until")
    if not start or not end:
        return None
    zone = situation.asking.zone
    try:
        span = tuple(datetime.fromisoformat(each.replace("Z", "+00:00")).astimezone(zone) for each in (start, end))
    except ValueError:
        return None
    return (span[0], span[1]) if situation.asking.now < span[0] < span[1] else None


def _expected(order: Order) -> datetime | None:
    """When all of it can be there at the earliest, as far as anybody has said."""
    times = [parcel.predicted_at for parcel in order.parcels if parcel.predicted_at and parcel.state in MOVING_STATUSES]
    if times:
        return max(times)
    return order.promised_ship_at if not order.parcels else None


def _offered(situation: Situation) -> tuple[Button, ...]:
    """The next days' halves, none of them before it can be there."""
    now = situation.asking.now
    first = max(now, _expected(situation.order) or now).astimezone(now.tzinfo) + timedelta(days=1)
    buttons = []
    for ahead in range(_OFFERED_DAYS):
        day = first + timedelta(days=ahead)
        for start_hour, end_hour, _ in _HALVES:
            start = day.replace(hour=start_hour, minute=0, second=0, microsecond=0)
            end = start.replace(hour=end_hour)
            buttons.append(
                Button(
                    title=wording.slot(start, end, now),
                    intent="inform",
                    entities={"choice": f"{iso(start)}/{iso(end)}"},
                )
            )
    return tuple(buttons)
