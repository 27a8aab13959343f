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


def made(situation: Situation, change: Change, more: tuple[Change, ...] = ()) -> ReadBackMade:
    """The read-back as the draft keeps it: the changes with the facts that they rest on."""
    facts = facts_of(situation.order, situation.care)
    return ReadBackMade(
        change=as_json(replace(change, facts=facts)),
        facts=facts,
        seen=_seen(situation),
        at=situation.asking.now,
        turn_id=situation.asking.turn_id,
        more=tuple(as_json(each) for each in more),
    )


async def carry_out(situation: Situation, speech: Speech, thread: Thread) -> Result:
    """Do what was read back, once: the same read-back has the same keys, however often and in whichever turn the yes comes."""
    facts = {"wish": wording.wish(situation.draft.flow)}
    outcomes: list[Outcome] = []
    try:
        await asyncio.wait_for(_ask_shop(situation, outcomes), CHANGE_WITHIN_S)
    except (OutcomeUnknown, asyncio.TimeoutError):
        return await _by_person(situation, speech, thread, outcomes, "utter_change_unknown")
    except ShopUnavailable:
        if outcomes:
            return await _by_person(situation, speech, thread, outcomes, "utter_change_rest")
        speech.say("utter_change_not_now", facts, buttons=[wording.human(situation.draft.flow)])
        return Result(thread=thread, situation=situation)
    return await _after(situation, speech, thread, outcomes)


async def _ask_shop(situation: Situation, outcomes: list[Outcome]) -> None:
    """Each change under its own key, until one is refused. What the one before did is no changed fact to the next."""
    told, shop = situation.draft.read_back, situation.ports.shop
    assert told is not None
    for number, stored in enumerate((told.change, *told.more)):
        change, key = replace(change_from_json(stored), at=situation.asking.now), situation.draft.key
        if number:
            order_id = situation.order.order_id
            order, cares = await asyncio.gather(shop.order(order_id), shop.care_of([order_id]))
            change = replace(change, facts=facts_of(order or situation.order, cares.get(order_id)))
            key = f"{key}/{number}"
        outcomes.append(await shop.change(change, key=key))
        if not outcomes[-1].done:
            return


async def _by_person(
    situation: Situation, speech: Speech, thread: Thread, outcomes: list[Outcome], response: str
) -> Result:
    """What is done for sure is said; for the rest a person looks."""
    now = await _now(situation) if outcomes else situation
    if outcomes:
        say_all(speech, await FLOWS[situation.draft.flow].done_all(now, outcomes))
    speech.say(response, {"wish": wording.wish(situation.draft.flow)})
    await call_person(now, speech, why="outcome_unknown")
    return Result(thread=replace(thread.settled(), draft=None), situation=now)


async def _after(situation: Situation, speech: Speech, thread: Thread, outcomes: list[Outcome]) -> Result:
    flow, now = FLOWS[situation.draft.flow], await _now(situation)
    settled = replace(thread.settled(), draft=None, order_in_focus=now.order.order_id, told=None)
    done, last = [each for each in outcomes if each.done], outcomes[-1]
    if done:
        say_all(speech, await flow.done_all(now, done))
        if not last.done:
            say_all(speech, await flow.refused(now, last))
        return Result(thread=settled, situation=now)
    step = await flow.step(now)
    if isinstance(step, (Ask, Stop)):
        return Result(thread=thread, situation=now, step=step)
    if last.reason == "facts_changed" and isinstance(step, ReadBack):
        speech.say("utter_facts_changed", {"what": _difference(now)})
        return Result(thread=thread, situation=now, step=step)
    say_all(speech, await flow.refused(now, last))
    return Result(thread=settled, situation=now)


async def _now(situation: Situation) -> Situation:
    order = await situation.ports.shop.order(situation.order.order_id) or situation.order
    return await situation_of(situation.asking, situation.ports, order, situation.draft)


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
    for effect in message.effects:
        speech.effect(effect)
