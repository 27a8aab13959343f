"""Stock: an order holds its pieces from its placing on; a cancelled one gives them back, a changed one swaps them. An
exchange holds the piece that it sends until that is sent, withdrawn or rejected (held_rows.py); what is sent again leaves at once.

Within the caller's transaction; nothing here commits. Rows are locked in the order of their SKUs, choices before products,
so that two orders at once wait for each other and neither waits in a ring. The catalogue's version is raised: whoever
keeps products reads them anew (product_shelf.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.shop.after_sale import AfterSale
from bot.shop.order import OrderItem
from bot.shop.sql import held_rows, product_rows
from bot.shop.sql import tables as t

_CHOICES = (
    sa.select(t.variants.c.sku, t.variants.c.product_sku, t.variants.c.stock)
    .where(t.variants.c.sku.in_(sa.bindparam("skus", expanding=True)))
    .order_by(t.variants.c.sku)
    .with_for_update()
)
_GOODS = (
    sa.select(t.products.c.sku)
    .where(t.products.c.sku.in_(sa.bindparam("skus", expanding=True)))
    .order_by(t.products.c.sku)
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
    held = held_rows.held(connection, [wanted_sku])
    if left.get(wanted_sku, 0) - held.get(wanted_sku, 0) < item.quantity:
        return False
    _add(connection, t.variants, wanted_sku, -item.quantity)
    _add(connection, t.variants, item.sku, item.quantity)
    product_rows.raise_state(connection, product_rows.CATALOGUE_VERSION, 0)
    return True


def lock(connection: Connection, skus: Iterable[str]) -> None:
    """Nobody else promises or moves these until the transaction ends: what is read of them from now on stays so."""
    if wanted := sorted(skus):
        connection.execute(_CHOICES, {"skus": wanted}).all()
        connection.execute(_GOODS, {"skus": wanted}).all()


def lacking(connection: Connection, pieces: Mapping[str, int]) -> str | None:
    """The first SKU of which fewer than these may be promised; None where all are there. What is no longer sold has no
    stock to look at: a person decides about it."""
    for sku in sorted(pieces):
        product = product_rows.product_by_sku(connection, sku)
        if product is not None and product.stock_of(sku) < pieces[sku]:
            return sku
    return None


def hold(connection: Connection, case: AfterSale) -> None:
    """What the case holds as it is now is no longer promised to others; what it held before and does not now, is again."""
    if held_rows.follow(connection, case):
        product_rows.raise_state(connection, product_rows.CATALOGUE_VERSION, 0)


def send(connection: Connection, pieces: Mapping[str, int]) -> None:
    """Pieces of an exchange, or sent again, leave the shelf, never below nothing; what is no longer sold is left out."""
    lock(connection, pieces)
    owners = {row.sku: row.product_sku for row in connection.execute(_CHOICES, {"skus": sorted(pieces)})}
    of_products: Counter[str] = Counter()
    for sku in sorted(pieces):
        if sku in owners:
            _add(connection, t.variants, sku, -pieces[sku])
        of_products[owners.get(sku, sku)] += pieces[sku]
    for sku in sorted(of_products):
        _add(connection, t.products, sku, -of_products[sku])
    product_rows.raise_state(connection, product_rows.CATALOGUE_VERSION, 0)


def _add(connection: Connection, table: sa.Table, sku: str, pieces: int) -> None:
    there = table.c.stock + pieces
    counted = there if pieces >= 0 else sa.case((there > 0, there), else_=0)
    connection.execute(sa.update(table).where(table.c.sku == sku).values(stock=counted))
