"""Look-ups of an order cost the same work in a large shop as in a small one. Work is counted, not timed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.orders import LOOK_UPS, ORDERS_A_CUSTOMER, Counted, order_id, tracking_no, write_orders
from bot.shop.sql.shop import SqlShop

FEW, MANY = 2_000, 40_000


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    home = tmp_path_factory.mktemp("orders")
    for name, count in (("few.db", FEW), ("many.db", MANY)):
        write_orders(home / name, count)
    yield home / "few.db", home / "many.db"


@pytest.mark.parametrize("name", sorted(LOOK_UPS))
def test_twenty_times_the_orders_are_no_more_work(shops: tuple[Path, Path], name: str) -> None:
    few, many = (Counted(path) for path in shops)
    small = [few.instructions(LOOK_UPS[name], number) for number in (30, 990, 1_990)]
    large = [many.instructions(LOOK_UPS[name], number) for number in (30, 19_990, 39_990)]
    few.close()
    many.close()
    assert max(large) <= max(small) * 1.1, (small, large)


def test_reading_a_whole_table_would_be_noticed(shops: tuple[Path, Path]) -> None:
    few, many = (Counted(path) for path in shops)
    work = [
        each.instructions(
            lambda connection, _: connection.exec_driver_sql(
                "select count(*) from shop_orders where remark = 'x'"
            ).all(),
            0,
        )
        for each in (few, many)
    ]
    few.close()
    many.close()
    assert work[1] > 10 * work[0]


async def test_what_was_written_in_bulk_is_read_whole(shops: tuple[Path, Path]) -> None:
    shop = SqlShop.open(f"sqlite:///{shops[1]}")
    order = await shop.order(order_id(20_000))
    assert order is not None and len(order.parcels[0].events) == 2
    assert await shop.order_by_tracking(tracking_no(20_000)) == order
    assert len(await shop.orders_of(order.customer_id)) == ORDERS_A_CUSTOMER
    assert order in await shop.orders_by_phone_tail(order.phone[-4:], limit=1000)
    care = (await shop.care_of([order.order_id]))[order.order_id]
    assert (care.paid_by, care.given_back_fen) == ("微信支付", 1900)
    await shop.close()
