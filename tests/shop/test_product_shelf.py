"""Products are kept while the catalogue stays as it is: what that spares, and that nobody is ever told an older one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.shop.search.need import Need
from bot.shop.search.query import query_of
from bot.shop.seed import write_shop
from bot.shop.sql import product_rows, product_shelf
from bot.shop.sql.shop import SqlShop
from tests.shop.factories import NOW, product, shop_files, variant
from tests.shop.shops_under_test import sql_shop

TENT = product("XZ1", title="迈石 露营帐篷", price_fen=29900, variants=(variant("XZ1-1"),))
SHOES = product("XZ2", title="迈石 跑步鞋", price_fen=19900)
TENTS = query_of(Need(kinds=("帐篷",)))


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[SqlShop]:
    async with sql_shop(shop_files(products=(TENT, SHOES)), database_url) as shop:
        yield shop


@contextmanager
def statements(shop: SqlShop) -> Iterator[list[str]]:
    """Those that read: what they say."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lower().startswith("select"):
            said.append(statement)

    sa.event.listen(shop.engine, "before_cursor_execute", note)
    yield said
    sa.event.remove(shop.engine, "before_cursor_execute", note)


async def test_of_a_catalogue_that_stays_as_it_is_only_the_version_is_read(shop: SqlShop) -> None:
    await shop.products_of(("XZ1", "XZ1-1", "XZ2"))
    with statements(shop) as said:
        assert await shop.products_of(("XZ1", "XZ1-1", "XZ2")) == {"XZ1": TENT, "XZ1-1": TENT, "XZ2": SHOES}
    assert len(said) == 1 and "shop_state" in said[0]


async def test_a_search_reads_the_index_and_no_product_twice(shop: SqlShop) -> None:
    assert await shop.search(TENTS) == [TENT]
    with statements(shop) as said:
        assert await shop.search(TENTS) == [TENT]
    assert len(said) == 2


async def test_what_another_process_changes_is_told_by_the_next_read(shop: SqlShop, database_url: str) -> None:
    await shop.products_of(("XZ1-1", "XZ2"))
    await shop.search(TENTS)
    other = SqlShop.open(database_url)
    dearer = replace(TENT, price_fen=39900, stock=0)

    def change(connection: sa.engine.Connection) -> None:
        version = product_rows.raise_state(connection, product_rows.CATALOGUE_VERSION, 0)
        product_rows.write_products(connection, [dearer], version)

    await other.write(change)
    assert await shop.products_of(("XZ1-1", "XZ2")) == {"XZ1-1": dearer, "XZ2": SHOES}
    assert await shop.search(TENTS) == [dearer]
    await other.write(lambda connection: write_shop(connection, shop_files(products=(SHOES,)), NOW))
    assert await shop.product("XZ1") is None and await shop.search(TENTS) == []
    await other.close()


async def test_a_full_shelf_is_cleared_and_goes_on(shop: SqlShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(product_shelf, "KEPT_AT_MOST", 1)
    for _ in range(3):
        assert await shop.products_of(("XZ1", "XZ2")) == {"XZ1": TENT, "XZ2": SHOES}
        assert await shop.search(TENTS) == [TENT]
    assert len(shop._shelf._kept[1]) <= 3
