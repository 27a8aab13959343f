"""Whether money, a coupon or goods may be given, and by whom: never more than was paid, above the shop's limit only by a
person (design, decision 10). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.shop.after_sale import CaseItem, OrderCare
from bot.shop.order import Order, OrderItem
from bot.shop.paid_share import left_to_give_back, was_paid
from bot.shop.price_drop import drops
from bot.shop.product import Product
from bot.shop.service_rules import Limits, ServiceRules
from bot.shop.verdict import NO_RULE, NOT_BOUGHT, Verdict, no, person, signed_at, yes

MONEY_KINDS = ("refund", "compensation", "price_difference")
_NO_PRICE = NOT_BOUGHT | {"refused", "returned", "cancelled"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """Money to be given back; `what` is one of MONEY_KINDS."""

    what: str
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """A line of the order and its product as it is sold now; None when it is no longer sold."""

    item: OrderItem
    product: Product | None


def may_protect_price(order: Order, care: OrderCare, bought: Bought, now: datetime, rules: ServiceRules) -> Verdict:
    """The difference for all pieces of a line, in `amount_fen`: list price against what was paid, as price_drop.py reckons.

    What was given back as a difference for this order before is taken off.
    """
    item, product = bought.item, bought.product
    rule = rules.price_protection.at(order.placed_at, product.category if product is not None else "")
    if rule is None:
        return NO_RULE
    if order.status in _NO_PRICE:
        return no("not_bought", detail=order.status)
    if product is None:
        return person("product_gone", detail=item.sku)
    since = signed_at(order, item.sku)
    if since is None and order.status == "signed":
        return person("signed_unknown")
    until = None if since is None else since + timedelta(days=rule.days)
    if until is not None and now > until:
        return no("price_window_over", until=until)
    found = drops(order, {item.sku: product})
    given_fen = sum(
        each.amount_fen for each in care.refunds if each.what == "price_difference" and each.state != "failed"
    )
    amount_fen = sum(drop.amount_fen for drop in found if drop.item.sku == item.sku) - given_fen
    if amount_fen <= 0:
        return no("price_same" if not found else "price_given", until=until)
    return _within("price_lower", amount_fen, _limit("price_difference", now, rules), until)


def may_give_money(order: Order, care: OrderCare, gift: Gift, now: datetime, rules: ServiceRules) -> Verdict:
    """The cap binds everybody: what was paid and is not given back. The limit binds the bot."""
    what, amount_fen = gift.what, gift.amount_fen
    if what not in MONEY_KINDS:
        return no("unknown_subject", detail=what, impossible=True)
    if amount_fen <= 0:
        return no("no_amount", impossible=True)
    if not was_paid(order, care):
        return no("not_paid", detail=order.status, impossible=True)
    left_fen = left_to_give_back(order, care)
    if amount_fen > left_fen:
        return no("over_paid_total", amount_fen=left_fen, impossible=True)
    return _within("money_given", amount_fen, _limit(what, now, rules))


def may_give_coupon(amount_fen: int, valid_until: datetime, now: datetime, rules: ServiceRules) -> Verdict:
    if amount_fen <= 0:
        return no("no_amount", impossible=True)
    if valid_until <= now:
        return no("time_past", until=valid_until, impossible=True)
    return _within("coupon_given", amount_fen, _limit("coupon", now, rules))


def may_resend(order: Order, care: OrderCare, pieces: CaseItem, now: datetime, rules: ServiceRules) -> Verdict:
    """Never more pieces of a line than were bought, whatever was resent before; by the bot up to the limit's worth."""
    sku, quantity = pieces.sku, pieces.quantity
    bought = sum(item.quantity for item in order.items if item.sku == sku)
    sent = sum(each.quantity for each in care.resends if each.sku == sku)
    if not bought:
        return no("not_in_order", detail=sku, impossible=True)
    if order.status in NOT_BOUGHT | {"cancelled"}:
        return no("not_paid", detail=order.status, impossible=True)
    if not 0 < quantity <= bought - sent:
        return no("over_bought_quantity", detail=str(bought - sent), impossible=True)
    worth_fen = quantity * next(item.price_fen for item in order.items if item.sku == sku)
    return _within("resend_now", worth_fen, _limit("resend", now, rules))


def _within(rule: str, amount_fen: int, limit_fen: int | None, until: datetime | None = None) -> Verdict:
    if limit_fen is None:
        return person("no_rule", amount_fen=amount_fen, until=until)
    if amount_fen > limit_fen:
        return person("over_bot_limit", amount_fen=amount_fen, until=until)
    return yes(rule, amount_fen=amount_fen, until=until)


def _limit(what: str, now: datetime, rules: ServiceRules) -> int | None:
    limits: Limits | None = rules.limits.at(now)
    return None if limits is None else int(getattr(limits, f"{what}_fen"))
