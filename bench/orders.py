"""A made-up shop of any number of orders, written in bulk, and the work that one look-up in it costs. SQLite only."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.shop.sql import care_rows, order_rows
from bot.shop.sql import tables as t
from bot.shop.sql.engine import create_schema, open_engine, writing

ORDERS_A_CUSTOMER = 5
_STRIDE = 8_999_999_993  # numbers in order, so that the key's tree grows at its end, and far from each other
_FIRST = 1_000_000_000_000_000
_NEWEST_MS = 1_795_000_000_000
_SPAN_MS = 180 * 86_400_000
_CHUNK = 50_000
_STATUSES = ("signed",) * 7 + ("in_transit", "paid", "cancelled")

LookUp = Callable[[Connection, int], object]


def order_id(number: int) -> str:
    return str(_FIRST + number * _STRIDE)


def tracking_no(number: int) -> str:
    return f"YT{number * 7_919 % 10**13:013d}"


def customer_id(number: int) -> str:
    return f"C{number // ORDERS_A_CUSTOMER}"


def phone(number: int) -> str:
    return f"138{number * 48_271 % 10**8:08d}"


LOOK_UPS: dict[str, LookUp] = {
    "number": lambda connection, number: order_rows.order_by_id(connection, order_id(number)),
    "tracking number": lambda connection, number: order_rows.order_by_tracking(connection, tracking_no(number)),
    "customer": lambda connection, number: order_rows.newest_orders(
        connection, t.orders.c.customer_id == customer_id(number), 50
    ),
    "phone tail": lambda connection, number: order_rows.newest_orders(
        connection, t.orders.c.phone_tail == phone(number)[-4:], 20
    ),
    "care": lambda connection, number: care_rows.care_of(connection, [order_id(number)]),
}


def write_orders(path: Path, count: int) -> None:
    """A new shop at `path` with this many orders, each with an item, a parcel and two scans; every tenth has a refund."""
    engine = open_engine(f"sqlite:///{path}")
    with writing(engine).begin() as connection:
        create_schema(connection)
    engine.dispose()
    database = sqlite3.connect(path)
    try:
        database.execute("pragma synchronous=off")
        for start in range(0, count, _CHUNK):
            numbers = range(start, min(start + _CHUNK, count))
            for table, rows in _rows(numbers).items():
                places = ",".join("?" * len(rows[0]))
                database.executemany(f"insert into {table} values ({places})", rows)
            database.commit()
        database.execute("analyze")
        database.commit()
    finally:
        database.close()


def _rows(numbers: Sequence[int]) -> dict[str, list[tuple[object, ...]]]:
    made: dict[str, list[tuple[object, ...]]] = {}
    for name, row in itertools.chain.from_iterable(map(_of_order, numbers)):
        made.setdefault(name, []).append(row)
    return made


def _of_order(number: int) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Rows in the order of the tables' columns."""
    key, at = order_id(number), _NEWEST_MS - number * 15_485_863 % _SPAN_MS
    status, called = _STATUSES[number % len(_STATUSES)], phone(number)
    address = "浙江省杭州市西湖区文三路 412 号 2 幢 301"
    yield "shop_orders", (key, customer_id(number), called, called[-4:], "林晓雨", address, status, at, 19900, at, "")
    yield "shop_order_items", (key, 0, "EJ1001-BK", "声屿 Air3 真无线蓝牙耳机 曜石黑", 1, 19900)
    yield "shop_parcels", (key, 0, tracking_no(number), "YTO", "圆通速递", status, at, None, "[]")
    for place in range(2):
        yield "shop_parcel_events", (key, 0, place, at + place, "浙江省杭州市", "快件到达【杭州分拣中心】")
    yield "shop_payments", (key, "微信支付")
    if number % 10 == 0:
        yield "shop_refunds", (f"TK{number:08d}", key, 1900, "微信支付", "sent", at, at, None, None, "refund")


class Counted:
    """The instructions of SQLite's machine that a look-up takes: the same on every machine, however busy."""

    def __init__(self, path: Path) -> None:
        self._engine = open_engine(f"sqlite:///{path}")
        self._connection = self._engine.connect()

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()

    def instructions(self, look_up: LookUp, number: int) -> float:
        """For each order that was read: a phone's tail finds more of them in a larger shop."""
        count = 0

        def step() -> int:
            nonlocal count
            count += 1
            return 0

        database = self._connection.connection
        database.set_progress_handler(step, 1)
        try:
            found = look_up(self._connection, number)
        finally:
            database.set_progress_handler(None, 0)
        return count / (len(found) if isinstance(found, list) and found else 1)

    @property
    def connection(self) -> sa.engine.Connection:
        return self._connection
