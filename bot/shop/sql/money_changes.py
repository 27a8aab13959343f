"""Changes that cost the shop something, each within the caller's transaction: money, coupons, resent goods, invoices.

The cap holds for everybody, whoever approved: never more goes back for an order than was paid for it.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.shop.after_sale import CaseItem, CouponGiven, Invoice, Refund, Resend
from bot.shop.case_states import CaseTimes
from bot.shop.changes import GiveCoupon, GiveMoney, Outcome, RequestInvoice, ResendItem
from bot.shop.due_times import due_at
from bot.shop.invoice_verdicts import may_invoice
from bot.shop.money_verdicts import Gift, may_give_coupon, may_give_money, may_resend
from bot.shop.paid_share import left_to_give_back
from bot.shop.sql import care_rows, stock
from bot.shop.sql import care_tables as c
from bot.shop.sql.scene import Refused, Scene, check, obey
from bot.shop.tax_number import check_tax_number

_SHIP_H = 48  # where the shop's rules name no time
_ISSUE_H = 120


def give_money(change: GiveMoney, scene: Scene) -> Outcome:
    verdict = may_give_money(
        scene.order, scene.care, Gift(what=change.what, amount_fen=change.amount_fen), scene.now, scene.rules
    )
    obey(verdict, change.by)
    return give_back(scene, change.what, change.amount_fen, change.after_sale_id)


def give_back(scene: Scene, what: str, amount_fen: int, after_sale_id: str | None = None) -> Outcome:
    """One refund on the shop's rail, by the way it was paid. Raises Refused: `over_paid_total`, or `no_rule` without a rail."""
    check(0 < amount_fen <= left_to_give_back(scene.order, scene.care), "over_paid_total")
    rule = scene.rules.refund.at(scene.now)
    if rule is None:
        raise Refused("no_rule")
    channel = rule.channel(scene.care.paid_by)
    refund = Refund(
        refund_id=scene.number("TK", c.refunds.c.refund_id),
        order_id=scene.order.order_id,
        amount_fen=amount_fen,
        channel=channel.name,
        state="sent",
        made_at=scene.now,
        due_at=due_at(scene.now, channel, scene.rules),
        after_sale_id=after_sale_id,
        what=what,
    )
    care_rows.write(scene.connection, c.refunds, refund)
    return Outcome(state="done", reference=refund.refund_id, amount_fen=amount_fen, due_at=refund.due_at)


def give_coupon(change: GiveCoupon, scene: Scene) -> Outcome:
    obey(may_give_coupon(change.amount_fen, change.valid_until, scene.now, scene.rules), change.by)
    coupon = CouponGiven(
        coupon_id=scene.number("YH", c.coupons.c.coupon_id),
        order_id=change.order_id,
        amount_fen=change.amount_fen,
        threshold_fen=max(0, change.threshold_fen),
        valid_until=change.valid_until,
        reason=change.reason,
        given_at=scene.now,
    )
    care_rows.write(scene.connection, c.coupons, coupon)
    return Outcome(state="done", reference=coupon.coupon_id, amount_fen=change.amount_fen, due_at=change.valid_until)


def resend_item(change: ResendItem, scene: Scene) -> Outcome:
    """The pieces leave the stock with this; what is not there, or kept for others, is promised by nobody: `out_of_stock`."""
    pieces, needed = CaseItem(sku=change.sku, quantity=change.quantity), {change.sku: change.quantity}
    obey(may_resend(scene.order, scene.care, pieces, scene.now, scene.rules), change.by)
    stock.lock(scene.connection, needed)
    check(stock.lacking(scene.connection, needed) is None, "out_of_stock")
    stock.send(scene.connection, needed)
    due = CaseTimes.of(scene.rules, scene.now).due_at("exchange", scene.now)
    resend = Resend(
        resend_id=scene.number("BF", c.resends.c.resend_id),
        order_id=change.order_id,
        sku=change.sku,
        quantity=change.quantity,
        reason=change.reason,
        made_at=scene.now,
        due_at=due or scene.in_hours(_SHIP_H),
    )
    care_rows.write(scene.connection, c.resends, resend)
    return Outcome(state="done", reference=resend.resend_id, due_at=resend.due_at)


def request_invoice(change: RequestInvoice, scene: Scene) -> Outcome:
    """One living invoice an order; a correction voids the one that it replaces."""
    verdict = obey(may_invoice(scene.order, scene.care, change, scene.now, scene.rules), change.by)
    if change.replaces is not None:
        voided = sa.update(c.invoices).where(c.invoices.c.invoice_id == change.replaces)
        scene.connection.execute(voided.values(state="voided"))
    amount_fen = left_to_give_back(scene.order, scene.care)
    invoice = Invoice(
        invoice_id=scene.number("FP", c.invoices.c.invoice_id),
        order_id=change.order_id,
        kind=change.invoice_kind,
        title_type=change.title_type,
        title=change.title.strip(),
        tax_no=check_tax_number(change.tax_no).value if change.tax_no else "",
        amount_fen=amount_fen,
        state="requested",
        requested_at=scene.now,
        due_at=verdict.until or scene.in_hours(_ISSUE_H),
        email=change.email,
        replaces=change.replaces,
        registered=change.registered.strip(),
    )
    care_rows.write(scene.connection, c.invoices, invoice)
    return Outcome(state="done", reference=invoice.invoice_id, amount_fen=amount_fen, due_at=invoice.due_at)
