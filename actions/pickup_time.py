"""When a courier comes for goods that go back: the shop's slots, what she said of them, the question for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from actions import wording
from actions.case_wording import BY_HERSELF, slot_buttons
from actions.draft import CONFIRM, CORRECTION, Value
from actions.flow import Ask, Say, Situation
from bot.clock import iso
from bot.shop.order_verdicts import open_slots
from bot.text.after_sale_words import sends_herself
from bot.text.delivery_wish import wished_time

Span = tuple[datetime, datetime]
SELF = "self"
_HEARD_WHEN = frozenset({"pickup_time", CONFIRM, CORRECTION})
_FETCHED = re.compile(r"来[取拿收]|上门|取件|(?<!大)约")  # beside a time: when the courier is to come, asked for or not


def pickup_heard(situation: Situation, words: str, *, always: bool = False) -> Mapping[str, Value]:
    """`pickup`: self, or from/until as she said it; `pickup_fault`: why what she said is no time."""
    if sends_herself(words):
        return {"pickup": SELF, "pickup_fault": ""}
    asked = always or situation.draft.asked in _HEARD_WHEN
    if not asked and not _FETCHED.search(words):
        return {}
    wish = wished_time(words, situation.asking.now)
    if wish.span:
        return {"pickup": f"{iso(wish.span[0])}/{iso(wish.span[1])}", "pickup_fault": ""}
    if wish.fault == "none" or (wish.fault == "past" and not asked):
        return {}
    return {"pickup": "", "pickup_fault": wish.fault}


def pickup_told(situation: Situation) -> Span | None:
    """The one slot that she means; None while there is none, or several."""
    fitting = fitting_slots(situation)
    return fitting[0] if situation.text("pickup") not in ("", SELF) and len(fitting) == 1 else None


def all_slots(situation: Situation) -> list[Span]:
    rule = situation.rules.pickup.at(situation.asking.now)
    return open_slots(rule, situation.asking.now, situation.rules) if rule is not None else []


def fitting_slots(situation: Situation) -> list[Span]:
    """Those within what she said, else those that hold its beginning; all while she has said nothing."""
    every, wanted = all_slots(situation), _wanted(situation)
    if wanted is None:
        return every
    within = [slot for slot in every if wanted[0] <= slot[0] and slot[1] <= wanted[1]]
    return within or [slot for slot in every if slot[0] <= wanted[0] < slot[1]]


def ask_pickup(situation: Situation, response: str, *, may_send: bool, **facts: str) -> Ask:
    """`response` for the first time; where she named a time that is none, why it is none."""
    told, fitting = bool(_wanted(situation)), fitting_slots(situation)
    fault = situation.text("pickup_fault") or ("no_slot" if told and not fitting else "")
    rule = situation.rules.pickup.at(situation.asking.now)
    response = f"utter_ask_pickup_{fault}" if fault else "utter_ask_pickup_which" if told else response
    more = (BY_HERSELF,) if may_send else ()
    buttons = (*slot_buttons(fitting or all_slots(situation), situation.asking.now), *more)
    days = str(rule.days_ahead) if rule is not None else "0"
    return Ask(what="pickup_time", say=Say(response=response, facts={**facts, "days": days}, buttons=buttons))


def slot_words(situation: Situation, slot: Span) -> str:
    return wording.slot(*slot, situation.asking.now)


def _wanted(situation: Situation) -> Span | None:
    start, slash, end = situation.text("pickup").partition("/")
    if not slash:
        return None
    zone = situation.asking.zone
    span = [datetime.fromisoformat(each.replace("Z", "+00:00")).astimezone(zone) for each in (start, end)]
    return span[0], span[1]
