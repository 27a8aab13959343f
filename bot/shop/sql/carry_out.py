"""Carrying out a change in one writing transaction: the key first, then the facts, then the state and the rule, then the deed.

Nothing here commits. Two tabs at once: the second waits for the first, and finds its key or its facts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.shop.after_sale import OrderCare
from bot.shop.changes import (
    AddRemark,
    BookPickup,
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeDeliveryTime,
    ChangeItem,
    GiveCoupon,
    GiveMoney,
    InterceptParcel,
    MakeUrge,
    OpenAfterSale,
    Outcome,
    RequestInvoice,
    ResendItem,
    TellReturnParcel,
    WithdrawAfterSale,
)
from bot.shop.facts import facts_of
from bot.shop.order import Order
from bot.shop.service_rules import ServiceRules
from bot.shop.sql import care_rows, case_changes, journal, money_changes, order_changes, order_rows
from bot.shop.sql import tables as t
from bot.shop.sql.scene import Refused, Scene, check

_DEEDS: dict[type[Any], Callable[[Any, Scene], Outcome]] = {
    CancelOrder: order_changes.cancel_order,
    ChangeAddress: order_changes.change_address,
    ChangeItem: order_changes.change_item,
    AddRemark: order_changes.add_remark,
    ChangeDeliveryTime: order_changes.change_delivery_time,
    InterceptParcel: order_changes.intercept_parcel,
    MakeUrge: order_changes.make_urge,
    OpenAfterSale: case_changes.open_after_sale,
    WithdrawAfterSale: case_changes.withdraw_after_sale,
    BookPickup: case_changes.book_pickup,
    TellReturnParcel: case_changes.tell_return_parcel,
    RequestInvoice: money_changes.request_invoice,
    GiveMoney: money_changes.give_money,
    GiveCoupon: money_changes.give_coupon,
    ResendItem: money_changes.resend_item,
}
_LOCKED = sa.select(t.orders.c.order_id).where(t.orders.c.order_id == sa.bindparam("order_id")).with_for_update()


def carry_out(connection: Connection, change: Change, key: str, now: datetime, rules: ServiceRules) -> Outcome:
    """The outcome of this key, from the journal or made now. The caller holds a writing transaction and commits it."""
    lock_order(connection, change.order_id)
    known = journal.outcome_of(connection, change, key)
    if known is not None:
        return known
    order, care = _read(connection, change.order_id)
    outcome = Outcome(state="refused", reason="no_order")
    if order is not None:
        scene = Scene(connection=connection, order=order, care=care, now=now, key=key, rules=rules)
        outcome = _done_or_refused(change, scene)
    after = _read(connection, change.order_id) if outcome.done else (order, care)
    entry = journal.Entry(
        key=key,
        at=now,
        change=change,
        outcome=outcome,
        before=journal.told(order, care),
        after=journal.told(*after),
    )
    journal.write(connection, entry)
    return outcome


def lock_order(connection: Connection, order_id: str) -> None:
    """One change of an order at a time; SQLite has one writer anyway."""
    connection.execute(_LOCKED, {"order_id": order_id})


def _done_or_refused(change: Change, scene: Scene) -> Outcome:
    try:
        check(not change.facts or change.facts == facts_of(scene.order, scene.care), "facts_changed")
        return _DEEDS[type(change)](change, scene)
    except Refused as refused:
        return Outcome(state="refused", reason=refused.reason)


def _read(connection: Connection, order_id: str) -> tuple[Order | None, OrderCare]:
    return order_rows.order_by_id(connection, order_id), care_rows.care_of(connection, [order_id])[order_id]
