"""Changes of after-sale cases, each within the caller's transaction: open, withdraw, pick-up, the parcel that she sent."""

from __future__ import annotations

from dataclasses import replace

from bot.shop.after_sale import AfterSale, CaseItem, CaseStep
from bot.shop.after_sale_verdicts import Claim, judged
from bot.shop.case_states import CaseTimes, may_move, move, next_of, pieces_wanted
from bot.shop.changes import BookPickup, OpenAfterSale, Outcome, TellReturnParcel, WithdrawAfterSale
from bot.shop.order_verdicts import may_book_pickup
from bot.shop.paid_share import left_to_give_back, paid_for
from bot.shop.sql import care_rows, product_rows, stock
from bot.shop.sql import care_tables as c
from bot.shop.sql.scene import Refused, Scene, check, obey
from bot.shop.verdict import Verdict, worst

_LONGEST_NUMBER = 40
_STILL_TO_SAY = frozenset({"return_if_sealed", "return_if_unused"})  # the shopper did not say how the goods are


def open_after_sale(change: OpenAfterSale, scene: Scene) -> Outcome:
    """Approved at once where the rules allow it; where a person decides, it is applied for and waits for her. What an
    exchange sends is held from now on: of two who want the last piece one gets `out_of_stock`, whoever asks."""
    wanted = pieces_wanted(change)
    stock.lock(scene.connection, wanted)
    verdict = _judged(change, scene)
    if verdict.answer == "not_allowed":
        obey(verdict, change.by)
    check(stock.lacking(scene.connection, wanted) is None, "out_of_stock")
    check(
        change.by != "bot" or change.freight_payer == (verdict.freight_payer or change.freight_payer), "facts_changed"
    )
    most_fen = min(paid_for(scene.order, change.items), left_to_give_back(scene.order, scene.care))
    amount_fen = change.amount_fen or (most_fen if change.type == "return" else 0)
    check(0 <= amount_fen <= most_fen, "over_item_total")
    if change.pickup_from is not None and change.pickup_until is not None:
        obey(may_book_pickup((change.pickup_from, change.pickup_until), scene.now, scene.rules), change.by)
    next_what = next_of(change.type, "applied")
    case = AfterSale(
        after_sale_id=scene.number("SH", c.after_sales.c.after_sale_id),
        order_id=change.order_id,
        type=change.type,
        state="applied",
        items=change.items,
        reason=change.reason,
        amount_fen=amount_fen,
        freight_payer=change.freight_payer,
        history=(CaseStep(state="applied", at=scene.now, by=_who(change.by), note=change.note),),
        next_what=next_what,
        next_due_at=case_times(scene).due_at(next_what, scene.now),
        wanted_sku=change.wanted_sku,
        pickup_from=change.pickup_from if change.pickup_until is not None else None,
        pickup_until=change.pickup_until if change.pickup_from is not None else None,
    )
    approved = verdict.allowed and verdict.rule not in _STILL_TO_SAY
    if approved or change.by.startswith("agent:"):
        by = change.by if change.by.startswith("agent:") else "shop"
        case = move(case, "approved", at=scene.now, by=by, times=case_times(scene), note=verdict.rule)
    care_rows.write_case(scene.connection, case)
    return _done(case)


def withdraw_after_sale(change: WithdrawAfterSale, scene: Scene) -> Outcome:
    case = _case(scene, change.after_sale_id)
    if case.state == "withdrawn":
        return _done(case)
    check(may_move(case, "withdrawn", change.by), "case_too_far")
    return _stored(scene, move(case, "withdrawn", at=scene.now, by=_who(change.by), times=case_times(scene)))


def book_pickup(change: BookPickup, scene: Scene) -> Outcome:
    case = _case(scene, change.after_sale_id)
    check(case.type != "refund" and case.state in ("applied", "approved"), "case_too_far")
    obey(may_book_pickup((change.pickup_from, change.pickup_until), scene.now, scene.rules), change.by)
    booked = replace(case, pickup_from=change.pickup_from, pickup_until=change.pickup_until)
    return replace(_stored(scene, booked), due_at=change.pickup_until)


def tell_return_parcel(change: TellReturnParcel, scene: Scene) -> Outcome:
    """The goods are with a carrier: the case is `picked_up`. A number told again only corrects it."""
    case = _case(scene, change.after_sale_id)
    check(0 < len(change.tracking_no.strip()) <= _LONGEST_NUMBER, "no_tracking_number")
    told = replace(case, return_carrier=change.carrier.strip()[:32], return_tracking_no=change.tracking_no.strip())
    if case.state == "picked_up":
        return _stored(scene, told)
    check(may_move(case, "picked_up", change.by), "case_too_far")
    return _stored(scene, move(told, "picked_up", at=scene.now, by=_who(change.by), times=case_times(scene)))


def case_times(scene: Scene) -> CaseTimes:
    return CaseTimes.of(scene.rules, scene.now)


def _judged(change: OpenAfterSale, scene: Scene) -> Verdict:
    check(bool(change.items) and len({item.sku for item in change.items}) == len(change.items), "not_in_order")
    return worst(
        [judged(scene.order, scene.care, _claim(change, item, scene), scene.now, scene.rules) for item in change.items]
    )


def _claim(change: OpenAfterSale, item: CaseItem, scene: Scene) -> Claim:
    return Claim(
        type=change.type,
        item=item,
        product=product_rows.product_by_sku(scene.connection, item.sku),
        reason=change.reason,
        goods=change.goods,
        wanted_sku=change.wanted_sku,
    )


def _case(scene: Scene, after_sale_id: str) -> AfterSale:
    case = next((each for each in scene.care.after_sales if each.after_sale_id == after_sale_id), None)
    if case is None:
        raise Refused("no_case")
    return case


def _who(by: str) -> str:
    """The bot acts on the shopper's yes: the step is hers."""
    return "shopper" if by == "bot" else by


def _stored(scene: Scene, case: AfterSale) -> Outcome:
    care_rows.rewrite_case(scene.connection, case)
    return _done(case)


def _done(case: AfterSale) -> Outcome:
    return Outcome(
        state="done", reference=case.after_sale_id, amount_fen=case.amount_fen or None, due_at=case.next_due_at
    )
