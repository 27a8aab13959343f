"""Changes of after-sale cases, each within the caller's transaction: open, withdraw, pick-up, the parcel that she sent."""

from __future__ import annotations

from dataclasses import replace

from bot.shop.after_sale import AfterSale, CaseStep
from bot.shop.case_states import CaseTimes, may_move, move, next_of
from bot.shop.changes import BookPickup, OpenAfterSale, Outcome, TellReturnParcel, WithdrawAfterSale
from bot.shop.sql import care_rows
from bot.shop.sql import care_tables as c
from bot.shop.sql.scene import Refused, Scene, check

_TIMES = CaseTimes(
    hours={"approve": 24, "send_back": 168, "receive": 120, "inspect": 48, "refund": 24, "exchange": 48, "repair": 360}
)


def open_after_sale(change: OpenAfterSale, scene: Scene) -> Outcome:
    for item in change.items:
        bought = sum(each.quantity for each in scene.order.items if each.sku == item.sku)
        check(bought > 0, "not_in_order")
        check(0 < item.quantity <= bought - _in_cases(scene, item.sku), "over_bought_quantity")
    check(bool(change.items), "not_in_order")
    by = "shopper" if change.by == "bot" else change.by
    next_what = next_of(change.type, "applied")
    case = AfterSale(
        after_sale_id=scene.number("SH", c.after_sales.c.after_sale_id),
        order_id=change.order_id,
        type=change.type,
        state="applied",
        items=change.items,
        reason=change.reason,
        amount_fen=change.amount_fen,
        freight_payer=change.freight_payer,
        history=(CaseStep(state="applied", at=scene.now, by=by, note=change.note),),
        next_what=next_what,
        next_due_at=_TIMES.due_at(next_what, scene.now),
        wanted_sku=change.wanted_sku,
    )
    case = move(case, "approved", at=scene.now, by="shop", times=_TIMES)
    care_rows.write_case(scene.connection, case)
    return _done(case)


def withdraw_after_sale(change: WithdrawAfterSale, scene: Scene) -> Outcome:
    case = _case(scene, change.after_sale_id)
    if case.state == "withdrawn":
        return _done(case)
    check(may_move(case, "withdrawn", change.by), "case_too_far")
    return _stored(scene, move(case, "withdrawn", at=scene.now, by=change.by, times=_TIMES))


def book_pickup(change: BookPickup, scene: Scene) -> Outcome:
    case = _case(scene, change.after_sale_id)
    check(case.type != "refund" and case.state in ("applied", "approved"), "case_too_far")
    check(scene.now < change.pickup_from < change.pickup_until, "time_past")
    booked = replace(case, pickup_from=change.pickup_from, pickup_until=change.pickup_until)
    outcome = _stored(scene, booked)
    return replace(outcome, due_at=change.pickup_until)


def tell_return_parcel(change: TellReturnParcel, scene: Scene) -> Outcome:
    """The goods are with a carrier: the case is `picked_up`. A number told again only corrects it."""
    case = _case(scene, change.after_sale_id)
    check(bool(change.tracking_no.strip()), "no_tracking_number")
    told = replace(case, return_carrier=change.carrier, return_tracking_no=change.tracking_no.strip())
    if case.state == "picked_up":
        return _stored(scene, told)
    check(may_move(case, "picked_up", change.by), "case_too_far")
    return _stored(scene, move(told, "picked_up", at=scene.now, by=change.by, times=_TIMES))


def _case(scene: Scene, after_sale_id: str) -> AfterSale:
    case = next((each for each in scene.care.after_sales if each.after_sale_id == after_sale_id), None)
    if case is None:
        raise Refused("no_case")
    return case


def _in_cases(scene: Scene, sku: str) -> int:
    """Pieces that another case holds already, open or settled; a withdrawn or rejected one gives them free."""
    cases = (each for each in scene.care.after_sales if each.state not in ("withdrawn", "rejected"))
    return sum(item.quantity for case in cases for item in case.items if item.sku == sku)


def _stored(scene: Scene, case: AfterSale) -> Outcome:
    care_rows.rewrite_case(scene.connection, case)
    return _done(case)


def _done(case: AfterSale) -> Outcome:
    return Outcome(
        state="done", reference=case.after_sale_id, amount_fen=case.amount_fen or None, due_at=case.next_due_at
    )
