"""Changes that cost the shop something, each within the caller's transaction: money, coupons, resent goods, invoices.

The cap holds for everybody, whoever approved: never more goes back for an order than was paid for it.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.shop.after_sale import CouponGiven, Invoice, Refund, Resend
from bot.shop.changes import GiveCoupon, GiveMoney, Outcome, RequestInvoice, ResendItem
from bot.shop.sql import care_rows
from bot.shop.sql import care_tables as c
from bot.shop.sql.scene import Scene, check

_UNPAID = frozenset({"unpaid", "closed"})


def give_money(change: GiveMoney, scene: Scene) -> Outcome:
    check(change.what in ("refund", "compensation", "price_difference"), "unknown_subject")
    check(change.amount_fen > 0, "no_amount")
    check(scene.order.status not in _UNPAID, "not_paid")
    return give_back(scene, change.what, change.amount_fen, change.after_sale_id)


def give_back(scene: Scene, what: str, amount_fen: int, after_sale_id: str | None = None) -> Outcome:
    """One refund on the shop's rail, by the way it was paid. Raises Refused `over_paid_total`."""
    check(amount_fen <= scene.order.total_fen - scene.care.given_back_fen, "over_paid_total")
    refund = Refund(
        refund_id=scene.number("TK", c.refunds.c.refund_id),
        order_id=scene.order.order_id,
        amount_fen=amount_fen,
        channel=scene.care.paid_by or "原支付方式",
        state="sent",
        made_at=scene.now,
        due_at=scene.in_hours(24 * 7),
        after_sale_id=after_sale_id,
        what=what,
    )
    care_rows.write(scene.connection, c.refunds, refund)
    return Outcome(state="done", reference=refund.refund_id, amount_fen=amount_fen, due_at=refund.due_at)


def give_coupon(change: GiveCoupon, scene: Scene) -> Outcome:
    check(change.amount_fen > 0 and change.threshold_fen >= 0, "no_amount")
    check(change.valid_until > scene.now, "time_past")
    coupon = CouponGiven(
        coupon_id=scene.number("YH", c.coupons.c.coupon_id),
        order_id=change.order_id,
        amount_fen=change.amount_fen,
        threshold_fen=change.threshold_fen,
        valid_until=change.valid_until,
        reason=change.reason,
        given_at=scene.now,
    )
    care_rows.write(scene.connection, c.coupons, coupon)
    return Outcome(state="done", reference=coupon.coupon_id, amount_fen=change.amount_fen, due_at=change.valid_until)


def resend_item(change: ResendItem, scene: Scene) -> Outcome:
    """Never more pieces of a line than were bought, whatever was resent before."""
    bought = sum(item.quantity for item in scene.order.items if item.sku == change.sku)
    sent = sum(each.quantity for each in scene.care.resends if each.sku == change.sku)
    check(bought > 0, "not_in_order")
    check(0 < change.quantity <= bought - sent, "over_bought_quantity")
    check(scene.order.status not in _UNPAID, "not_paid")
    resend = Resend(
        resend_id=scene.number("BF", c.resends.c.resend_id),
        order_id=change.order_id,
        sku=change.sku,
        quantity=change.quantity,
        reason=change.reason,
        made_at=scene.now,
        due_at=scene.in_hours(48),
    )
    care_rows.write(scene.connection, c.resends, resend)
    return Outcome(state="done", reference=resend.resend_id, due_at=resend.due_at)


def request_invoice(change: RequestInvoice, scene: Scene) -> Outcome:
    """One living invoice an order; a correction voids the one that it replaces."""
    check(scene.order.status not in _UNPAID, "not_paid")
    living = [each for each in scene.care.invoices if each.state in ("requested", "issued")]
    check(not living or change.replaces == living[0].invoice_id, "has_invoice")
    check(
        change.replaces is None or any(each.invoice_id == change.replaces for each in scene.care.invoices), "no_invoice"
    )
    amount_fen = scene.order.total_fen - scene.care.given_back_fen
    check(amount_fen > 0, "nothing_left")
    if living:
        voided = sa.update(c.invoices).where(c.invoices.c.invoice_id == living[0].invoice_id)
        scene.connection.execute(voided.values(state="voided"))
    invoice = Invoice(
        invoice_id=scene.number("FP", c.invoices.c.invoice_id),
        order_id=change.order_id,
        kind=change.invoice_kind,
        title_type=change.title_type,
        title=change.title,
        tax_no=change.tax_no,
        amount_fen=amount_fen,
        state="requested",
        requested_at=scene.now,
        due_at=scene.in_hours(24),
        email=change.email,
        replaces=change.replaces,
    )
    care_rows.write(scene.connection, c.invoices, invoice)
    return Outcome(state="done", reference=invoice.invoice_id, amount_fen=amount_fen, due_at=invoice.due_at)
