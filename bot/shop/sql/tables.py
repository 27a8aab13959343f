"""Tables of the SQL shop. Every look-up of the port has an index here, so that it stays flat at a million orders.

Names begin with shop_ so that the shop may live in the same database as the records. Times are epoch milliseconds.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
metadata = sa.MetaData()


class UtcTime(sa.types.TypeDecorator):  # type: ignore[misc]
    """An aware datetime, kept as epoch milliseconds: the same on every database, ordered, without zones."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        return None if value is None else (value - _EPOCH) // timedelta(milliseconds=1)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(milliseconds=value)


state = sa.Table(
    "shop_state",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

products = sa.Table(
    "shop_products",
    metadata,
    sa.Column("sku", sa.String(64), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("category", sa.String(64), nullable=False),
    sa.Column("brand", sa.String(64), nullable=False),
    sa.Column("price_fen", sa.BigInteger, nullable=False),
    sa.Column("stock", sa.Integer, nullable=False),
    sa.Column("attributes", sa.JSON, nullable=False),
    sa.Column("aliases", sa.JSON, nullable=False),
    sa.Column("image", sa.Text, nullable=False, default=""),
    sa.Column("url", sa.Text, nullable=False, default=""),
    sa.Column("restock_at", UtcTime),
    sa.Column("removed", sa.Boolean, nullable=False, default=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Index("shop_products_by_version", "version"),
)

variants = sa.Table(
    "shop_variants",
    metadata,
    sa.Column("sku", sa.String(64), primary_key=True),
    sa.Column("product_sku", sa.String(64), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("options", sa.JSON, nullable=False),
    sa.Column("price_fen", sa.BigInteger, nullable=False),
    sa.Column("stock", sa.Integer, nullable=False),
    sa.Column("restock_at", UtcTime),
    sa.Index("shop_variants_by_product", "product_sku", "position"),
)

customers = sa.Table(
    "shop_customers",
    metadata,
    sa.Column("customer_id", sa.String(64), primary_key=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("phone", sa.String(32), nullable=False),
    sa.Column("level", sa.String(16), nullable=False),
    sa.Column("city", sa.String(64), nullable=False),
    sa.Column("joined_at", UtcTime, nullable=False),
)

orders = sa.Table(
    "shop_orders",
    metadata,
    sa.Column("order_id", sa.String(32), primary_key=True),
    sa.Column("customer_id", sa.String(64), nullable=False),
    sa.Column("phone", sa.String(32), nullable=False),
    sa.Column("phone_tail", sa.String(4), nullable=False),
    sa.Column("recipient", sa.String(64), nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("status", sa.String(24), nullable=False),
    sa.Column("placed_at", UtcTime, nullable=False),
    sa.Column("total_fen", sa.BigInteger, nullable=False),
    sa.Column("promised_ship_at", UtcTime),
    sa.Column("remark", sa.Text, nullable=False, default=""),
    sa.Index("shop_orders_by_customer", "customer_id", "placed_at", "order_id"),
    sa.Index("shop_orders_by_phone_tail", "phone_tail", "placed_at", "order_id"),
)

order_items = sa.Table(
    "shop_order_items",
    metadata,
    sa.Column("order_id", sa.String(32), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("sku", sa.String(64), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("price_fen", sa.BigInteger, nullable=False),
)

parcels = sa.Table(
    "shop_parcels",
    metadata,
    sa.Column("order_id", sa.String(32), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("tracking_no", sa.String(40), nullable=False),
    sa.Column("carrier_code", sa.String(16), nullable=False),
    sa.Column("carrier", sa.String(32), nullable=False),
    sa.Column("state", sa.String(24), nullable=False),
    sa.Column("promised_at", UtcTime),
    sa.Column("predicted_at", UtcTime),
    sa.Column("skus", sa.JSON, nullable=False),
    sa.Index("shop_parcels_by_tracking", "tracking_no"),
)

parcel_events = sa.Table(
    "shop_parcel_events",
    metadata,
    sa.Column("order_id", sa.String(32), primary_key=True),
    sa.Column("parcel", sa.Integer, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)

faq = sa.Table(
    "shop_faq",
    metadata,
    sa.Column("entry_id", sa.String(64), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("intents", sa.JSON, nullable=False),
    sa.Column("questions", sa.JSON, nullable=False),
    sa.Column("keywords", sa.JSON, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("general", sa.Boolean, nullable=False),
    sa.Column("valid_from", UtcTime),
    sa.Column("valid_until", UtcTime),
)

promotions = sa.Table(
    "shop_promotions",
    metadata,
    sa.Column("promotion_id", sa.String(64), primary_key=True),
    sa.Column("kind", sa.String(24), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("valid_from", UtcTime, nullable=False),
    sa.Column("valid_until", UtcTime, nullable=False),
    sa.Column("threshold_fen", sa.BigInteger, nullable=False),
    sa.Column("amount_fen", sa.BigInteger, nullable=False),
    sa.Column("pay_permille", sa.Integer, nullable=False),
    sa.Column("repeats", sa.Boolean, nullable=False),
    sa.Column("stacks", sa.Boolean, nullable=False),
    sa.Column("limit_per_customer", sa.Integer, nullable=False),
    sa.Column("gift", sa.Text, nullable=False),
    sa.Column("categories", sa.JSON, nullable=False),
    sa.Column("skus", sa.JSON, nullable=False),
    sa.Column("levels", sa.JSON, nullable=False),
)

policies = sa.Table(
    "shop_policies",
    metadata,
    sa.Column("topic", sa.String(64), primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)

shifts = sa.Table(
    "shop_shifts",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("skill", sa.String(64), nullable=False),
    sa.Column("weekdays", sa.JSON, nullable=False),
    sa.Column("start_minute", sa.Integer, nullable=False),
    sa.Column("end_minute", sa.Integer, nullable=False),
)

closed_days = sa.Table("shop_closed_days", metadata, sa.Column("day", sa.String(80), primary_key=True))
delivery = sa.Table(
    "shop_delivery",
    metadata,
    sa.Column("fee_fen", sa.BigInteger, nullable=False),
    sa.Column("free_from_fen", sa.BigInteger, nullable=False),
    sa.Column("ship_within_hours", sa.Integer, nullable=False),
    sa.Column("same_day_before_minute", sa.Integer),
)

delivery_zones = sa.Table(
    "shop_delivery_zones",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("provinces", sa.JSON, nullable=False),
    sa.Column("days", sa.JSON, nullable=False),
    sa.Column("extra_fen", sa.BigInteger, nullable=False),
    sa.Column("sends", sa.Boolean, nullable=False),
)
