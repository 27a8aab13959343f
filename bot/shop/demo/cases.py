"""After-sale cases from data/shop/after_sales.csv, made step by step as in life: a history that cannot be is a fault."""

from __future__ import annotations

import re
from datetime import datetime

from bot.shop.after_sale import CASE_TYPES, AfterSale, CaseItem, CaseStep
from bot.shop.case_states import CaseTimes, IllegalMove, move, next_of
from bot.shop.demo.care_records import Records, Row, check, fen_of
from bot.shop.order import Order
from bot.shop.paid_share import paid_for

_ITEM = re.compile(r"(\S+)\*([1-9]\d{0,3})")
_STEP = re.compile(r"(\w+) ([+-]\d+d \d{2}:\d{2}) (\S+)(?: (.*))?")


def case_of(row: Row, records: Records) -> AfterSale:
    """One row; `steps` is `state time by note`, joined by |. Raises ValueError."""
    order = records.order(row)
    check(row["type"] in CASE_TYPES, f"type {row['type']!r} is none of {', '.join(CASE_TYPES)}")
    check(row["freight_payer"] in ("shopper", "shop"), "freight_payer: shopper or shop")
    items = tuple(_item(text, order) for text in row["items"].split("|"))
    steps = [_step(text, records) for text in row["steps"].split("|")]
    check(
        bool(steps) and steps[0].state == "applied" and steps[0].at >= order.placed_at,
        "steps begin with applied, after the order",
    )
    times = _times(records, steps[0].at)
    next_what = next_of(row["type"], "applied")  # type: ignore[arg-type]
    case = AfterSale(
        after_sale_id=row["after_sale_id"],
        order_id=order.order_id,
        type=row["type"],  # type: ignore[arg-type]
        state="applied",
        items=items,
        reason=_reason(row, records),
        amount_fen=fen_of(row["amount"]) if row["amount"] else paid_for(order, items) * (row["type"] == "return"),
        freight_payer=row["freight_payer"],
        history=(steps[0],),
        next_what=next_what,
        next_due_at=times.due_at(next_what, steps[0].at),
        wanted_sku=row["wanted_sku"] or None,
        pickup_from=records.maybe(row["pickup_from"]),
        pickup_until=records.maybe(row["pickup_until"]),
        return_carrier=row["return_carrier"],
        return_tracking_no=row["return_tracking_no"],
    )
    for step in steps[1:]:
        case = _moved(case, step, times)
    return case


def _moved(case: AfterSale, step: CaseStep, times: CaseTimes) -> AfterSale:
    check(step.at >= case.history[-1].at, "its steps are not in the order of time")
    try:
        return move(case, step.state, at=step.at, by=step.by, times=times, note=step.note)
    except IllegalMove as error:
        raise ValueError(f"steps: {error}") from error


def _times(records: Records, at: datetime) -> CaseTimes:
    return CaseTimes.of(records.rules, at)


def _reason(row: Row, records: Records) -> str:
    known = records.rules.reasons.at(records.anchor.now)
    reason = known.of(row["reason"]) if known is not None else None
    check(
        known is None or (reason is not None and row["type"] in reason.types),
        f"reason {row['reason']!r} is none of policies/reasons.yml for this type",
    )
    return row["reason"]


def _item(text: str, order: Order) -> CaseItem:
    match = _ITEM.fullmatch(text.strip())
    bought = {item.sku: item.quantity for item in order.items}
    if match is None or int(match[2]) > bought.get(match[1], 0):
        raise ValueError(f"items: {text!r} is not SKU*quantity of what was bought")
    return CaseItem(sku=match[1], quantity=int(match[2]))


def _step(text: str, records: Records) -> CaseStep:
    match = _STEP.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"steps: {text!r} is not `state time by note`, such as approved -3d 10:00 shop")
    at = records.at(match[2])
    check(at <= records.anchor.now, "a step is in the future")
    return CaseStep(state=match[1], at=at, by=match[3], note=match[4] or "")  # type: ignore[arg-type]
