"""Whether goods may be returned, exchanged, repaired or paid back without being sent, and why. Pure.

What was in force when the order was placed counts. Goods with a fault are never refused for the date alone: later than
the shop's days a person decides (消费者权益保护法 art. 23, 24). Signed goods only: before, the parcel is intercepted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.shop.after_sale import AfterSale, CaseItem, CaseType, OrderCare
from bot.shop.order import MOVING_STATUSES, Order
from bot.shop.paid_share import left_to_give_back, paid_for
from bot.shop.product import Product
from bot.shop.return_right import return_right
from bot.shop.service_rules import ExchangeRule, Reason, RepairClass, ServiceRules
from bot.shop.verdict import NO_RULE, Verdict, days_end, months_end, no, person, signed_at, yes

GOODS_STATES = ("", "sealed", "opened", "unused", "used")
_WARRANTY = "保修"
_SPAN = re.compile(r"(\d{1,3}) ?(年|个月|天)")
_BEFORE: dict[str, str] = {
    "unpaid": "not_paid", "closed": "already_closed", "cancelled": "already_cancelled", "returned": "already_returned",
    "paid": "cancel_instead", "packed": "cancel_instead", "refused": "already_refused",
}  # fmt: skip
_GONE = frozenset({"unpaid", "closed", "cancelled", "returned"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is wished for some pieces of one line. `product` is None when the shop no longer sells it; `goods` is what the
    shopper says of them: sealed, opened, unused, used, or "" while she was not asked."""

    type: CaseType
    item: CaseItem
    product: Product | None
    reason: str
    goods: str = ""
    wanted_sku: str | None = None

    @property
    def category(self) -> str:
        return self.product.category if self.product is not None else ""


def judged(order: Order, care: OrderCare, claim: Claim, now: datetime, rules: ServiceRules) -> Verdict:
    """The verdict on one line. `freight_payer` and `amount_fen` are set where they are decided."""
    for verdict in (_pieces(order, care, claim.item), _stage(order, claim)):
        if verdict is not None:
            return verdict
    reason = _reason(order, claim, rules)
    if reason is None:
        return person("unknown_reason", detail=claim.reason)
    if claim.type == "refund":
        return _refund(order, care, claim, now, rules)
    since = signed_at(order, claim.item.sku)
    if since is None:
        return person("signed_unknown")
    judge = {"return": _return, "exchange": _exchange, "repair": _repair}[claim.type]
    return _with_money(judge(order, claim, reason, since, now, rules), order, care, claim, reason, rules)


def _return(order: Order, claim: Claim, reason: Reason, since: datetime, now: datetime, rules: ServiceRules) -> Verdict:
    rule = rules.returning.at(order.placed_at, claim.category)
    if rule is None:
        return NO_RULE
    if reason.fault != "none":
        return _faulty(days_end(since, rule.faulty_days, rules), now)
    if claim.product is None:
        return person("product_gone")
    right = return_right(claim.product)
    if right.answer == "no":
        return no(f"no_return_{right.reason or 'page'}", detail=right.page)
    until = days_end(since, rule.days, rules)
    if now >= until:
        return no("return_window_over", until=until)
    return _condition(right.answer, right.page, claim.goods, until)


def _condition(answer: str, page: str, goods: str, until: datetime) -> Verdict:
    """Intact goods only; where the page sets a condition, the shopper is asked before anything is promised."""
    if answer == "if_sealed" and goods in ("opened", "used", "unused"):
        return no("return_opened", until=until, detail=page)
    if goods == "used":
        return no("return_used", until=until, detail=page)
    if answer == "if_sealed" and not goods:
        return yes("return_if_sealed", until=until, detail=page)
    if answer == "if_unused" and not goods:
        return yes("return_if_unused", until=until, detail=page)
    return yes("return_in_days", until=until, detail=page)


def _exchange(
    order: Order, claim: Claim, reason: Reason, since: datetime, now: datetime, rules: ServiceRules
) -> Verdict:
    rule = rules.exchange.at(order.placed_at, claim.category)
    if rule is None:
        return NO_RULE
    if claim.product is None:
        return person("product_gone")
    in_time = _exchange_in_time(claim, reason, rule, since, now, rules)
    return in_time if in_time.answer == "not_allowed" else _wanted(order, claim, claim.product) or in_time


def _exchange_in_time(
    claim: Claim, reason: Reason, rule: ExchangeRule, since: datetime, now: datetime, rules: ServiceRules
) -> Verdict:
    if reason.fault != "none":
        return _faulty(days_end(since, rule.faulty_days, rules), now)
    until = days_end(since, rule.days, rules)
    if now >= until:
        return no("exchange_window_over", until=until)
    if claim.goods in ("used", "opened"):
        return no("exchange_used", until=until)
    return yes("exchange_in_days", until=until)


def _wanted(order: Order, claim: Claim, product: Product) -> Verdict | None:
    """What stands against the wanted choice, or against the same again; None where nothing does. What is not there is
    promised by nobody."""
    own = claim.item.sku
    sku = claim.wanted_sku or own
    wanted = next((each for each in product.variants if each.sku == sku), None)
    if wanted is None and sku != own and product.variants:
        return person("other_product", detail=sku)
    if product.stock_of(sku) < claim.item.quantity:
        until = wanted.restock_at if wanted is not None else product.restock_at
        return no("out_of_stock", until=until, detail=sku, impossible=True)
    paid = next(item.price_fen for item in order.items if item.sku == own)
    if wanted is not None and sku != own and wanted.price_fen != paid:
        return person("other_price", amount_fen=wanted.price_fen - paid, detail=sku)
    return None


