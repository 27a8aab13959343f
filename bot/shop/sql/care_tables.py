"""Tables of what happens to an order after it was placed, and the journal of changes. Each is found by its order.

They are beside tables.py so that a shop which an older version made gets them by `create_schema` alone.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.shop.sql.tables import UtcTime, metadata


def _order_id(**more: Any) -> sa.Column[str]:
    return sa.Column("order_id", sa.String(32), nullable=False, **more)


after_sales = sa.Table(
    "shop_after_sales",
    metadata,
    sa.Column("after_sale_id", sa.String(32), primary_key=True),
    _order_id(),
    sa.Column("type", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("reason", sa.String(64), nullable=False),
    sa.Column("amount_fen", sa.BigInteger, nullable=False),
    sa.Column("freight_payer", sa.String(16), nullable=False),
    sa.Column("next_what", sa.String(64), nullable=False, default=""),
    sa.Column("next_due_at", UtcTime),
    sa.Column("wanted_sku", sa.String(64)),
    sa.Column("pickup_from", UtcTime),
    sa.Column("pickup_until", UtcTime),
    sa.Column("return_carrier", sa.String(32), nullable=False, default=""),
    sa.Column("return_tracking_no", sa.String(40), nullable=False, default=""),
    sa.Column("opened_at", UtcTime, nullable=False),
    sa.Index("shop_after_sales_by_order", "order_id", "opened_at"),
)

case_items = sa.Table(
    "shop_after_sale_items",
    metadata,
    _order_id(primary_key=True),
    sa.Column("after_sale_id", sa.String(32), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("sku", sa.String(64), nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
)

case_steps = sa.Table(
    "shop_after_sale_steps",
    metadata,
    _order_id(primary_key=True),
    sa.Column("after_sale_id", sa.String(32), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("by", sa.String(64), nullable=False),
    sa.Column("note", sa.Text, nullable=False, default=""),
)

refunds = sa.Table(
    "shop_refunds",
    metadata,
    sa.Column("refund_id", sa.String(32), primary_key=True),
    _order_id(),
    sa.Column("amount_fen", sa.BigInteger, nullable=False),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("arrived_at", UtcTime),
    sa.Column("after_sale_id", sa.String(32)),
    sa.Column("what", sa.String(24), nullable=False),
    sa.Index("shop_refunds_by_order", "order_id", "made_at"),
)

invoices = sa.Table(
    "shop_invoices",
    metadata,
    sa.Column("invoice_id", sa.String(32), primary_key=True),
    _order_id(),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("title_type", sa.String(16), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("tax_no", sa.String(32), nullable=False),
    sa.Column("amount_fen", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("requested_at", UtcTime, nullable=False),
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("issued_at", UtcTime),
    sa.Column("file_url", sa.Text, nullable=False, default=""),
    sa.Column("email", sa.Text, nullable=False, default=""),
    sa.Column("replaces", sa.String(32)),
    sa.Column("registered", sa.Text, nullable=False, default=""),
    sa.Index("shop_invoices_by_order", "order_id", "requested_at"),
)

urges = sa.Table(
    "shop_urges",
    metadata,
    sa.Column("urge_id", sa.String(32), primary_key=True),
    _order_id(),
    sa.Column("what", sa.String(16), nullable=False),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.Column("answer_due_at", UtcTime, nullable=False),
    sa.Index("shop_urges_by_order", "order_id", "made_at"),
)

coupons = sa.Table(
    "shop_coupons_given",
    metadata,
    sa.Column("coupon_id", sa.String(32), primary_key=True),
    _order_id(),
    sa.Column("amount_fen", sa.BigInteger, nullable=False),
    sa.Column("threshold_fen", sa.BigInteger, nullable=False),
    sa.Column("valid_until", UtcTime, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("given_at", UtcTime, nullable=False),
    sa.Index("shop_coupons_by_order", "order_id", "given_at"),
)

resends = sa.Table(
    "shop_resends",
    metadata,
    sa.Column("resend_id", sa.String(32), primary_key=True),
    _order_id(),
    sa.Column("sku", sa.String(64), nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Index("shop_resends_by_order", "order_id", "made_at"),
)

slots = sa.Table(
    "shop_delivery_slots",
    metadata,
    _order_id(primary_key=True),
    sa.Column("deliver_from", UtcTime, nullable=False),
    sa.Column("deliver_until", UtcTime, nullable=False),
)

intercepts = sa.Table(
    "shop_intercepts",
    metadata,
    sa.Column("intercept_id", sa.String(32), primary_key=True),
    _order_id(unique=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.Column("answer_due_at", UtcTime, nullable=False),
)

pickup_codes = sa.Table(
    "shop_pickup_codes",
    metadata,
    _order_id(primary_key=True),
    sa.Column("tracking_no", sa.String(40), primary_key=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("code", sa.String(32), nullable=False),
    sa.Column("kept_until", UtcTime, nullable=False),
)

payments = sa.Table(
    "shop_payments",
    metadata,
    _order_id(primary_key=True),
    sa.Column("channel", sa.String(32), nullable=False),
)

changes = sa.Table(
    "shop_changes",
    metadata,
    sa.Column("key", sa.String(200), primary_key=True),
    _order_id(),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("by", sa.String(64), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("change", sa.JSON, nullable=False),
    sa.Column("outcome", sa.JSON, nullable=False),
    sa.Column("before", sa.JSON, nullable=False),
    sa.Column("after", sa.JSON, nullable=False),
    sa.Index("shop_changes_by_order", "order_id", "at"),
)

held_pieces = sa.Table(
    "shop_held_pieces",
    metadata,
    sa.Column("after_sale_id", sa.String(32), primary_key=True),
    sa.Column("sku", sa.String(64), primary_key=True),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Index("shop_held_pieces_by_sku", "sku"),
)

rules = sa.Table(
    "shop_service_rules",
    metadata,
    sa.Column("topic", sa.String(32), primary_key=True),
    sa.Column("valid_from", UtcTime, primary_key=True),
    sa.Column("record", sa.JSON, nullable=False),
)

CARE_TABLES = (
    after_sales, case_items, case_steps, refunds, invoices, urges, coupons, resends, slots, intercepts, pickup_codes, payments,
)  # fmt: skip
