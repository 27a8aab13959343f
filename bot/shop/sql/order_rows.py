"""Orders and customers between rows and dataclasses: reading by key in a fixed number of statements, writing in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.shop.order import Customer, Order, OrderItem, Parcel, TrackingEvent
from bot.shop.sql import tables as t

_BATCH = 2000
_ORDER_COLUMNS = [column for column in t.orders.c if column.name != "phone_tail"]


def _selected(table: sa.Table) -> Any:
    columns = _ORDER_COLUMNS if table is t.orders else list(table.c)
    return sa.select(*columns).order_by(*table.primary_key.columns)


# Statements are built once: building one costs more than SQLite needs to answer it.
_TABLES = (t.orders, t.order_items, t.parcels, t.parcel_events)
_OF_ONE = {table.name: _selected(table).where(table.c.order_id == sa.bindparam("order_id")) for table in _TABLES}
_OF_MANY = {
    table.name: _selected(table).where(table.c.order_id.in_(sa.bindparam("order_ids", expanding=True)))
    for table in _TABLES
}
_BY_TRACKING = sa.select(t.parcels.c.order_id).where(t.parcels.c.tracking_no == sa.bindparam("tracking_no")).limit(1)


def order_by_id(connection: Connection, order_id: str) -> Order | None:
    """The order, in as many statements whether it exists or not."""
    found = _assembled(connection, [order_id])
    return found[0] if found else None


def order_by_tracking(connection: Connection, tracking_no: str) -> Order | None:
    order_id = connection.execute(_BY_TRACKING, {"tracking_no": tracking_no}).scalar()
    return order_by_id(connection, order_id or "")


def newest_orders(connection: Connection, condition: Any, limit: int) -> list[Order]:
    """Orders that meet a condition on shop_orders, newest first."""
    newest = t.orders.c.placed_at.desc(), t.orders.c.order_id.desc()
    query = sa.select(t.orders.c.order_id).where(condition).order_by(*newest).limit(limit)
    order_ids = connection.execute(query).scalars().all()
    if not order_ids:
        return []
    orders = {order.order_id: order for order in _assembled(connection, order_ids)}
    return [orders[order_id] for order_id in order_ids]


def orders_after(connection: Connection, order_id: str, limit: int) -> list[Order]:
    """The next page of all orders by id."""
    query = sa.select(t.orders.c.order_id).where(t.orders.c.order_id > order_id).order_by(t.orders.c.order_id)
    order_ids = connection.execute(query.limit(limit)).scalars().all()
    if not order_ids:
        return []
    return sorted(_assembled(connection, order_ids), key=lambda order: order.order_id)


def customer_by_id(connection: Connection, customer_id: str) -> Customer | None:
    row = connection.execute(sa.select(t.customers).where(t.customers.c.customer_id == customer_id)).first()
    return None if row is None else Customer(**row._mapping)


def customers_after(connection: Connection, customer_id: str, limit: int) -> list[Customer]:
    """The next page of all customers by id."""
    key = t.customers.c.customer_id
    query = sa.select(t.customers).where(key > customer_id).order_by(key).limit(limit)
    return [Customer(**row._mapping) for row in connection.execute(query)]


def write_customers(connection: Connection, customers: Iterable[Customer]) -> int:
    """Insert customers; returns how many."""
    return _insert(connection, t.customers, (_fields(customer) for customer in customers))


def write_orders(connection: Connection, orders: Iterable[Order]) -> int:
    """Insert orders with their items, parcels and events, in batches; returns how many."""
    count = 0
    source = iter(orders)
    while batch := list(islice(source, _BATCH)):
        count += _insert(connection, t.orders, (_order_row(order) for order in batch))
        _insert(connection, t.order_items, (row for order in batch for row in _item_rows(order)))
        _insert(connection, t.parcels, (row for order in batch for row in _parcel_rows(order)))
        _insert(connection, t.parcel_events, (row for order in batch for row in _event_rows(order)))
    return count


def _assembled(connection: Connection, order_ids: Sequence[str]) -> list[Order]:
    """These orders in any order, in four statements."""
    heads = _rows(connection, t.orders, order_ids)
    items = _grouped(connection, t.order_items, order_ids)
    parcels = _grouped(connection, t.parcels, order_ids)
    events = _grouped(connection, t.parcel_events, order_ids)
    return [
        Order(
            **head._mapping,
            items=tuple(_item(row) for row in items.get(head.order_id, ())),
            parcels=tuple(
                _parcel(row, [event for event in events.get(head.order_id, ()) if event.parcel == row.position])
                for row in parcels.get(head.order_id, ())
            ),
        )
        for head in heads
    ]


def _grouped(connection: Connection, table: sa.Table, order_ids: Sequence[str]) -> dict[str, list[Row]]:
    rows = _rows(connection, table, order_ids)
    return {order_id: list(group) for order_id, group in groupby(rows, key=lambda row: str(row.order_id))}


def _rows(connection: Connection, table: sa.Table, order_ids: Sequence[str]) -> list[Row]:
    if len(order_ids) == 1:
        return connection.execute(_OF_ONE[table.name], {"order_id": order_ids[0]}).all()
    return connection.execute(_OF_MANY[table.name], {"order_ids": list(order_ids)}).all()


def _item(row: Row) -> OrderItem:
    return OrderItem(sku=row.sku, title=row.title, quantity=row.quantity, price_fen=row.price_fen)


def _parcel(row: Row, events: Sequence[Row]) -> Parcel:
    return Parcel(
        tracking_no=row.tracking_no,
        carrier_code=row.carrier_code,
        carrier=row.carrier,
        state=row.state,
        promised_at=row.promised_at,
        predicted_at=row.predicted_at,
        events=tuple(TrackingEvent(at=event.at, place=event.place, text=event.text) for event in events),
        skus=tuple(row.skus),
    )


def _order_row(order: Order) -> dict[str, Any]:
    row = {column.name: getattr(order, column.name) for column in _ORDER_COLUMNS}
    return {**row, "phone_tail": order.phone[-4:]}


def _item_rows(order: Order) -> Iterator[dict[str, Any]]:
    for position, item in enumerate(order.items):
        yield {"order_id": order.order_id, "position": position, **_fields(item)}


def _parcel_rows(order: Order) -> Iterator[dict[str, Any]]:
    for position, parcel in enumerate(order.parcels):
        row = {name: value for name, value in _fields(parcel).items() if name not in ("events", "skus")}
        yield {"order_id": order.order_id, "position": position, "skus": list(parcel.skus), **row}


def _event_rows(order: Order) -> Iterator[dict[str, Any]]:
    for number, parcel in enumerate(order.parcels):
        for position, event in enumerate(parcel.events):
            yield {"order_id": order.order_id, "parcel": number, "position": position, **_fields(event)}


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _insert(connection: Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> int:
    batch = list(rows)
    if batch:
        connection.execute(sa.insert(table), batch)
    return len(batch)
