"""The journal of changes: each key's outcome, and who changed what from what to what. Rows are written once, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.shop.after_sale import OrderCare
from bot.shop.changes import Change, Outcome
from bot.shop.changes_json import as_json, change_from_json, outcome_as_json, outcome_from_json
from bot.shop.order import Order
from bot.shop.sql import care_tables as c

KEY_REUSED = "key_reused"
_BY_KEY = sa.select(c.changes.c.order_id, c.changes.c.kind, c.changes.c.outcome).where(
    c.changes.c.key == sa.bindparam("key")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`before` and `after` are what the order said: status, address, goods, cases, money; empty where there is no order."""

    key: str
    at: datetime
    change: Change
    outcome: Outcome
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was answered to a key, and to a change of which order and kind."""

    order_id: str
    kind: str
    outcome: Outcome


def kept(connection: Connection, key: str) -> Kept | None:
    row = connection.execute(_BY_KEY, {"key": key}).first()
    return row and Kept(order_id=row.order_id, kind=row.kind, outcome=outcome_from_json(row.outcome))


def outcome_of(connection: Connection, change: Change, key: str) -> Outcome | None:
    """What was answered to this key before; a key that belongs to another order or kind is refused, never carried out."""
    known = kept(connection, key)
    if known is None:
        return None
    if (known.order_id, known.kind) != (change.order_id, change.kind):
        return Outcome(state="refused", reason=KEY_REUSED)
    return known.outcome


def write(connection: Connection, entry: Entry) -> None:
    row = {
        "key": entry.key,
        "order_id": entry.change.order_id,
        "kind": entry.change.kind,
        "by": entry.change.by,
        "at": entry.at,
        "change": as_json(entry.change),
        "outcome": outcome_as_json(entry.outcome),
        "before": entry.before,
        "after": entry.after,
    }
    connection.execute(sa.insert(c.changes), row)


def entries_of(connection: Connection, order_id: str) -> list[Entry]:
    """All that was asked of an order, oldest first: for the audit."""
    rows = connection.execute(
        sa.select(c.changes).where(c.changes.c.order_id == order_id).order_by(c.changes.c.at, c.changes.c.key)
    )
    return [
        Entry(
            key=row.key,
            at=row.at,
            change=change_from_json(row.change),
            outcome=outcome_from_json(row.outcome),
            before=row.before,
            after=row.after,
        )
        for row in rows
    ]


def told(order: Order | None, care: OrderCare | None) -> dict[str, Any]:
    """What an order says, short enough to keep twice with every change."""
    if order is None or care is None:
        return {}
    return {
        "status": order.status,
        "recipient": order.recipient,
        "phone": order.phone,
        "address": order.address,
        "remark": order.remark,
        "items": [[item.sku, item.quantity, item.price_fen] for item in order.items],
        "cases": [[case.after_sale_id, case.state] for case in care.after_sales],
        "refunds": [[refund.refund_id, refund.amount_fen, refund.state] for refund in care.refunds],
        "invoices": [[invoice.invoice_id, invoice.state] for invoice in care.invoices],
        "urges": [urge.urge_id for urge in care.urges],
        "slot": None
        if care.slot is None
        else [care.slot.deliver_from.isoformat(), care.slot.deliver_until.isoformat()],
        "coupons": [coupon.coupon_id for coupon in care.coupons],
        "resends": [resend.resend_id for resend in care.resends],
        "intercept": None if care.intercept is None else care.intercept.intercept_id,
    }
