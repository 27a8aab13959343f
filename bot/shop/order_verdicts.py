"""Whether an order may be changed: cancel, address, goods, remark, delivery time, interception, urging. Pure.

Windows are those in force now: they say what the warehouse can still do, not what was promised when it was bought.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.shop.after_sale import OrderCare, Urge
from bot.shop.delivery import DeliveryRules
from bot.shop.order import MOVING_STATUSES, Order, OrderItem
from bot.shop.product import Product
from bot.shop.rule_records import URGE_SUBJECTS
from bot.shop.service_rules import ServiceRules, SlotRule, WindowRule
from bot.shop.verdict import NO_RULE, Verdict, no, person, yes

LONGEST_REMARK = 500
_WHERE: dict[str, str] = {
    "unpaid": "not_paid", "closed": "already_closed", "cancelled": "already_cancelled", "returned": "already_returned",
    "refused": "already_refused", "lost": "parcel_lost", "signed": "already_signed", "packed": "already_packed",
    "paid": "not_shipped_yet", "shipped": "already_shipped", "in_transit": "already_shipped",
    "out_for_delivery": "already_shipped",
}  # fmt: skip
_FINAL = frozenset({"closed", "cancelled", "returned"})
_URGED_IN: dict[str, frozenset[str]] = {
    "shipping": frozenset({"paid", "packed"}),
    "delivery": MOVING_STATUSES | {"lost"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A bought line and the variant that is wanted instead; `product` is that of `wanted_sku`, None when there is none."""

    item: OrderItem
    product: Product | None
    wanted_sku: str


def may_cancel(order: Order, now: datetime, rules: ServiceRules) -> Verdict:
    """`cancel_now` with what is paid back; once it is shipped the parcel is intercepted or refused instead."""
    return _in_window(order, rules.cancel.at(now), "cancel_now", impossible=MOVING_STATUSES | {"signed", "lost"})


def may_change_address(order: Order, now: datetime, rules: ServiceRules) -> Verdict:
    return _in_window(order, rules.address_change.at(now), "address_open", impossible=frozenset({"signed", "lost"}))


def may_send_to(province: str, order: Order, delivery: DeliveryRules | None) -> Verdict:
    """Whether the shop sends to a new address in this province; `detail` is the zone. A dearer zone needs a person: somebody
    has to collect the difference."""
    if delivery is None:
        return yes("area_not_stated")
    if not province:
        return person("area_unknown")
    zone = delivery.zone_of(province)
    if zone is None or not zone.sends:
        return no("area_not_served", detail=province)
    goods_fen = sum(item.price_fen * item.quantity for item in order.items)
    more_fen = delivery.fee(zone, goods_fen) - max(0, order.total_fen - goods_fen)
    if zone.extra_fen and more_fen > 0:
        return person("area_costs_more", amount_fen=more_fen, detail=zone.name)
    return yes("area_served", detail=zone.name)


def may_change_item(order: Order, swap: Swap, now: datetime, rules: ServiceRules) -> Verdict:
    """Another variant of the same product at the price that was paid, in stock."""
    item, product, wanted_sku = swap.item, swap.product, swap.wanted_sku
    window = _in_window(order, rules.item_change.at(now), "item_open", impossible=MOVING_STATUSES | {"signed", "lost"})
    if not window.allowed:
        return window
    variants = {variant.sku: variant for variant in product.variants} if product is not None else {}
    if wanted_sku not in variants or item.sku not in variants:
        return person("other_product", detail=wanted_sku)
    wanted = variants[wanted_sku]
    if wanted_sku == item.sku:
        return no("same_item", detail=wanted_sku)
    if wanted.price_fen != item.price_fen:
        return person("other_price", amount_fen=wanted.price_fen - item.price_fen, detail=wanted_sku)
    if wanted.stock < item.quantity:
        return no("out_of_stock", until=wanted.restock_at, detail=wanted_sku)
    return yes("item_open", detail=wanted_sku)


def may_add_remark(order: Order, remark: str, now: datetime, rules: ServiceRules) -> Verdict:
    if not remark.strip():
        return no("empty_remark", impossible=True)
    if len(order.remark) + len(remark.strip()) + 1 > LONGEST_REMARK:
        return no("remark_too_long", impossible=True)
    return _in_window(order, rules.remark.at(now), "remark_open", impossible=MOVING_STATUSES | {"signed", "lost"})


