"""What an exchange sends is kept for her from her application on: nobody else is promised it, in any shop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.settings import Settings
from bot.shop.after_sale import AfterSale, CaseItem, CaseState
from bot.shop.changes import ChangeItem, OpenAfterSale, ResendItem, WithdrawAfterSale
from bot.shop.order import Order
from bot.shop.seed import ShopFiles, seed_if_empty
from bot.shop.sql import care_tables as c
from bot.shop.sql.back_office import BackOffice, CaseMove, OutOfStock
from bot.shop.sql.shop import SqlShop
from tests.shop.factories import HOUR, NOW, orders_in_every_stage, product, stage_files, variant
from tests.shop.shops_under_test import ShopUnderTest, sql_shop

ORDERS = orders_in_every_stage()
FIRST = ORDERS["signed"]
SECOND = replace(
    FIRST, order_id="7519416321509199", parcels=tuple(replace(each, tracking_no="YT7500000000999") for each in FIRST.parcels)
)  # fmt: skip
PAID = replace(
    ORDERS["paid"], order_id="7519416321509188", items=(replace(ORDERS["paid"].items[0], quantity=1),), total_fen=19900
)
BLACK, WHITE = "EJ1-BK", "EJ1-WH"
AGENT = "agent:li"


def files_with(white: int, black: int = 3) -> ShopFiles:
    """So many are left; the product says as many as its two colours and two pieces elsewhere."""
    found = stage_files()
    colours = (variant(BLACK, stock=black), variant(WHITE, options={"颜色": "云白"}, stock=white))
    earphones = product(variants=colours, stock=white + black + 2)
    return replace(found, products=(earphones, *found.products[1:]), orders=(*found.orders, SECOND, PAID))


@pytest.fixture
def files() -> ShopFiles:
    return files_with(white=1)


@pytest.fixture
def shop(shop_under_test: ShopUnderTest) -> ShopUnderTest:
    return shop_under_test


@pytest.fixture
async def own(database_url: str) -> AsyncIterator[SqlShop]:
    async with sql_shop(files_with(white=1), database_url) as found:
        yield found


def exchange(order: Order = FIRST, wanted: str | None = WHITE, pieces: int = 1, **more: Any) -> OpenAfterSale:
    values = {"reason": "wrong_size", "freight_payer": "shopper", "items": (CaseItem(sku=BLACK, quantity=pieces),)}
    return OpenAfterSale(order_id=order.order_id, type="exchange", wanted_sku=wanted, **{"at": NOW, **values, **more})


def faulty(order: Order = FIRST, pieces: int = 1, **more: Any) -> OpenAfterSale:
    return exchange(order, None, pieces, reason="damaged", freight_payer="shop", **more)


async def left(shop: ShopUnderTest, sku: str) -> tuple[int, int]:
    """What may be promised of the choice, and of its product."""
    found = await shop.product(sku)
    assert found is not None
    return found.stock_of(sku), found.stock


async def test_an_exchange_keeps_its_piece_and_gives_it_back_once(shop: ShopUnderTest) -> None:
    assert await left(shop, WHITE) == (1, 6)
    made = [await shop.change(exchange(), key="t1") for _ in range(2)]
    assert made[0] == made[1] and made[0].done
    assert (await left(shop, WHITE), await left(shop, BLACK)) == ((0, 5), (3, 5))
    for key in ("t2", "t3"):
        back = WithdrawAfterSale(order_id=FIRST.order_id, after_sale_id=made[0].reference, at=NOW)
        assert (await shop.change(back, key=key)).done
    assert await left(shop, WHITE) == (1, 6)
    assert (await shop.change(exchange(SECOND), key="t4")).done


async def test_of_two_exchanges_at_once_one_gets_the_last_piece(shop: ShopUnderTest) -> None:
    asked = (exchange(FIRST), exchange(SECOND))
    outcomes = await asyncio.gather(*(shop.change(each, key=each.order_id) for each in asked))
    assert sorted(outcome.reason for outcome in outcomes) == ["", "out_of_stock"]
    cares = await shop.care_of([FIRST.order_id, SECOND.order_id])
    assert sum(len(care.after_sales) for care in cares.values()) == 1
    assert await left(shop, WHITE) == (0, 5)


async def test_an_order_does_not_get_what_an_exchange_keeps_nor_an_exchange_what_an_order_took(
    shop: ShopUnderTest,
) -> None:
    swap = ChangeItem(order_id=PAID.order_id, sku=BLACK, wanted_sku=WHITE, at=NOW)
    number = (await shop.change(exchange(), key="t1")).reference
    assert (await shop.change(swap, key="t2")).reason == "out_of_stock"
    back = WithdrawAfterSale(order_id=FIRST.order_id, after_sale_id=number, at=NOW)
    assert (await shop.change(back, key="t3")).done and (await shop.change(swap, key="t4")).done
    assert (await shop.change(exchange(), key="t5")).reason == "out_of_stock"
    assert (await left(shop, WHITE), await left(shop, BLACK)) == ((0, 6), (4, 6))


@pytest.mark.parametrize("by", ["bot", AGENT])
async def test_what_is_not_there_is_promised_by_nobody(shop: ShopUnderTest, by: str) -> None:
    """Neither more than is left, nor the same again, nor what an agent overrules."""
    assert (await shop.change(exchange(pieces=2, by=by), key="t1")).reason == "out_of_stock"
    assert (await shop.change(faulty(SECOND, 2, by=by), key="t2")).done
    assert (await shop.change(faulty(FIRST, 2, by=by), key="t3")).reason == "out_of_stock"
    late = exchange(FIRST, pieces=2, by=by, at=NOW + 24 * 90 * HOUR)
    assert (await shop.change(late, key="t4")).reason == ("exchange_window_over" if by == "bot" else "out_of_stock")
    assert (await left(shop, WHITE), await left(shop, BLACK)) == ((1, 4), (1, 4))


async def test_other_cases_keep_nothing(shop: ShopUnderTest) -> None:
    change = faulty(FIRST)
    assert (await shop.change(replace(change, type="return"), key="t1")).done
    assert (
        await shop.change(replace(change, order_id=SECOND.order_id, type="repair", reason="defective"), key="t2")
    ).done
    assert (await left(shop, WHITE), await left(shop, BLACK)) == ((1, 6), (3, 6))


async def test_what_is_sent_again_leaves_the_stock_once_and_is_not_taken_from_others(shop: ShopUnderTest) -> None:
    again = ResendItem(order_id=FIRST.order_id, sku=BLACK, quantity=1, reason="missing_item", by=AGENT, at=NOW)
    assert (await shop.change(faulty(SECOND, 2), key="t1")).done
    assert await left(shop, BLACK) == (1, 4)
    made = [await shop.change(again, key="t2") for _ in range(2)]
    assert made[0] == made[1] and made[0].done and await left(shop, BLACK) == (0, 3)
    refused = await shop.change(again, key="t3")
    assert (refused.state, refused.reason) == ("refused", "out_of_stock")
    cares = await shop.care_of([FIRST.order_id])
    assert len(cares[FIRST.order_id].resends) == 1 and await left(shop, BLACK) == (0, 3)


async def moved(shop: SqlShop, number: str, *states: CaseState) -> AfterSale:
    office = BackOffice(shop=shop)
    for to in states:
        case = await office.move_case(CaseMove(after_sale_id=number, to=to, by=AGENT, at=NOW))
    return case


async def on_the_shelf(shop: SqlShop) -> dict[str, int]:
    """The stock as it is stored, whoever holds it."""
    rows = await shop.write(
        lambda connection: connection.exec_driver_sql(
            "select sku, stock from shop_variants union all select sku, stock from shop_products"
        ).all()
    )
    return {row.sku: row.stock for row in rows}


async def test_what_is_sent_leaves_the_shelf_once_and_is_kept_until_then(own: SqlShop) -> None:
    number = (await own.change(exchange(), key="t1")).reference
    for state in ("picked_up", "received", "inspected"):
        await moved(own, number, state)
        assert await left(own, WHITE) == (0, 5)
    shelf = await on_the_shelf(own)
    assert (shelf[WHITE], shelf["EJ1"]) == (1, 6)
    await moved(own, number, "exchanged", "closed")
    shelf = await on_the_shelf(own)
    assert (shelf[WHITE], shelf["EJ1"]) == (0, 5)
    assert await left(own, WHITE) == (0, 5)


async def test_a_product_without_choices_is_kept_and_sent_by_its_own_number(own: SqlShop) -> None:
    socks = exchange(wanted=None, items=(CaseItem(sku="WZ1", quantity=1),), reason="damaged", freight_payer="shop")
    number = (await own.change(socks, key="t1")).reference
    assert await left(own, "WZ1") == (4, 4)
    await moved(own, number, "picked_up", "received", "inspected", "exchanged")
    assert await left(own, "WZ1") == (4, 4) and (await on_the_shelf(own))["WZ1"] == 4


async def test_a_rejected_exchange_frees_its_piece_and_is_approved_again_only_while_it_is_there(own: SqlShop) -> None:
    number = (await own.change(exchange(), key="t1")).reference
    await moved(own, number, "picked_up", "received", "inspected", "rejected")
    assert await left(own, WHITE) == (1, 6)
    await moved(own, number, "approved")
    assert await left(own, WHITE) == (0, 5)
    await moved(own, number, "picked_up", "received", "inspected", "rejected")
    other = (await own.change(exchange(SECOND), key="t2")).reference
    with pytest.raises(OutOfStock):
        await moved(own, number, "approved")
    found = await own.after_sale(number)
    assert found is not None and found.state == "rejected"
    await moved(own, other, "withdrawn")
    assert (await moved(own, number, "approved")).state == "approved"


async def test_exchanges_that_were_open_before_the_table_was_there_keep_their_pieces(
    settings_for: Callable[..., Settings], database_url: str
) -> None:
    settings = settings_for(shop_url=database_url)
    async with sql_shop(files_with(white=2), database_url) as shop:
        await shop.change(exchange(), key="t1")
        gone = (await shop.change(exchange(SECOND), key="t2")).reference
        await moved(shop, gone, "withdrawn")
        await shop.write(c.held_pieces.drop)
    seed_if_empty(settings, now=NOW)
    shop = SqlShop.open(database_url)
    assert (await left(shop, WHITE), await left(shop, BLACK)) == ((1, 6), (3, 6))
    await shop.close()
