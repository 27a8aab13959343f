"""The tables of what shoppers want before they buy: notes for goods that are sold out, and goods that were asked about.

As in tables.py: times are milliseconds since the epoch (`…_ms`), here of the business clock, for they are set against the
shop's own times; a change here needs a migration.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, UniqueConstraint, text

from bot.records.tables import conversation_id, metadata

restock_notes = Table(
    "restock_notes",
    metadata,
    Column("id", Integer, primary_key=True),
    conversation_id(nullable=False),
    Column("sku", String(64), nullable=False),
    Column("product_sku", String(64), nullable=False),
    Column("state", String(8), nullable=False),  # waiting, told, reached or unread
    Column("noted_ms", BigInteger, nullable=False),
    Column("told_ms", BigInteger),
    Column("turn_id", String(36)),  # the system turn that tells her
    UniqueConstraint("conversation_id", "sku", name="uq_restock_notes"),
    Index("ix_restock_notes_waiting", "sku", sqlite_where=text("state = 'waiting'"),
          postgresql_where=text("state = 'waiting'")),
    Index("ix_restock_notes_told", "told_ms", sqlite_where=text("state = 'told'"),
          postgresql_where=text("state = 'told'")),
)  # fmt: skip

product_questions = Table(
    "product_questions",
    metadata,
    Column("id", Integer, primary_key=True),
    conversation_id(nullable=False),
    Column("product_sku", String(64), nullable=False),
    Column("intent", String(64), nullable=False),  # of the newest question
    Column("first_ms", BigInteger, nullable=False),
    Column("last_ms", BigInteger, nullable=False),
    Column("looked_ms", BigInteger, nullable=False, server_default="0"),  # when her orders were last looked at
    Column("order_id", String(64)),  # the order by which it counts as converted
    Column("ordered_ms", BigInteger),
    Index("ix_product_questions_asked", "conversation_id", "product_sku", "last_ms"),
    Index("ix_product_questions_open", "last_ms", sqlite_where=text("order_id IS NULL"),
          postgresql_where=text("order_id IS NULL")),
    Index("ix_product_questions_time", "first_ms"),
)  # fmt: skip
