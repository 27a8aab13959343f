"""改送货时间: one of the shop's slots, told to the carrier. What cannot be kept is said, and nothing earlier is promised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from actions import wording
from actions.draft import Value
from actions.flow import Ask, Flow, ReadBack, Say, Situation, Step, Stop
from actions.speech import Button
from bot.clock import iso
from bot.shop.changes import ChangeDeliveryTime, Outcome
from bot.shop.order import MOVING_STATUSES, Order
from bot.shop.order_verdicts import may_change_delivery_time, open_slots
from bot.text.delivery_wish import wished_time

Span = tuple[datetime, datetime]
_OFFERED = 4
_ANY = re.compile(r"随便|都行|都可以|哪个都|无所谓|你们?定|任意")


class DeliveryTime(Flow):
    name = "change_delivery_time"
    likely = frozenset({"paid", "packed"}) | MOVING_STATUSES
    correctable = "日子还是时段"

    async def heard(self, situation: Situation, words: str) -> Mapping[str, Value]:
        chosen = situation.asking.values("choice")
        if chosen and "/" in chosen[0]:
            start, _, end = chosen[0].partition("/")
            return {"from": start, "until": end, "fault": "", "any": ""}
        wish = wished_time(words, situation.asking.now)
        told: dict[str, Value] = {"any": "any"} if _ANY.search(words) else {}
        if wish.span:
            return {"from": iso(wish.span[0]), "until": iso(wish.span[1]), "fault": "", **told}
        return told if wish.fault == "none" else {"from": "", "until": "", "fault": wish.fault}

    async def step(self, situation: Situation) -> Step:
        order, now = situation.order, situation.asking.now
        verdict = may_change_delivery_time(order, now, situation.rules)
        if not verdict.allowed:
            return self.cannot(situation, verdict)
        wanted = _wanted(situation)
        slots = _slots(situation, wanted)
        if wanted is None or not slots:
            return self._ask(situation, wanted)
        comes = _expected(order)
        possible = [slot for slot in slots if comes is None or slot[1] >= comes]
        if not possible:
            return self._too_early(situation, slots[-1], comes or now)
        if len(possible) > 1 and not situation.text("any"):
            facts = situation.facts(day=wording.day(possible[0][0], now))
            say = Say(response="utter_ask_delivery_slot", facts=facts, buttons=_buttons(situation, possible))
            return Ask(what="delivery_time", say=say)
        start, end = possible[0]
        facts = situation.facts(slot=wording.slot(start, end, now))
        change = ChangeDeliveryTime(order_id=order.order_id, deliver_from=start, deliver_until=end)
        return ReadBack(say=Say(response="utter_read_back_delivery_time", facts=facts), change=change, yes="就这个时间")

    def _ask(self, situation: Situation, wanted: Span | None) -> Ask:
        """For a time; where one was said that is none of the shop's, why it is none."""
        now, rule = situation.asking.now, situation.rules.delivery_time.at(situation.asking.now)
        fault = situation.text("fault")
        if wanted is not None and rule is not None:
            soon = (wanted[0].date() - now.date()).days <= rule.days_ahead
            fault = "soon" if soon else "too_far"
        response = f"utter_ask_delivery_time_{fault}" if fault else "utter_ask_delivery_time"
        facts = situation.facts(days=str(rule.days_ahead if rule else 0))
        comes = _expected(situation.order)
        offered = [slot for slot in _slots(situation, None) if comes is None or slot[1] >= comes]
        return Ask(what="delivery_time", say=Say(response=response, facts=facts, buttons=_buttons(situation, offered)))

    def _too_early(self, situation: Situation, slot: Span, comes: datetime) -> Stop:
        now, order = situation.asking.now, situation.order
        facts = situation.facts(slot=wording.slot(*slot, now), eta=wording.future(comes, now))
        urge = Button(title="催一催", intent="urge_delivery", entities={"order_number": order.order_id})
        buttons = (urge, wording.review(self.name))
        return Stop(says=(Say(response="utter_delivery_time_too_early", facts=facts, buttons=buttons),))

    async def done(self, situation: Situation, outcome: Outcome) -> tuple[Say, ...]:
        slot = situation.care.slot
        span = (slot.deliver_from, slot.deliver_until) if slot else _wanted(situation)
        facts = situation.facts(slot=wording.slot(*span, situation.asking.now) if span else "您定的时间")
        return (Say(response="utter_delivery_time_changed", facts=facts, cards=self.card(situation)),)


def _wanted(situation: Situation) -> Span | None:
    """What she said, if it still lies ahead."""
    start, end = situation.text("from"), situation.text("until")
    try:
        zone = situation.asking.zone
        span = [datetime.fromisoformat(each.replace("Z", "+00:00")).astimezone(zone) for each in (start, end)]
    except ValueError:
        return None
    return (span[0], span[1]) if situation.asking.now < span[1] else None


def _slots(situation: Situation, wanted: Span | None) -> list[Span]:
    """The shop's slots that fit what she said: those within it, else those that hold its beginning; all without a wish."""
    rule = situation.rules.delivery_time.at(situation.asking.now)
    every = open_slots(rule, situation.asking.now, situation.rules) if rule else []
    if wanted is None:
        return every
    within = [slot for slot in every if wanted[0] <= slot[0] and slot[1] <= wanted[1]]
    return within or [slot for slot in every if slot[0] <= wanted[0] < slot[1]]


def _expected(order: Order) -> datetime | None:
    """When all of it can be there at the earliest, as far as anybody has said."""
    moving = [parcel for parcel in order.parcels if parcel.state in MOVING_STATUSES]
    times = [parcel.predicted_at for parcel in moving if parcel.predicted_at]
    return max(times, default=None) if order.parcels else order.promised_ship_at


def _buttons(situation: Situation, slots: list[Span]) -> tuple[Button, ...]:
    now = situation.asking.now
    return tuple(
        Button(title=wording.slot(*slot, now), intent="inform", entities={"choice": f"{iso(slot[0])}/{iso(slot[1])}"})
        for slot in slots[:_OFFERED]
    )
