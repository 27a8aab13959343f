"""Stock: an order holds its pieces from its placing on; a cancelled one gives them back, a changed one swaps them.

Within the caller's transaction; nothing here commits. Rows are locked in the order of their SKUs, choices before products,
so that two orders at once wait for each other and neither waits in a ring. The catalogue's version is raised: whoever
keeps products reads them anew (product_shelf.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.shop.order import OrderItem
from bot.shop.sql import product_rows
from bot.shop.sql import tables as t

_CHOICES = (
    sa.select(t.variants.c.sku, t.variants.c.product_sku, t.variants.c.stock)
    .where(t.variants.c.sku.in_(sa.bindparam("skus", expanding=True)))
    .order_by(t.variants.c.sku)
    .with_for_update()
)


def put_back(connection: Connection, items: Iterable[OrderItem]) -> None:
    """Each piece to its choice and to its product; what is no longer sold is left out."""
    pieces: Counter[str] = Counter()
    for item in items:
        pieces[item.sku] += item.quantity
    of_products: Counter[str] = Counter()
    owners = {row.sku: row.product_sku for row in connection.execute(_CHOICES, {"skus": sorted(pieces)})}
    for sku in sorted(pieces):
        if sku in owners:
            _add(connection, t.variants, sku, pieces[sku])
        of_products[owners.get(sku, sku)] += pieces[sku]
    for sku in sorted(of_products):
        _add(connection, t.products, sku, of_products[sku])
    product_rows.raise_state(connection, product_rows.CATALOGUE_VERSION, 0)


def swap(connection: Connection, item: OrderItem, wanted_sku: str) -> bool:
    """The line's pieces back, as many of another choice of the same product taken; False, and nothing moved, with too few."""
    left = {row.sku: row.stock for row in connection.execute(_CHOICES, {"skus": sorted((item.sku, wanted_sku))})}
    if left.get(wanted_sku, 0) < item.quantity:
        return False
    _add(connection, t.variants, wanted_sku, -item.quantity)
    _add(connection, t.variants, item.sku, item.quantity)
    product_rows.raise_state(connection, product_rows.CATALOGUE_VERSION, 0)
    return True


def _add(connection: Connection, table: sa.Table, sku: str, pieces: int) -> None:
    connection.execute(sa.update(table).where(table.c.sku == sku).values(stock=table.c.stock + pieces))
