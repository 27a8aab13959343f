"""A remedy as the change that the shop is asked for: a coupon, pieces sent again, a case. Pure."""

from __future__ import annotations

from datetime import timedelta

from actions.asking import Asking
from actions.complaint_case import Complaint
from bot.care.remedy import Offer
from bot.shop.changes import Change, GiveCoupon, OpenAfterSale, ResendItem


def change_of(asking: Asking, complaint: Complaint, offer: Offer) -> Change | None:
    """None where the case lacks what the change needs: an order, one line of it."""
    order, item = complaint.order, complaint.item
    if order is None:
        return None
    if offer.name == "coupon":
        until = asking.now + timedelta(days=offer.valid_days)
        return GiveCoupon(
            order_id=order.order_id,
            amount_fen=offer.amount_fen,
            threshold_fen=0,
            valid_until=until,
            reason=complaint.cause,
        )
    if item is None:
        return None
    if offer.name == "resend":
        [pieces] = complaint.goods
        return ResendItem(
            order_id=order.order_id, sku=item.sku, quantity=pieces.quantity, reason=complaint.cause, at=asking.now
        )
    return OpenAfterSale(
        order_id=order.order_id,
        type="exchange" if offer.name == "replace" else "return",
        items=complaint.goods,
        reason=complaint.cause,
        amount_fen=0 if offer.name == "replace" else complaint.case.value_fen,
        freight_payer="shop",
        wanted_sku=item.sku if offer.name == "replace" else None,
        note=complaint.ticket_id,
        at=asking.now,
    )
