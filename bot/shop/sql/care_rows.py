"""After-sale cases, refunds, invoices and the rest of an order's care between rows and dataclasses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.shop.after_sale import (
    AfterSale,
    CaseItem,
    CaseStep,
    CouponGiven,
    DeliverySlot,
    Intercept,
    Invoice,
    OrderCare,
    PickupCode,
    Refund,
    Resend,
    Urge,
)
from bot.shop.port import CasePage
from bot.shop.sql import care_tables as c
from bot.shop.sql import stock

_NEWEST_FIRST = {
    c.after_sales.name: c.after_sales.c.opened_at,
    c.refunds.name: c.refunds.c.made_at,
    c.invoices.name: c.invoices.c.requested_at,
    c.urges.name: c.urges.c.made_at,
    c.coupons.name: c.coupons.c.given_at,
    c.resends.name: c.resends.c.made_at,
}
_UNSAID = frozenset({"opened_at"})


def _selected(table: sa.Table) -> Any:
    newest = _NEWEST_FIRST.get(table.name)
    order = table.primary_key.columns if newest is None else (newest.desc(), *table.primary_key.columns)
    return sa.select(table).where(table.c.order_id.in_(sa.bindparam("order_ids", expanding=True))).order_by(*order)


# Statements are built once: building one costs more than SQLite needs to answer it.
_OF_ORDERS = {table.name: _selected(table) for table in c.CARE_TABLES}
_ORDER_OF_CASE = sa.select(c.after_sales.c.order_id).where(
    c.after_sales.c.after_sale_id == sa.bindparam("after_sale_id")
)

Rows = dict[str, list[Row]]


def care_of(connection: Connection, order_ids: Sequence[str]) -> dict[str, OrderCare]:
    """Their care by order, in ten statements (twelve where one of them has a case), however many orders."""
    wanted = list(dict.fromkeys(order_ids))
    if not wanted:
        return {}
    cases = _by_order(connection, c.after_sales, wanted)
    parts = (c.case_items, c.case_steps) if cases else ()
    of = {table.name: _by_order(connection, table, wanted) for table in (*c.CARE_TABLES[3:], *parts)}
    of[c.after_sales.name] = cases
    return {
        order_id: _care(order_id, {name: rows.get(order_id, []) for name, rows in of.items()}) for order_id in wanted
    }


def order_of_case(connection: Connection, after_sale_id: str) -> str | None:
    order_id: str | None = connection.execute(_ORDER_OF_CASE, {"after_sale_id": after_sale_id}).scalar()
    return order_id


def case_by_id(connection: Connection, after_sale_id: str) -> AfterSale | None:
    order_id = order_of_case(connection, after_sale_id)
    if order_id is None:
        return None
    cases = care_of(connection, [order_id])[order_id].after_sales
    return next((case for case in cases if case.after_sale_id == after_sale_id), None)


def cases_after(connection: Connection, after_sale_id: str, limit: int) -> list[AfterSale]:
    """The next page of all cases by number."""
    key = c.after_sales.c.after_sale_id
    heads = connection.execute(
        sa.select(key, c.after_sales.c.order_id).where(key > after_sale_id).order_by(key).limit(limit)
    ).all()
    return _cases_of(connection, heads)


def cases_in(connection: Connection, states: Collection[str], limit: int, offset: int) -> CasePage:
    here, wanted = c.after_sales.c, c.after_sales.c.state.in_(states)
    soonest = (here.next_due_at.is_(None), here.next_due_at, here.opened_at, here.after_sale_id)
    heads = connection.execute(
        sa.select(here.after_sale_id, here.order_id).where(wanted).order_by(*soonest).limit(limit).offset(offset)
    ).all()
    total = connection.execute(sa.select(sa.func.count()).select_from(c.after_sales).where(wanted)).scalar() or 0
    return CasePage(cases=tuple(_cases_of(connection, heads)), total=total)


def _cases_of(connection: Connection, heads: Sequence[Row]) -> list[AfterSale]:
    cares = care_of(connection, [head.order_id for head in heads])
    cases = {case.after_sale_id: case for care in cares.values() for case in care.after_sales}
    return [cases[head.after_sale_id] for head in heads]


def write_case(connection: Connection, case: AfterSale) -> None:
    """Insert a case with its items and history, and hold what it holds; its first step says when it was opened."""
    head = {name: value for name, value in _fields(case).items() if name not in ("items", "history")}
    key = {"order_id": case.order_id, "after_sale_id": case.after_sale_id}
    connection.execute(sa.insert(c.after_sales), {**head, "opened_at": case.history[0].at})
    items = [{**key, "position": place, **_fields(item)} for place, item in enumerate(case.items)]
    connection.execute(sa.insert(c.case_items), items)
    steps = [{**key, "position": place, **_fields(step)} for place, step in enumerate(case.history)]
    connection.execute(sa.insert(c.case_steps), steps)
    stock.hold(connection, case)


def rewrite_case(connection: Connection, case: AfterSale) -> None:
    """Store a case that moved or got an appointment, with what it now holds; steps that are there stay as they were written."""
    head = {name: value for name, value in _fields(case).items() if name not in ("items", "history")}
    key = {"order_id": case.order_id, "after_sale_id": case.after_sale_id}
    connection.execute(
        sa.update(c.after_sales).where(c.after_sales.c.after_sale_id == case.after_sale_id).values(**head)
    )
    of_case = (c.case_steps.c.order_id == case.order_id) & (c.case_steps.c.after_sale_id == case.after_sale_id)
    known = connection.execute(sa.select(sa.func.count()).select_from(c.case_steps).where(of_case)).scalar() or 0
    fresh = [{**key, "position": place, **_fields(step)} for place, step in enumerate(case.history)][known:]
    if fresh:
        connection.execute(sa.insert(c.case_steps), fresh)
    stock.hold(connection, case)


def write_care(connection: Connection, cares: Sequence[OrderCare]) -> None:
    """Insert what is known of orders from the begin: for seeding."""
    for care in cares:
        for case in care.after_sales:
            write_case(connection, case)
        write(connection, c.refunds, *care.refunds)
        write(connection, c.invoices, *care.invoices)
        write(connection, c.urges, *care.urges)
        write(connection, c.coupons, *care.coupons)
        write(connection, c.resends, *care.resends)
        write(connection, c.pickup_codes, *care.pickup_codes)
        write(connection, c.slots, *([care.slot] if care.slot else []))
        write(connection, c.intercepts, *([care.intercept] if care.intercept else []))
    paid = [{"order_id": care.order_id, "channel": care.paid_by} for care in cares if care.paid_by]
    if paid:
        connection.execute(sa.insert(c.payments), paid)


def write(connection: Connection, table: sa.Table, *values: Any) -> None:
    """Insert dataclasses whose fields are the table's columns."""
    if values:
        connection.execute(sa.insert(table), [_fields(value) for value in values])