def may_change_delivery_time(
    order: Order, now: datetime, rules: ServiceRules, wanted: tuple[datetime, datetime] | None = None
) -> Verdict:
    """Without `wanted`, whether any time can be booked."""
    rule = rules.delivery_time.at(now)
    if rule is None:
        return NO_RULE
    window = WindowRule(automatic=rule.automatic, person=rule.person)
    verdict = _in_window(order, window, "time_open", impossible=frozenset({"signed", "lost"}))
    if not verdict.allowed or wanted is None:
        return verdict
    return fits_slot(rule, wanted, now, rules)


def may_book_pickup(wanted: tuple[datetime, datetime], now: datetime, rules: ServiceRules) -> Verdict:
    rule = rules.pickup.at(now)
    return NO_RULE if rule is None else fits_slot(rule, wanted, now, rules)


def fits_slot(rule: SlotRule, wanted: tuple[datetime, datetime], now: datetime, rules: ServiceRules) -> Verdict:
    """Whether a time (from, until; aware) is one of the slots, not too soon and not too far."""
    start, end = (each.astimezone(rules.zone) for each in wanted)
    if start < now + timedelta(minutes=rule.lead_minutes):
        return no("time_too_soon", until=now + timedelta(minutes=rule.lead_minutes), impossible=start <= now)
    if (start.date() - now.astimezone(rules.zone).date()).days > rule.days_ahead:
        return no("time_too_far", hours=rule.days_ahead * 24)
    minutes = start.hour * 60 + start.minute, start.hour * 60 + start.minute + int((end - start).total_seconds()) // 60
    return yes("time_open") if minutes in rule.slots else no("time_no_slot")


def open_slots(rule: SlotRule, now: datetime, rules: ServiceRules) -> list[tuple[datetime, datetime]]:
    """Every time that can be booked now, in order (aware, in the shop's zone)."""
    midnight = now.astimezone(rules.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    for ahead in range(rule.days_ahead + 1):
        day = midnight + timedelta(days=ahead)
        for start, end in rule.slots:
            wanted = day + timedelta(minutes=start), day + timedelta(minutes=end)
            if fits_slot(rule, wanted, now, rules).allowed:
                found.append(wanted)
    return found


def may_intercept(order: Order, care: OrderCare, now: datetime, rules: ServiceRules) -> Verdict:
    if care.intercept is not None:
        return yes("intercept_asked", until=care.intercept.answer_due_at, detail=care.intercept.intercept_id)
    rule = rules.intercept.at(now)
    return _in_window(
        order, rule, "intercept_open", impossible=frozenset({"unpaid", "paid", "packed", "signed", "lost"})
    )


def may_urge(order: Order, care: OrderCare, what: str, now: datetime, rules: ServiceRules) -> Verdict:
    """`urged_already` (allowed: the first one's reference comes back) within the rule's hours of the last about the same."""
    rule = rules.urge.at(now)
    if rule is None:
        return NO_RULE
    if what not in URGE_SUBJECTS:
        return no("unknown_subject", impossible=True)
    known = last_urge(care, what, now, rule.every_hours)
    if known is not None:
        return yes("urged_already", until=known.answer_due_at, detail=known.urge_id)
    if not _has_something_to_urge(order, care, what):
        return no("nothing_to_urge", detail=order.status, impossible=True)
    return yes("urge_open", hours=rule.answer_hours.get(what, 0))


def last_urge(care: OrderCare, what: str, now: datetime, every_hours: int) -> Urge | None:
    since = now - timedelta(hours=every_hours)
    return next((urge for urge in care.urges if urge.what == what and urge.made_at > since), None)


def _has_something_to_urge(order: Order, care: OrderCare, what: str) -> bool:
    if what == "refund":
        waiting = any(refund.state in ("pending", "sent") for refund in care.refunds)
        return waiting or any(case.is_open for case in care.after_sales)
    if what == "invoice":
        return any(invoice.state == "requested" for invoice in care.invoices)
    return order.status in _URGED_IN[what]


def _in_window(order: Order, rule: WindowRule | None, open_rule: str, *, impossible: frozenset[str]) -> Verdict:
    if rule is None:
        return NO_RULE
    if order.status in rule.automatic:
        return yes(open_rule, hours=rule.hours or None, detail=order.status)
    where = _WHERE[order.status]
    if order.status in rule.person:
        return person(where, detail=order.status)
    return no(where, detail=order.status, impossible=order.status in impossible | _FINAL)
