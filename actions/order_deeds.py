"""What is done or looked up for an order after its facts were told: pushing, courier, pick-up code, trouble, money back.

Pushing is done without a yes: it was asked for in so many words and costs nobody anything; once in the shop's hours.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from actions import wording
from actions.asking import Asking
from actions.composition import Ports
from actions.follow_up import courier_phone
from actions.handoff import is_on_duty, request
from actions.speech import Button, Speech
from actions.thread import Thread
from bot.errors import OutcomeUnknown, ShopUnavailable
from bot.shop.access import may_see
from bot.shop.after_sale import OrderCare
from bot.shop.changes import MakeUrge, Outcome
from bot.shop.order import MOVING_STATUSES, Order
from bot.shop.order_verdicts import last_urge, may_urge
from bot.shop.parcel_trouble import DEFAULT_STUCK_HOURS, trouble_of

PUSHES = frozenset({"urge_shipping", "urge_delivery"})
_DEEDS = PUSHES | {"contact_courier", "self_pickup"}  # done whenever asked; the others only tell what is new
_FLOWS = _DEEDS | {"track_order", "ask_shipping_time"}
_COME_BACK = frozenset({"returned", "refused"})
_UNSHIPPED = frozenset({"paid", "packed"})
_PHONES = "carrier_phones"  # the shop's text: 顺丰速运 95338、圆通速递 95554
_COURIER_AWAY = re.compile(r"打不通|没人接|不接|关机|停机|空号|联系不上")
_WITHIN_S = 1.5


async def after_telling(asking: Asking, speech: Speech, ports: Ports, thread: Thread) -> Thread:
    """Do it for the order that was just told; nothing when several were told, or something is being asked."""
    if thread.flow not in _FLOWS or thread.asked is not None or thread.order_in_focus is None or thread.told is None:
        return thread
    news = thread.told != asking.thread.told
    if not news and thread.flow not in _DEEDS:
        return thread
    order = await ports.shop.order(thread.order_in_focus)
    if order is None or not may_see(order, asking.customer_id, asking.proven_orders):
        return thread
    if thread.flow in PUSHES:
        await push(asking, speech, ports, order, await _care(ports, order))
    elif order.parcels and order.status in MOVING_STATUSES:
        deeds = {"contact_courier": _courier, "self_pickup": _pickup}
        if deed := deeds.get(thread.flow or ""):
            await deed(asking, speech, ports, order, await _care(ports, order))
        elif news:
            await _trouble(asking, speech, ports, order)
    elif news and order.status in _COME_BACK:
        _money_back(asking, speech, order, await _care(ports, order))
    return thread


async def _care(ports: Ports, order: Order) -> OrderCare:
    return (await ports.shop.care_of([order.order_id]))[order.order_id]


async def push(asking: Asking, speech: Speech, ports: Ports, order: Order, care: OrderCare) -> None:
    """A real request to the shop or the carrier, at most one in the shop's hours; says what was done, and by when there is an
    answer. The same turn run again makes no second one."""
    what = "shipping" if order.status in _UNSHIPPED else "delivery"
    rules = await ports.shop.service_rules()
    verdict = may_urge(order, care, what, asking.now, rules)
    if not verdict.allowed:
        return
    rule = rules.urge.at(asking.now)
    known = last_urge(care, what, asking.now, rule.every_hours) if rule else None
    if known is not None:
        facts = {
            "at": wording.past(known.made_at, asking.now),
            "due": wording.due(known.answer_due_at, asking.now),
            "hours": str(rule.every_hours if rule else ""),
        }
        speech.say(f"utter_urged_already_{what}", facts, buttons=[wording.human(f"urge_{what}")])
        return
    outcome = await _made(asking, speech, ports, order, what)
    if outcome is not None and outcome.done:
        due = wording.due(outcome.due_at, asking.now) if outcome.due_at else ""
        response = f"utter_urged_{what}" if due else f"utter_urged_{what}_sometime"
        speech.say(response, {"due": due, "goods": wording.goods(order.items)}, buttons=[wording.human(f"urge_{what}")])


async def _made(asking: Asking, speech: Speech, ports: Ports, order: Order, what: str) -> Outcome | None:
    change = MakeUrge(order_id=order.order_id, what=what, at=asking.now)
    key = f"{asking.turn_id}/{change.kind}/{order.order_id}"
    wish = {"wish": wording.wish(f"urge_{what}")}
    try:
        return await asyncio.wait_for(ports.shop.change(change, key=key), _WITHIN_S)
    except (OutcomeUnknown, asyncio.TimeoutError):
        speech.say("utter_urge_unknown", wish, buttons=[wording.human(f"urge_{what}")])
        if asking.holder == "bot" and await is_on_duty(asking, ports):
            await request(asking, speech, ports, why="outcome_unknown", words=asking.text or None)
    except ShopUnavailable:
        speech.say("utter_urge_not_now", wish, buttons=[wording.human(f"urge_{what}")])
    return None


async def _trouble(asking: Asking, speech: Speech, ports: Ports, order: Order) -> None:
    """A parcel that does not move, or is delivered elsewhere: said unasked, with what can be done at once."""
    given = (await ports.shop.policy("stuck_hours") or "").strip()
    hours = int(given) if given.isascii() and given.isdigit() else DEFAULT_STUCK_HOURS
    for parcel in order.parcels:
        trouble = trouble_of(order, parcel, asking.now, hours)
        if trouble is None or parcel.last_event is None:
            continue
        facts = {
            "goods": wording.goods(order.items),
            "carrier": parcel.carrier,
            "place": parcel.last_event.place or "别处",
            "since": wording.span(asking.now - parcel.last_event.at),
        }
        urge = Button(title="催一催", intent="urge_delivery", entities={"order_number": order.order_id})
        speech.say(f"utter_parcel_{trouble}", facts, buttons=[urge, wording.human("track_order")])
        return


def _money_back(asking: Asking, speech: Speech, order: Order, care: OrderCare) -> None:
    """It has come back, or is coming: where the money is."""
    refund = next(iter(care.refunds), None)
    if refund is None:
        if order.status == "returned":
            speech.say("utter_came_back_no_refund", buttons=[wording.review("track_order")])
        return
    facts = {
        "amount": wording.yuan(refund.amount_fen),
        "channel": refund.channel or "原支付方式",
        "due": wording.due(refund.due_at, asking.now),
    }
    response = "utter_came_back_arrived" if refund.state == "arrived" else "utter_came_back_refund"
    speech.say(response, facts, buttons=[wording.human("track_refund")])


async def _courier(asking: Asking, speech: Speech, ports: Ports, order: Order, care: OrderCare) -> None:
    """The courier's own number where the carrier wrote it down, the carrier's anyway."""
    parcel = next((each for each in order.parcels if each.state in MOVING_STATUSES), order.parcels[0])
    phone = await carrier_phone(ports, parcel.carrier)
    courier = courier_phone(order)
    facts = {"carrier": parcel.carrier, "tracking_no": parcel.tracking_no, "carrier_phone": phone or ""}
    facts["courier_phone"] = courier or ""
    if _COURIER_AWAY.search(asking.words):
        response = "utter_courier_away"
    else:
        response = "utter_after_contact_courier_known" if courier else "utter_after_contact_courier"
    speech.say(f"{response}_phone" if phone else response, facts, buttons=[wording.human("contact_courier")])


async def _pickup(asking: Asking, speech: Speech, ports: Ports, order: Order, care: OrderCare) -> None:
    """The code and the place, where the record holds them."""
    for code in care.pickup_codes:
        until = wording.due(code.kept_until, asking.now, hers=True)
        speech.say("utter_pickup_code", {"place": code.place, "code": code.code, "until": until})
    if not care.pickup_codes:
        parcel = order.parcels[0]
        facts = {"carrier": parcel.carrier, "tracking_no": parcel.tracking_no}
        speech.say("utter_after_self_pickup", facts, buttons=[wording.human("self_pickup")])


async def carrier_phone(ports: Ports, carrier: str) -> str | None:
    """The carrier's number as the shop states it, or None."""
    text = await ports.shop.policy(_PHONES) or ""
    found = re.search(rf"{re.escape(carrier)}\s*([0-9\-]{{5,}})", text)
    return found[1] if found else None


def push_one_by_one(speech: Speech, orders: tuple[Order, ...], thread: Thread, asking: Asking) -> Thread:
    """Several were told: each is pushed by itself, after she has picked it."""
    flow = thread.flow or "urge_delivery"
    if flow in PUSHES:
        buttons = [
            Button(
                title=wording.order_title(order, asking.zone), intent=flow, entities={"order_number": order.order_id}
            )
            for order in orders
        ]
        speech.say("utter_urge_which", {"count": str(len(orders))}, buttons=buttons)
    return replace(thread, told=None)