def _by_order(connection: Connection, table: sa.Table, order_ids: list[str]) -> Rows:
    rows: Rows = {}
    for row in connection.execute(_OF_ORDERS[table.name], {"order_ids": order_ids}):
        rows.setdefault(row.order_id, []).append(row)
    return rows


def _care(order_id: str, rows: Rows) -> OrderCare:
    def made(kind: Any, table: sa.Table) -> tuple[Any, ...]:
        return tuple(kind(**row._mapping) for row in rows[table.name])

    paid = rows[c.payments.name]
    slots, intercepts = made(DeliverySlot, c.slots), made(Intercept, c.intercepts)
    return OrderCare(
        order_id=order_id,
        after_sales=tuple(_case(row, rows) for row in rows[c.after_sales.name]),
        refunds=made(Refund, c.refunds),
        invoices=made(Invoice, c.invoices),
        urges=made(Urge, c.urges),
        coupons=made(CouponGiven, c.coupons),
        resends=made(Resend, c.resends),
        pickup_codes=made(PickupCode, c.pickup_codes),
        slot=slots[0] if slots else None,
        intercept=intercepts[0] if intercepts else None,
        paid_by=paid[0].channel if paid else "",
    )


def _case(row: Row, rows: Rows) -> AfterSale:
    head = {name: value for name, value in row._mapping.items() if name not in _UNSAID}
    items = [each for each in rows[c.case_items.name] if each.after_sale_id == row.after_sale_id]
    steps = [each for each in rows[c.case_steps.name] if each.after_sale_id == row.after_sale_id]
    return AfterSale(
        **head,
        items=tuple(CaseItem(sku=each.sku, quantity=each.quantity) for each in items),
        history=tuple(CaseStep(state=each.state, at=each.at, by=each.by, note=each.note) for each in steps),
    )


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}
