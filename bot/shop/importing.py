"""`xiaonuan shop import`: a merchant's product file into the SQL shop, all of it or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from sqlalchemy.engine import Connection

from bot.clock import utc_now
from bot.errors import ConfigurationError, XiaonuanError
from bot.settings import Settings
from bot.shop.column_map import ColumnMap, read_column_map
from bot.shop.open import own_shop
from bot.shop.product import Product
from bot.shop.product_files import ProductFile, RowFault, read_product_file
from bot.shop.seed import seed_if_empty
from bot.shop.sql import product_rows
from bot.shop.sql.engine import create_schema
from bot.shop.sql.shop import SqlShop

Progress = Callable[[int, int], None]  # products written so far, products in all
_CHUNK = 500
_SHOWN = 50


class ImportRefused(XiaonuanError):
    """Nothing was imported: `faults` names every bad row by line and reason."""

    code: ClassVar[str] = "invalid_frame"
    status: ClassVar[int] = 400

    def __init__(self, faults: Sequence[RowFault]) -> None:
        shown = [str(fault) for fault in faults[:_SHOWN]]
        if len(faults) > _SHOWN:
            shown.append(f"… and {len(faults) - _SHOWN} more")
        super().__init__("nothing was imported; correct these rows:\n" + "\n".join(shown))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """`added` and `changed` count products; `ignored` are columns or fields that nobody reads."""

    added: int
    changed: int
    version: int
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What `xiaonuan shop import` tells: products imported, or every fault and nothing imported."""

    imported: int
    faults: tuple[RowFault, ...] = ()


def import_file(
    settings: Settings,
    path: Path,
    note: Callable[[str], None],
    *,
    mapping: Path | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Import into the shop of these settings, another shop's export by a mapping file. Blocks.

    Ignored columns are told by `note`, and progress, too, unless `progress` takes it.

    The demo shop is seeded first where nothing ever was, so that a later start does not replace the import by it.
    Raises ConfigurationError when the file cannot be read, ShopUnavailable when the database does not answer.
    """

    async def run() -> ImportReport:
        shop = own_shop(settings, "change products")
        try:
            tell = progress or (lambda done, total: note(f"{done} of {total} products"))
            return await import_products(shop, path, tell, columns=columns)
        finally:
            await shop.close()

    columns = read_column_map(mapping) if mapping else None
    seed_if_empty(settings)
    try:
        report = asyncio.run(run())
    except ImportRefused as refused:
        return Outcome(imported=0, faults=refused.faults)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error
    if report.ignored:
        note(f"not read: {', '.join(report.ignored)}")
    return Outcome(imported=report.added + report.changed)


async def import_products(
    shop: SqlShop, path: Path, progress: Progress | None = None, *, columns: ColumnMap | None = None
) -> ImportReport:
    """Import a CSV or JSON-lines file. `progress` is called from another thread.

    Raises ImportRefused, OSError (the file) or ShopUnavailable (the database; nothing is stored then either).
    """
    file = await asyncio.to_thread(read_product_file, path, columns)
    if file.faults:
        raise ImportRefused(file.faults)
    return await shop.write(lambda connection: _write(connection, file, progress or _silent))


def _write(connection: Connection, file: ProductFile, progress: Progress) -> ImportReport:
    create_schema(connection)
    version = product_rows.raise_state(connection, product_rows.CATALOGUE_VERSION, int(utc_now().timestamp() * 1000))
    changed = 0
    faults: list[RowFault] = []
    for start in range(0, len(file.products), _CHUNK):
        chunk = file.products[start : start + _CHUNK]
        owners = product_rows.owners_of_skus(connection, [sku for _, product in chunk for sku in _skus(product)])
        faults += [fault for line, product in chunk if (fault := _clash(line, product, owners)) is not None]
        if not faults:
            changed += sum(owners.get(product.sku) == product.sku for _, product in chunk)
            product_rows.write_products(connection, [product for _, product in chunk], version)
        progress(min(start + _CHUNK, len(file.products)), len(file.products))
    if faults:
        raise ImportRefused(faults)
    return ImportReport(
        added=len(file.products) - changed, changed=changed, version=version, ignored=tuple(sorted(file.ignored))
    )


def _skus(product: Product) -> list[str]:
    return [product.sku, *(variant.sku for variant in product.variants)]


def _clash(line: int, product: Product, owners: dict[str, str]) -> RowFault | None:
    for sku in _skus(product):
        if owners.get(sku, product.sku) != product.sku:
            return RowFault(line=line, reason=f"sku {sku} belongs to product {owners[sku]}")
    return None


def _silent(_done: int, _total: int) -> None:
    return None
