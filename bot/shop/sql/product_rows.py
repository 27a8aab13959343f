"""Products between rows and dataclasses, and the catalogue's version that every change raises.

The stock of what is read is what may be promised: without the pieces that open exchanges hold (held_rows.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.shop.port import CatalogueChange, Names
from bot.shop.product import Product, Variant
from bot.shop.sql import held_rows, search_rows
from bot.shop.sql import tables as t

_HIDDEN = ("removed", "version")
_COLUMNS = [column for column in t.products.c if column.name not in _HIDDEN]
_PLAIN = [column.name for column in _COLUMNS if column.name != "aliases"]
CATALOGUE_VERSION = "catalogue_version"
_ASKED_AT_ONCE = 5000


def product_by_sku(connection: Connection, sku: str) -> Product | None:
    """The product with this SKU or with a variant of this SKU."""
    parent = connection.execute(sa.select(t.variants.c.product_sku).where(t.variants.c.sku == sku)).scalar()
    found = _assembled(connection, t.products.c.sku.in_([sku, parent or sku]))
    return found[0] if found else None


def products_with(connection: Connection, skus: Sequence[str]) -> list[Product]:
    """The products with these SKUs of their own, by SKU."""
    return _assembled(connection, t.products.c.sku.in_(skus)) if skus else []


def names(connection: Connection) -> Names:
    """Every brand and category, by name."""
    here = ~t.products.c.removed
    brands = connection.execute(sa.select(t.products.c.brand).where(here, t.products.c.brand != "").distinct())
    categories = connection.execute(sa.select(t.products.c.category).where(here).distinct())
    return Names(
        version=state_value(connection, CATALOGUE_VERSION),
        brands=tuple(sorted(brands.scalars())),
        categories=tuple(sorted(categories.scalars())),
    )


def products_after(connection: Connection, sku: str, limit: int) -> list[Product]:
    """The next page of the catalogue by SKU."""
    query = sa.select(t.products.c.sku).where(t.products.c.sku > sku, ~t.products.c.removed)
    skus = list(connection.execute(query.order_by(t.products.c.sku).limit(limit)).scalars())
    if not skus:
        return []
    return _assembled(connection, t.products.c.sku.between(skus[0], skus[-1]))


def changes_since(connection: Connection, version: int) -> CatalogueChange:
    """Products changed and removed after a version. One look-up of one row when nothing changed."""
    now = state_value(connection, CATALOGUE_VERSION)
    if now == version:
        return CatalogueChange(version=now, products=())
    known = version if version < now else 0  # a version from a database that is gone
    query = sa.select(t.products.c.sku, t.products.c.removed).where(t.products.c.version > known)
    rows = connection.execute(query).all()
    gone = sorted(row.sku for row in rows if row.removed)
    changed = sorted(row.sku for row in rows if not row.removed)
    pages = (changed[start : start + _ASKED_AT_ONCE] for start in range(0, len(changed), _ASKED_AT_ONCE))
    products = tuple(product for page in pages for product in _assembled(connection, t.products.c.sku.in_(page)))
    return CatalogueChange(version=now, products=products, removed=tuple(gone) if version else ())


def state_value(connection: Connection, name: str) -> int:
    """A number of the shop's state; 0 when it was never set."""
    return connection.execute(sa.select(t.state.c.value).where(t.state.c.name == name)).scalar() or 0


def raise_state(connection: Connection, name: str, at_least: int) -> int:
    """Set a number of the state to `at_least` or one more than it was, whichever is more; returns it."""
    value = max(state_value(connection, name) + 1, at_least)
    connection.execute(sa.delete(t.state).where(t.state.c.name == name))
    connection.execute(sa.insert(t.state), [{"name": name, "value": value}])
    return value


