"""我东西呢, with several parcels that can be meant: where each of them is, then which one to push; all of them at once on 都催."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from actions import wording
from actions.asking import Asking
from actions.complaint_case import case_of
from actions.complaint_facts import Facts, called, facts_of
from actions.complaint_grounds import counted, grounds_of
from actions.complaint_tell import tell
from actions.composition import Ports
from actions.follow_up import state_of
from actions.order_choice import offer, shown_of
from actions.speech import Button, Speech
from actions.thread import Thread
from bot.care.cause import Cause
from bot.care.lines import Lines
from bot.handoff.escalation import escalation_of
from bot.shop.cards import logistics_card
from bot.shop.lateness import late_by
from bot.shop.order import MOVING_STATUSES, Order

TOLD_AT_ONCE = 4
_UNSHIPPED = frozenset({"paid", "packed"})
_TOLD = _UNSHIPPED | MOVING_STATUSES | {"signed", "lost"}
ALL_ORDERS = "all_orders"


def can_be_told(orders: tuple[Order, ...], cause: Cause) -> bool:
    """Whether what she asks after is answered by where they are, rather than by a question."""
    return cause in ("late", "not_received") and len(orders) > 1 and all(order.status in _TOLD for order in orders)


async def tell_where(
    asking: Asking, speech: Speech, ports: Ports, orders: tuple[Order, ...], thread: Thread, cause: Cause
) -> Thread:
    """A line and a card for each of the page, and the question which of them to push."""
    lines, shown = Lines(turn_id=asking.turn_id), shown_of(orders, thread)
    products = await ports.names.of([order.items[0].sku for order in shown if order.items])
    said = []
    for order in shown:
        product = products.get(order.items[0].sku) if order.items else None
        facts = facts_of(order, None, cause, asking.now, lines)
        facts["goods"] = called(order, None, product)
        said.append(_line(order, facts, lines))
    speech.say(
        "utter_care",
        {"words": "\n".join(said)},
        cards=[logistics_card(order, parcel) for order in shown for parcel in order.parcels],
    )
    besides = [Button(title=lines.say("title_push_all"), intent="inform", entities={"choice": ALL_ORDERS})]
    if asking.upset:
        besides.append(wording.human(thread.flow or "complain_late_delivery"))
    pushed = len(orders) <= TOLD_AT_ONCE and any(order.status in MOVING_STATUSES | _UNSHIPPED for order in shown)
    words = lines.say("push_which" if pushed else "meant_which")
    asked = offer(asking, speech, orders, thread, "utter_care", words=words, besides=besides if pushed else besides[1:])
    kept = dict(asked.complaint or {})
    placed = dict.fromkeys([*(kept.get("placed") or ()), *(state_of(order, asking.now) for order in shown)])
    return replace(asked, complaint={**kept, "placed": list(placed)})


def _line(order: Order, facts: Facts, lines: Lines) -> str:
    """耳机：今天09:30，快件到达杭州转运中心，快递报明天14:30到，比说好的昨天14:30晚了1天。"""
    kind: str = order.status
    if kind == "out_for_delivery" and "event" in facts:
        kind = "delivering_eta" if "eta" in facts else "delivering"
    elif kind in ("signed", "lost"):
        kind = kind if "event" in facts else f"{kind}_bare"
    elif kind in MOVING_STATUSES and "event" not in facts:
        kind = "unscanned"
    elif kind in MOVING_STATUSES:
        kind = "moving_eta" if "eta" in facts else "moving"
    return lines.say(f"each_{kind}", facts) + _honestly(order, facts, lines)


def _honestly(order: Order, facts: Facts, lines: Lines) -> str:
    """How late it is, or that it is not."""
    if order.status in ("signed", "lost"):
        return "。"
    if "ship_by" in facts:
        return lines.say("each_ship_late", facts)
    if "promised" in facts:
        return lines.say("each_late", facts)
    if "coming" in facts and facts.get("late_by"):
        return lines.say("each_coming_late", facts)
    if "coming" in facts:
        return lines.say("each_in_time_ship" if order.status in _UNSHIPPED else "each_in_time", facts)
    return "。"


def felt(orders: tuple[Order, ...], cause: Cause, now: datetime) -> str:
    """The topic of comfort: nobody who asks after parcels on their way is told of a signature, or of a date that still holds."""
    if not any(order.is_open for order in orders):
        return cause
    return "late" if any(late_by(order, now) for order in orders) else "in_time"


def means_all(asking: Asking) -> bool:
    return ALL_ORDERS in asking.values("choice")


async def push_each(
    asking: Asking, speech: Speech, ports: Ports, flow: str, orders: tuple[Order, ...], thread: Thread
) -> Thread:
    """One ticket and one step each; what she felt counts once, is answered once, and calls one person at most."""
    before = thread.complaint
    words = asking.words or thread.matter or ""
    called, counts = False, counted(asking, thread)
    for order in orders:
        complaint = await case_of(asking, ports, of_record(flow, order), order, words)
        thread = replace(thread, complaint=before)
        calls = not called and escalation_of(grounds_of(asking, complaint, counted(asking, thread))) is not None
        thread = await tell(asking, speech, ports, complaint, thread, names_order=bool(before), person_called=called)
        called = called or calls
        before = {**(before or {}), "cause": complaint.cause, "comforted": complaint.cause}
        asking = replace(asking, emotion="calm", heat=0.0, text="", intent=flow)
    return replace(thread, complaint={**(thread.complaint or {}), **counts})


def of_record(flow: str, order: Order | None) -> str:
    """The complaint as the record knows it: what nobody has signed for is late, not missing; what got lost is not late."""
    if flow == "complain_late_delivery" and order is not None and order.status == "lost":
        return "complain_not_received"
    missing = flow == "complain_not_received" and order is not None and order.status in MOVING_STATUSES | _UNSHIPPED
    return "complain_late_delivery" if missing else flow
