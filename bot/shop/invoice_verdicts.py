"""Whether an invoice can be made out as wished: kind, title, tax number, and one living invoice an order. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.shop.after_sale import Invoice, OrderCare
from bot.shop.changes import RequestInvoice
from bot.shop.due_times import due_at
from bot.shop.order import Order
from bot.shop.paid_share import left_to_give_back, was_paid
from bot.shop.service_rules import InvoiceKind, ServiceRules
from bot.shop.tax_number import check_tax_number
from bot.shop.verdict import NO_RULE, Verdict, no, person, yes

LONGEST_TITLE = 100


def may_invoice(order: Order, care: OrderCare, request: RequestInvoice, now: datetime, rules: ServiceRules) -> Verdict:
    """`until` when it is issued, `amount_fen` of it. What the request still lacks is said one thing at a time:
    `title_missing`, `tax_no_missing`, `tax_no_wrong` (detail: why), `registered_missing`, `email_missing`."""
    rule = rules.invoice.at(now)
    if rule is None:
        return NO_RULE
    amount_fen = left_to_give_back(order, care)
    if not was_paid(order, care):
        return no("not_paid", detail=order.status, impossible=True)
    if amount_fen <= 0:
        return no("nothing_left", impossible=True)
    kind = next((each for each in rule.kinds if each.kind == request.invoice_kind), None)
    if kind is None or request.title_type not in kind.title_types:
        return no("invoice_kind", detail=request.title_type)
    for verdict in (_lacks(request, kind), _living(care, request, now, rule.replace_days)):
        if verdict is not None:
            return verdict
    if now - order.placed_at > timedelta(days=rule.days) and request.replaces is None:
        return person("invoice_late", until=order.placed_at + timedelta(days=rule.days))
    return yes(
        "invoice_open",
        until=due_at(now, kind, rules),
        hours=kind.hours or None,
        working_days=kind.working_days or None,
        amount_fen=amount_fen,
    )


def living_invoice(care: OrderCare) -> Invoice | None:
    """The invoice that counts: requested or issued, not voided by a newer one."""
    return next((each for each in care.invoices if each.state in ("requested", "issued")), None)


def _lacks(request: RequestInvoice, kind: InvoiceKind) -> Verdict | None:
    title = request.title.strip()
    if not title:
        return no("title_missing", impossible=True)
    if len(title) > LONGEST_TITLE:
        return no("title_too_long", impossible=True)
    if "tax_no" in kind.needs and request.title_type == "company":
        if not request.tax_no:
            return no("tax_no_missing", impossible=True)
        checked = check_tax_number(request.tax_no)
        if not checked.possible:
            return no("tax_no_wrong", detail=checked.fault)
    if "registered" in kind.needs and not request.registered.strip():
        return no("registered_missing")
    if "email" in kind.needs and not request.email.strip():
        return no("email_missing")
    return None


def _living(care: OrderCare, request: RequestInvoice, now: datetime, replace_days: int) -> Verdict | None:
    living = living_invoice(care)
    if request.replaces is None:
        return None if living is None else no("has_invoice", detail=living.invoice_id, impossible=True)
    if living is None or living.invoice_id != request.replaces:
        return no("no_invoice", detail=request.replaces, impossible=True)
    since = living.issued_at or living.requested_at
    until = since + timedelta(days=replace_days)
    return person("invoice_late", until=until) if now > until else None