def write_products(connection: Connection, products: Sequence[Product], version: int) -> None:
    """Insert or replace products with their variants under a version of the catalogue that `raise_state` gave."""
    if not products:
        return
    skus = [product.sku for product in products]
    connection.execute(sa.delete(t.variants).where(t.variants.c.product_sku.in_(skus)))
    connection.execute(sa.delete(t.products).where(t.products.c.sku.in_(skus)))
    connection.execute(sa.insert(t.products), [_product_row(product, version) for product in products])
    rows = [row for product in products for row in _variant_rows(product)]
    if rows:
        connection.execute(sa.insert(t.variants), rows)
    search_rows.write(connection, products)


def remove_all_but(connection: Connection, skus: Iterable[str], version: int) -> None:
    """Mark every product as removed whose SKU is not among these; readers learn it by the version."""
    kept = set(skus)
    held = connection.execute(sa.select(t.products.c.sku).where(~t.products.c.removed)).scalars()
    for sku in [sku for sku in held if sku not in kept]:
        connection.execute(sa.update(t.products).where(t.products.c.sku == sku).values(removed=True, version=version))
        connection.execute(sa.delete(t.variants).where(t.variants.c.product_sku == sku))
        search_rows.remove(connection, [sku])


def owners_of_skus(connection: Connection, skus: Sequence[str]) -> dict[str, str]:
    """For each of these SKUs that the catalogue holds already: the SKU of the product that it belongs to."""
    owners: dict[str, str] = {}
    for start in range(0, len(skus), _ASKED_AT_ONCE):
        asked = skus[start : start + _ASKED_AT_ONCE]
        of_products = sa.select(t.products.c.sku).where(t.products.c.sku.in_(asked), ~t.products.c.removed)
        owners |= {sku: sku for sku in connection.execute(of_products).scalars()}
        of_variants = sa.select(t.variants.c.sku, t.variants.c.product_sku).where(t.variants.c.sku.in_(asked))
        owners |= {row.sku: row.product_sku for row in connection.execute(of_variants)}
    return owners


def _assembled(connection: Connection, condition: Any) -> list[Product]:
    heads = connection.execute(sa.select(*_COLUMNS).where(condition, ~t.products.c.removed).order_by(t.products.c.sku))
    of_these = t.variants.join(t.products, t.products.c.sku == t.variants.c.product_sku)
    query = sa.select(t.variants).select_from(of_these).where(condition)
    variants: dict[str, list[Variant]] = {}
    for row in connection.execute(query.order_by(t.variants.c.product_sku, t.variants.c.position)):
        variants.setdefault(row.product_sku, []).append(_variant(row))
    found = [_product(head, tuple(variants.get(head.sku, ()))) for head in heads]
    skus = [each.sku for product in found for each in (product, *product.variants)]
    held = held_rows.held(connection, skus)
    return [_free(product, held) for product in found] if held else found


def _product(row: Row, variants: tuple[Variant, ...]) -> Product:
    plain = {name: row._mapping[name] for name in _PLAIN}
    return Product(**plain, aliases=tuple(row.aliases), variants=variants)


def _variant(row: Row) -> Variant:
    return Variant(
        sku=row.sku, options=row.options, price_fen=row.price_fen, stock=row.stock, restock_at=row.restock_at
    )


def _free(product: Product, held: Mapping[str, int]) -> Product:
    """With what may still be promised: without the pieces that open exchanges hold."""
    variants = tuple(replace(each, stock=max(0, each.stock - held.get(each.sku, 0))) for each in product.variants)
    of_all = sum(held.get(each.sku, 0) for each in (product, *product.variants))
    return replace(product, stock=max(0, product.stock - of_all), variants=variants)


def _product_row(product: Product, version: int) -> dict[str, Any]:
    row = {name: getattr(product, name) for name in _PLAIN}
    return {**row, "aliases": list(product.aliases), "removed": False, "version": version}


def _variant_rows(product: Product) -> list[dict[str, Any]]:
    return [
        {
            "sku": variant.sku,
            "product_sku": product.sku,
            "position": position,
            "options": variant.options,
            "price_fen": variant.price_fen,
            "stock": variant.stock,
            "restock_at": variant.restock_at,
        }
        for position, variant in enumerate(product.variants)
    ]
