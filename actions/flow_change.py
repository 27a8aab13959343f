"""Carrying a change out once, and saying what became of it: done, refused, not now, or nobody knows.

What nobody knows is never tried again: a person looks (design decision 4).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from actions import wording
from actions.asking import Asking
from actions.composition import Ports
from actions.draft import Draft, ReadBackMade
from actions.flow import Ask, ReadBack, Say, Situation, Step, Stop
from actions.flow_person import call_person
from actions.flows import FLOWS
from actions.speech import Button, Speech
from actions.thread import Thread
from bot.errors import OutcomeUnknown, ShopUnavailable
from bot.shop.after_sale import OrderCare
from bot.shop.changes import Change, Outcome
from bot.shop.changes_json import as_json, change_from_json
from bot.shop.facts import facts_of
from bot.shop.order import Order

CHANGE_WITHIN_S = 2.0
_SAID_WITH_BOTH = frozenset({"状态", "金额"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The thread afterwards; with `step`, what is now to be said of `situation`, because the facts were others."""

    thread: Thread
    situation: Situation
    step: Step | None = None


async def situation_of(asking: Asking, ports: Ports, order: Order, draft: Draft) -> Situation:
    """The order with everything beside it, fresh from the shop."""
    cares, rules = await asyncio.gather(ports.shop.care_of([order.order_id]), ports.shop.service_rules())
    care = cares.get(order.order_id) or OrderCare(order_id=order.order_id)
    return Situation(asking=asking, ports=ports, order=order, care=care, rules=rules, draft=draft)


def made(situation: Situation, change: Change) -> ReadBackMade:
    """The read-back as the draft keeps it: the change with the facts that it rests on."""
    facts = facts_of(situation.order, situation.care)
    return ReadBackMade(
        change=as_json(replace(change, facts=facts)),
        facts=facts,
        seen=_seen(situation),
        at=situation.asking.now,
        turn_id=situation.asking.turn_id,
    )


async def carry_out(situation: Situation, speech: Speech, thread: Thread) -> Result:
    """Do what was read back, once: the same read-back has the same key, however often and in whichever turn the yes comes."""
    told = situation.draft.read_back
    assert told is not None
    facts = {"wish": wording.wish(situation.draft.flow)}
    try:
        change = replace(change_from_json(told.change), at=situation.asking.now)
        asked = situation.ports.shop.change(change, key=situation.draft.key)
        outcome = await asyncio.wait_for(asked, CHANGE_WITHIN_S)
    except (OutcomeUnknown, asyncio.TimeoutError):
        speech.say("utter_change_unknown", facts)
        await call_person(situation, speech, why="outcome_unknown")
        return Result(thread=replace(thread.settled(), draft=None), situation=situation)
    except ShopUnavailable:
        speech.say("utter_change_not_now", facts, buttons=[wording.human(situation.draft.flow)])
        return Result(thread=thread, situation=situation)
    return await _after(situation, speech, thread, outcome)


async def _after(situation: Situation, speech: Speech, thread: Thread, outcome: Outcome) -> Result:
    flow = FLOWS[situation.draft.flow]
    order = await situation.ports.shop.order(situation.order.order_id) or situation.order
    now = await situation_of(situation.asking, situation.ports, order, situation.draft)
    settled = replace(thread.settled(), draft=None, order_in_focus=order.order_id, told=None)
    if outcome.done:
        say_all(speech, await flow.done(now, outcome))
        return Result(thread=settled, situation=now)
    step = await flow.step(now)
    if isinstance(step, (Ask, Stop)):
        return Result(thread=thread, situation=now, step=step)
    if outcome.reason == "facts_changed" and isinstance(step, ReadBack):
        speech.say("utter_facts_changed", {"what": _difference(now)})
        return Result(thread=thread, situation=now, step=step)
    say_all(speech, await flow.refused(now, outcome))
    return Result(thread=settled, situation=now)


def _seen(situation: Situation) -> dict[str, str]:
    order = situation.order
    return {
        "状态": wording.STATUS_NAMES.get(order.status, order.status),
        "商品": wording.goods(order.items),
        "金额": wording.yuan(order.total_fen),
        "收货地址": order.address,
        "收件人": order.recipient,
    }


def _difference(situation: Situation) -> str:
    """What is other than it was read back: 状态从“待发货”变成了“已打包”."""
    told = situation.draft.read_back
    before = told.seen if told else {}
    parts = [
        f"{name}从“{before[name]}”变成了“{now}”" if name in _SAID_WITH_BOTH else f"{name}变了"
        for name, now in _seen(situation).items()
        if name in before and before[name] != now
    ]
    return "、".join(parts) or "订单里有变动"


def say_all(speech: Speech, says: tuple[Say, ...]) -> None:
    for each in says:
        say(speech, each)


def say(speech: Speech, message: Say, *more: Button) -> None:
    speech.say(message.response, message.facts, buttons=[*message.buttons, *more], cards=message.cards)