def _faulty(until: datetime, now: datetime) -> Verdict:
    return yes("faulty_in_days", until=until) if now < until else person("faulty_days_over", until=until)


def _repair(order: Order, claim: Claim, reason: Reason, since: datetime, now: datetime, rules: ServiceRules) -> Verdict:
    rule = rules.repair.at(order.placed_at)
    if rule is None:
        return NO_RULE
    if claim.product is None:
        return person("product_gone")
    page = claim.product.attributes.get(_WARRANTY, "")
    kind = _class_of(claim.product, rule.classes)
    whole, longest = _warranty(page, since, kind, rules)
    if whole is None or longest is None:
        return person("warranty_unknown", detail=page)
    if reason.fault == "shopper":
        return person("own_damage", until=whole, detail=page)
    if now < whole:
        return yes("warranty", until=whole, detail=page)
    return (
        person("warranty_part", until=longest, detail=page)
        if now < longest
        else no("warranty_over", until=longest, detail=page)
    )


def _class_of(product: Product, classes: tuple[RepairClass, ...]) -> RepairClass | None:
    for kind in classes:
        if product.category in kind.categories and (
            not kind.words or any(word in product.title for word in kind.words)
        ):
            return kind
    return None


def _warranty(
    page: str, since: datetime, kind: RepairClass | None, rules: ServiceRules
) -> tuple[datetime | None, datetime | None]:
    """When the whole and when the longest-guaranteed part run out; the first span of the page is the whole's."""
    ends = [_span_end(int(number), unit, since, rules) for number, unit in _SPAN.findall(page)]
    table = [months_end(since, kind.months, rules)] if kind is not None else []
    parts = [months_end(since, kind.part_months, rules)] if kind is not None and kind.part_months else []
    whole = max([*ends[:1], *table], default=None)
    return whole, max([*ends, *table, *parts], default=None)


def _span_end(number: int, unit: str, since: datetime, rules: ServiceRules) -> datetime:
    if unit == "天":
        return days_end(since, number, rules)
    return months_end(since, number * 12 if unit == "年" else number, rules)


def _refund(order: Order, care: OrderCare, claim: Claim, now: datetime, rules: ServiceRules) -> Verdict:
    """Money without goods is always a person's to confirm (design decision 10); the dates only say how it stands."""
    amount_fen = min(paid_for(order, [claim.item]), left_to_give_back(order, care))
    rule = rules.refund.at(order.placed_at, claim.category)
    since = signed_at(order, claim.item.sku)
    if rule is None:
        return NO_RULE
    until = None if since is None else days_end(since, rule.days, rules)
    late = until is not None and now >= until
    return person("refund_days_over" if late else "money_by_person", until=until, amount_fen=amount_fen)


def _pieces(order: Order, care: OrderCare, item: CaseItem) -> Verdict | None:
    bought = sum(each.quantity for each in order.items if each.sku == item.sku)
    if not bought:
        return no("not_in_order", detail=item.sku, impossible=True)
    if not 0 < item.quantity <= bought:
        return no("over_bought_quantity", detail=str(bought), impossible=True)
    case = next((each for each in care.after_sales if each.is_open and _holds(each.items, item.sku)), None)
    if case is not None and item.quantity > bought - pieces_in_cases(care, item.sku):
        return no("has_case", detail=case.after_sale_id, impossible=True)
    if item.quantity > bought - pieces_in_cases(care, item.sku):
        return no("already_settled", detail=item.sku, impossible=True)
    return None


def pieces_in_cases(care: OrderCare, sku: str) -> int:
    """Pieces that a case holds already: open, or settled by money. Repaired, exchanged, withdrawn and rejected are free again."""
    holding = (case for case in care.after_sales if case.is_open or _paid_back(case))
    return sum(item.quantity for case in holding for item in case.items if item.sku == sku)


def _paid_back(case: AfterSale) -> bool:
    return any(step.state == "refunded" for step in case.history)


def _holds(items: tuple[CaseItem, ...], sku: str) -> bool:
    return any(item.sku == sku for item in items)


def _stage(order: Order, claim: Claim) -> Verdict | None:
    """What an order that is not signed says to a case; None goes on."""
    if order.status in _BEFORE and not (order.status == "refused" and claim.type == "refund"):
        return no(_BEFORE[order.status], detail=order.status, impossible=order.status in _GONE)
    if claim.type != "refund" and signed_at(order, claim.item.sku) is None:
        if order.status in MOVING_STATUSES:
            return no("not_received", detail=order.status)
        if order.status == "lost":
            return no("parcel_lost", detail=order.status)
    return None


def _reason(order: Order, claim: Claim, rules: ServiceRules) -> Reason | None:
    known = rules.reasons.at(order.placed_at)
    reason = known.of(claim.reason) if known is not None else None
    return reason if reason is not None and claim.type in reason.types else None


def _with_money(
    verdict: Verdict, order: Order, care: OrderCare, claim: Claim, reason: Reason, rules: ServiceRules
) -> Verdict:
    freight = rules.freight.at(order.placed_at, claim.category)
    payer = ""
    if freight is not None:
        payer = freight.without_fault if reason.fault in ("none", "shopper") else freight.with_fault
        payer = freight.repair if claim.type == "repair" and reason.fault != "shopper" else payer
    amount_fen = min(paid_for(order, [claim.item]), left_to_give_back(order, care)) if claim.type == "return" else None
    return replace(verdict, freight_payer=payer, amount_fen=verdict.amount_fen if amount_fen is None else amount_fen)
