"""Products as the catalogue holds them, kept between reads until the catalogue's version changes: then all are read anew.

One look at the version stands for each read, in the transaction of the read itself, so that what is given is never older
than what the database holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from bot.shop.product import Product
from bot.shop.search.query import Query
from bot.shop.sql import product_rows, search_rows

KEPT_AT_MOST = 4_000


class ProductShelf:
    """For all threads of a process: what one read keeps is replaced whole, never changed, when the version is another one."""

    def __init__(self) -> None:
        self._kept: tuple[int, dict[str, Product]] = (0, {})

    def by_sku(self, connection: Connection, skus: Iterable[str]) -> dict[str, Product]:
        """The products with these SKUs or with variants of these SKUs, by the SKU that was asked for."""
        kept = self._of_this_version(connection)
        found = {}
        for sku in skus:
            product = kept.get(sku) or product_rows.product_by_sku(connection, sku)
            if product is not None:
                found[sku] = kept[sku] = product
        return found

    def candidates(self, connection: Connection, query: Query) -> list[Product]:
        """The candidates of a query, whole, in the index's order."""
        kept = self._of_this_version(connection)
        skus = search_rows.candidates(connection, query)
        missing = [sku for sku in skus if sku not in kept]
        read = {product.sku: product for product in product_rows.products_with(connection, missing)}
        kept.update(read)
        return [product for sku in skus if (product := read.get(sku) or kept.get(sku)) is not None]

    def _of_this_version(self, connection: Connection) -> dict[str, Product]:
        version = product_rows.state_value(connection, product_rows.CATALOGUE_VERSION)
        if self._kept[0] != version or len(self._kept[1]) > KEPT_AT_MOST:
            self._kept = (version, {})
        return self._kept[1]
