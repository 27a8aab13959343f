"""Pieces of sentences about cases, refunds and pick-ups, for the gaps of responses; and the buttons that lead on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from actions import wording
from actions.flow import Situation
from actions.speech import Button
from bot.clock import iso
from bot.shop.address import read_address
from bot.shop.after_sale import AfterSale
from bot.shop.cards import NEXT_IN_WORDS, after_sale_card
from bot.shop.due_times import told_time
from bot.shop.order import Order, OrderItem
from bot.shop.service_rules import Term

TYPES = {"return": "退货", "exchange": "换货", "refund": "退款", "repair": "维修"}
STATES = {
    "applied": "已提交、等审核", "approved": "已同意", "picked_up": "货在寄回的路上", "received": "仓库已收到",
    "inspected": "验过货了", "refunded": "已退款", "exchanged": "换的货已发出", "repaired": "修好已寄出",
    "closed": "已完结", "rejected": "没有通过", "withdrawn": "已撤销",
}  # fmt: skip
OFFERED = 4
BY_HERSELF = Button(title="我自己寄", intent="inform", entities={"choice": "pickup:self"})


def pieces(items: Sequence[tuple[OrderItem, int]]) -> str:
    """声澜真无线耳机, 声澜真无线耳机2件, 声澜真无线耳机、平底锅2件."""
    return "、".join(f"{wording.short(item.title)}{f'{count}件' if count > 1 else ''}" for item, count in items)


def case_goods(case: AfterSale, order: Order) -> str:
    known = {item.sku: item for item in order.items}
    return pieces([(known[each.sku], each.quantity) for each in case.items if each.sku in known]) or "这单"


def case_facts(situation: Situation, case: AfterSale) -> dict[str, str]:
    """Number, type, state, goods, amount, what comes next and by when; reason and slot where there are any."""
    now, reasons = situation.asking.now, situation.rules.reasons.at(situation.order.placed_at)
    reason = reasons.of(case.reason) if reasons is not None else None
    due = wording.due(case.next_due_at, now, hers=_is_hers(case)) if case.next_due_at else ""
    booked = case.pickup_from is not None and case.pickup_until is not None
    slot = wording.slot(case.pickup_from, case.pickup_until, now) if booked else ""  # type: ignore[arg-type]
    return situation.facts(
        number=case.after_sale_id,
        what=TYPES[case.type],
        state=STATES[case.state],
        pieces=case_goods(case, situation.order),
        amount=wording.yuan(case.amount_fen),
        reason=reason.title if reason else "您说的原因",
        next=NEXT_IN_WORDS.get(case.next_what, "") or "结束",
        due=due or "同事通知您的时间",
        slot=slot,
        place=place(situation.order),
        note=case.history[-1].note if case.history else "",
    )


def case_card(situation: Situation, case: AfterSale) -> dict[str, Any]:
    """Its card, with the round time that she is told."""
    if case.next_due_at is None or case.next_due_at <= situation.asking.now:
        return after_sale_card(case)
    told = told_time(case.next_due_at, situation.asking.now, hers=_is_hers(case))
    return after_sale_card(replace(case, next_due_at=told))


def _is_hers(case: AfterSale) -> bool:
    """Whether it is she who has to do the next thing."""
    return case.next_what == "send_back"


def hours(count: int | None) -> str:
    """24小时, 2天: a rule's hours as people say them."""
    if not count:
        return "尽快"
    return f"{count}小时" if count < 48 or count % 24 else wording.span(timedelta(hours=count))


def term(given: Term | None) -> str:
    """How long a rule says it takes: 24小时, 3个工作日."""
    if given is not None and given.working_days:
        return f"{given.working_days}个工作日"
    return hours(given.hours if given is not None else None)


def place(order: Order) -> str:
    """Where the courier comes: down to the district, as far as it can be told."""
    found = read_address(order.address)
    return f"{found.city}{found.district}" or "收货地址"


def slot_buttons(slots: Sequence[tuple[datetime, datetime]], now: datetime) -> tuple[Button, ...]:
    return tuple(
        Button(
            title=wording.slot(*slot, now),
            intent="inform",
            entities={"choice": f"pickup:{iso(slot[0])}/{iso(slot[1])}"},
        )
        for slot in slots[:OFFERED]
    )


def choice(title: str, name: str, value: str) -> Button:
    """A button that answers a question: `name` is the draft's own."""
    return Button(title=title, intent="inform", entities={"choice": f"{name}:{value}"})


def wish(title: str, intent: str, situation: Situation, **more: str) -> Button:
    """A button that starts another flow on this very order."""
    return Button(title=title, intent=intent, entities={"order_number": situation.order.order_id, **more})
