"""Which remedies of the policy the shop's own rules forbid for these goods now: what is offered must hold after the yes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.care.cause import Cause
from bot.care.remedy import Offer, RemedyName
from bot.shop.after_sale import CaseItem, CaseType, OrderCare
from bot.shop.after_sale_verdicts import Claim, judged
from bot.shop.money_verdicts import may_give_coupon, may_resend
from bot.shop.order import Order
from bot.shop.product import Product
from bot.shop.service_rules import ServiceRules

CASES: Mapping[RemedyName, CaseType] = {"replace": "exchange", "return_paid_freight": "return"}


def forbidden(
    order: Order,
    care: OrderCare,
    item: CaseItem,
    product: Product | None,
    cause: Cause,
    now: datetime,
    rules: ServiceRules,
) -> frozenset[str]:
    """The remedies that the shop would refuse: none of these goods in stock, too late, freight not paid."""
    cases = {
        name for name, kind in CASES.items() if _is_refused(order, care, _claim(kind, item, product, cause), now, rules)
    }
    sold_out = product is not None and product.stock_of(item.sku) < item.quantity
    return frozenset(cases | {"resend"} if sold_out else cases)


def left_to_people(
    offer: Offer,
    order: Order | None,
    care: OrderCare | None,
    goods: tuple[CaseItem, ...],
    now: datetime,
    rules: ServiceRules,
) -> bool:
    """Whether the shop's limits let a person decide this coupon or resending, so that a yes is not yet done."""
    if offer.name == "coupon":
        until = now + timedelta(days=offer.valid_days)
        return may_give_coupon(offer.amount_fen, until, now, rules).answer == "needs_person"
    if offer.name == "resend" and order is not None and len(goods) == 1:
        known = care or OrderCare(order_id=order.order_id)
        return may_resend(order, known, goods[0], now, rules).answer == "needs_person"
    return False


def _claim(kind: CaseType, item: CaseItem, product: Product | None, cause: Cause) -> Claim:
    wanted = item.sku if kind == "exchange" else None
    return Claim(type=kind, item=item, product=product, reason=cause, wanted_sku=wanted)


def _is_refused(order: Order, care: OrderCare, claim: Claim, now: datetime, rules: ServiceRules) -> bool:
    verdict = judged(order, care, claim, now, rules)
    return verdict.answer == "not_allowed" or (verdict.freight_payer or "shop") != "shop"
