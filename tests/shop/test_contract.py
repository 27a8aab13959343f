"""What every ShopClient must do, over each shop of shops_under_test.py; and what only the SQL shop must."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.errors import ShopUnavailable
from bot.shop.port import ShopClient
from bot.shop.product import Product
from bot.shop.search.need import Need
from bot.shop.search.query import Query, query_of
from bot.shop.seed import ShopFiles, write_shop
from bot.shop.sql import product_rows
from bot.shop.sql.engine import create_schema
from bot.shop.sql.shop import SqlShop
from tests.shop.factories import DAY, NOW, order, product, shop_files, variant
from tests.shop.shops_under_test import ShopUnderTest, sql_shop

FILES = shop_files()
OLD, MOVING, OTHERS = FILES.orders
HOSTILE = ["", " ", "0", "\x00", "\ud800", "x" * 5000, "' or '1'='1", "7519416321509020 ", "７519416321509020", "%"]


class TestEveryShop:
    """Over a shop that holds `shop_files()`."""

    @pytest.fixture
    def shop(self, shop_under_test: ShopUnderTest) -> ShopClient:
        return shop_under_test

    async def test_an_order_comes_back_whole(self, shop: ShopClient) -> None:
        for expected in FILES.orders:
            assert await shop.order(expected.order_id) == expected

    async def test_a_number_that_is_nearly_right_finds_nothing(self, shop: ShopClient) -> None:
        number = MOVING.order_id
        near = [number[:-1], number + "0", number[1:], number[:-2] + number[-1] + number[-2], number[:-1] + "9"]
        assert [await shop.order(each) for each in near] == [None] * len(near)

    @pytest.mark.parametrize("text", HOSTILE)
    async def test_what_is_no_id_finds_nothing_and_raises_nothing(self, shop: ShopClient, text: str) -> None:
        assert await shop.order(text) is None
        assert await shop.order_by_tracking(text) is None
        assert await shop.customer(text) is None
        assert await shop.product(text) is None
        assert await shop.policy(text) is None
        assert list(await shop.orders_of(text)) == []
        assert list(await shop.orders_by_phone_tail(text)) == []

    async def test_a_customers_orders_are_hers_newest_first(self, shop: ShopClient) -> None:
        assert list(await shop.orders_of("C1")) == [MOVING, OLD]
        assert list(await shop.orders_of("C1", limit=1)) == [MOVING]
        assert list(await shop.orders_of("C2")) == [OTHERS]
        assert list(await shop.orders_of("C")) == []

    async def test_each_parcels_number_finds_the_order(self, shop: ShopClient) -> None:
        assert await shop.order_by_tracking("YT7500000000001") == MOVING
        assert await shop.order_by_tracking("SF1600000000001") == MOVING
        assert await shop.order_by_tracking("SF160000000000") is None

    async def test_a_phone_tail_finds_all_orders_that_end_so(self, shop: ShopClient) -> None:
        assert list(await shop.orders_by_phone_tail("9631")) == [MOVING, OLD]
        assert list(await shop.orders_by_phone_tail("9631", limit=1)) == [MOVING]
        assert list(await shop.orders_by_phone_tail("0000")) == []

    async def test_customers_are_found_by_id(self, shop: ShopClient) -> None:
        assert await shop.customer("C2") == FILES.customers[1]
        assert await shop.customer("C3") is None

    async def test_a_product_is_found_by_its_own_and_its_variants_sku(self, shop: ShopClient) -> None:
        assert await shop.product("EJ1") == FILES.products[0]
        assert await shop.product("EJ1-WH") == FILES.products[0]
        assert await shop.product("EJ1-XX") is None

    async def test_products_stream_by_sku(self, shop: ShopClient) -> None:
        assert [each async for each in shop.products()] == list(FILES.products)

    async def test_several_products_are_told_at_once_by_the_sku_that_was_asked_for(self, shop: ShopClient) -> None:
        product = next(each for each in FILES.products if each.variants)
        asked = (product.sku, product.variants[0].sku, "no such sku", "odd\nsku")
        assert await shop.products_of(asked) == {product.sku: product, product.variants[0].sku: product}
        assert await shop.products_of(()) == {}

    async def test_the_catalogue_tells_all_at_first_and_nothing_when_nothing_changed(self, shop: ShopClient) -> None:
        everything = await shop.catalogue_since(0)
        assert everything.products == FILES.products
        assert everything.removed == ()
        again = await shop.catalogue_since(everything.version)
        assert (again.version, again.products, again.removed) == (everything.version, (), ())

    @pytest.mark.parametrize(
        ("need", "skus"),
        [
            (Need(kinds=("蓝牙耳机",)), ["EJ1"]),
            (Need(kinds=("耳机",), high_fen=19899), []),
            (Need(categories=("鞋靴",)), ["XZ1"]),
            (Need(brands=("迈石",), kinds=("跑步鞋",)), ["XZ1"]),
            (Need(terms=("跑步",)), ["XZ1"]),
            (Need(wishes=("防水",)), ["EJ1"]),
            (Need(low_fen=19901), []),
            (Need(), ["EJ1", "XZ1"]),
        ],
    )
    async def test_goods_are_found_by_what_they_are_and_cost(
        self, shop: ShopClient, need: Need, skus: list[str]
    ) -> None:
        assert [each.sku for each in await shop.search(query_of(need))] == skus

    @pytest.mark.parametrize(
        "text", [*HOSTILE, '" OR 1=1 --', "a AND b", "words:x*", "NEAR(", "{}", "'); drop table shop_search;"]
    )
    async def test_no_text_breaks_the_index(self, shop: ShopClient, text: str) -> None:
        assert await shop.search(query_of(Need(kinds=(text,)))) == []
        assert await shop.search(query_of(Need(terms=(text,), brands=(text,)))) == []
        assert len(await shop.search(Query(groups=()))) == 2

    async def test_brands_and_categories_are_read_anew_only_after_a_change(self, shop: ShopClient) -> None:
        names = await shop.names()
        assert names.brands == tuple(sorted(("声屿", "迈石"))) and set(names.categories) == {"耳机音箱", "鞋靴"}
        assert await shop.names(names) is names

    async def test_policies_faq_promotions_and_hours_come_back(self, shop: ShopClient) -> None:
        assert await shop.policy("hours") == "全天"
        assert await shop.policy("nothing") is None
        assert await shop.policies() == FILES.policies
        book = await shop.faq()
        assert book.entries == FILES.faq
        assert book.version > 0
        assert [each.promotion_id for each in await shop.promotions()] == ["EARLIER", "MJ"]
        assert set(await shop.promotions()) == set(FILES.promotions)
        assert await shop.working_hours() == FILES.hours


class TestSqlShop:
    @pytest.fixture
    async def shop(self, database_url: str) -> AsyncIterator[SqlShop]:
        async with sql_shop(FILES, database_url) as shop:
            yield shop

    async def test_a_changed_product_is_told_once_with_its_new_self(self, shop: SqlShop) -> None:
        version = (await shop.catalogue_since(0)).version
        dearer = product("XZ1", price_fen=29900, variants=(variant("XZ1-1"),))
        await _change(shop, dearer)
        change = await shop.catalogue_since(version)
        assert change.products == (dearer,)
        assert change.version > version
        assert (await shop.catalogue_since(change.version)).products == ()
        assert await shop.product("XZ1-1") == dearer

    async def test_a_changed_price_and_a_new_name_are_found_at_once(self, shop: SqlShop) -> None:
        dear = query_of(Need(kinds=("帐篷",), low_fen=50000))
        assert await shop.search(dear) == []
        await _change(shop, product("XZ1", title="迈石 露营帐篷", price_fen=59900))
        assert [each.price_fen for each in await shop.search(dear)] == [59900]
        assert await shop.search(query_of(Need(kinds=("跑步鞋",)))) == []

    async def test_a_product_that_is_gone_is_told_as_removed(self, shop: SqlShop) -> None:
        version = (await shop.catalogue_since(0)).version
        await _store(shop, shop_files(products=FILES.products[:1]))
        change = await shop.catalogue_since(version)
        assert change.removed == ("XZ1",)
        assert await shop.product("XZ1") is None
        assert await shop.search(query_of(Need(brands=("迈石",)))) == []
        assert [each.sku async for each in shop.products()] == ["EJ1"]

    async def test_a_version_of_a_database_that_is_gone_brings_everything(self, shop: SqlShop) -> None:
        version = (await shop.catalogue_since(0)).version
        assert (await shop.catalogue_since(version + 10**6)).products == FILES.products

    async def test_a_write_that_fails_in_the_middle_leaves_nothing(self, shop: SqlShop) -> None:
        with pytest.raises(ShopUnavailable):
            await _store(shop, shop_files(policies={}, orders=(OLD, OLD)))
        assert list(await shop.orders_of("C1")) == [MOVING, OLD]
        assert await shop.policy("hours") == "全天"

    async def test_all_orders_and_customers_stream_by_id_over_pages(self, shop: SqlShop) -> None:
        many = tuple(order(f"{number:016d}", placed_at=NOW - number * DAY / 24) for number in range(1, 2101))
        await _store(shop, shop_files(orders=many))
        assert [each.order_id async for each in shop.orders()] == [each.order_id for each in many]
        assert [each.customer_id async for each in shop.customers()] == ["C1", "C2"]
        assert len(await shop.orders_of("C1")) == 50


@pytest.mark.parametrize(
    "ask",
    [
        lambda shop: shop.order(MOVING.order_id),
        lambda shop: shop.orders_of("C1"),
        lambda shop: shop.orders_by_phone_tail("9631"),
        lambda shop: shop.order_by_tracking("SF1600000000001"),
        lambda shop: shop.customer("C1"),
        lambda shop: shop.product("EJ1-WH"),
        lambda shop: shop.catalogue_since(1),
        lambda shop: shop.policy("hours"),
    ],
    ids=["order", "orders_of", "phone_tail", "tracking", "customer", "product", "catalogue_since", "policy"],
)
async def test_no_look_up_reads_a_whole_table(ask: Callable[[SqlShop], Awaitable[object]], data_dir: Path) -> None:
    shop = SqlShop.open(f"sqlite:///{data_dir / 'shop.db'}")
    await shop.write(create_schema)
    await _store(shop, FILES)
    asked: list[tuple[str, tuple[object, ...]]] = []
    sa.event.listen(shop.engine, "before_cursor_execute", lambda _c, _cu, sql, values, *_: asked.append((sql, values)))
    await ask(shop)
    queries = [(sql, values) for sql, values in asked if sql.lower().startswith("select")]
    assert queries
    with shop.engine.connect() as connection:
        steps = [
            str(step)
            for sql, values in queries
            for step in connection.exec_driver_sql(f"explain query plan {sql}", values)
        ]
    assert [step for step in steps if "SCAN" in step] == []
    assert [step for step in steps if "shop_orders " in step and "TEMP B-TREE" in step] == []
    await shop.close()


async def test_a_database_that_is_not_there_is_said_as_such() -> None:
    shop = SqlShop.open("sqlite:////tmp")  # a directory is no database
    with pytest.raises(ShopUnavailable):
        await shop.order("1")
    await shop.close()


async def _store(shop: SqlShop, files: ShopFiles) -> None:
    await shop.write(lambda connection: write_shop(connection, files, NOW))


async def _change(shop: SqlShop, changed: Product) -> None:
    def change(connection: Connection) -> None:
        version = product_rows.raise_state(connection, product_rows.CATALOGUE_VERSION, 0)
        product_rows.write_products(connection, [changed], version)

    await shop.write(change)
