"""Seeding: once, anew, all or nothing, and faults named by file and line."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import ConfigurationError, ShopUnavailable
from bot.settings import Settings
from bot.shop.changes import MakeUrge
from bot.shop.seed import DEMO_SHOP, read_shop, renew_rules, reseed, seed_if_empty
from bot.shop.sql.shop import SqlShop
from tests.shop.factories import NOW, anchor

Make = Callable[..., Settings]


@pytest.fixture
def settings(settings_for: Make, database_url: str) -> Settings:
    return settings_for(shop_url=database_url)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the demo shop's files that a test may spoil."""
    return Path(shutil.copytree(DEMO_SHOP, tmp_path / "shop"))


async def test_an_empty_shop_is_seeded_once(settings: Settings) -> None:
    assert seed_if_empty(settings, now=NOW)
    shop = SqlShop.open(settings.shop_url)
    first = [order async for order in shop.orders()]
    assert not seed_if_empty(settings, now=NOW + timedelta(days=9))
    assert [order async for order in shop.orders()] == first
    assert first == sorted(read_shop(DEMO_SHOP, anchor()).orders, key=lambda order: order.order_id)
    await shop.close()


async def test_a_reseeded_shop_has_the_same_orders_at_new_times(settings: Settings) -> None:
    seed_if_empty(settings, now=NOW)
    shop = SqlShop.open(settings.shop_url)
    before = {order.order_id: order async for order in shop.orders()}
    version, book = (await shop.catalogue_since(0)).version, (await shop.faq()).version
    reseed(settings, now=NOW + timedelta(days=9))
    after = {order.order_id: order async for order in shop.orders()}
    assert after.keys() == before.keys()
    assert {after[each].placed_at - before[each].placed_at for each in after} == {timedelta(days=9)}
    assert (await shop.catalogue_since(0)).version > version
    assert (await shop.faq()).version > book
    await shop.close()


async def test_new_rules_are_in_force_at_once_and_the_orders_stay(settings: Settings, files: Path) -> None:
    seed_if_empty(settings, now=NOW)
    shop = SqlShop.open(settings.shop_url)
    orders = [order async for order in shop.orders()]
    paid = next(order for order in orders if order.status == "paid")
    assert (await shop.change(MakeUrge(order_id=paid.order_id, what="shipping", at=NOW), key="t1")).done
    before, care = await shop.service_rules(), await shop.care_of([paid.order_id])
    calendar = files / "policies" / "calendar.yml"
    more = '\n- valid_from: 2031-01-01\n  holidays: ["2031-01-01"]\n  working: []\n'
    calendar.write_text(calendar.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert renew_rules(settings, directory=calendar.parent)["calendar"] == len(before.calendar.versions) + 1
    assert len((await shop.service_rules()).calendar.versions) == len(before.calendar.versions) + 1
    assert [order async for order in shop.orders()] == orders and await shop.care_of([paid.order_id]) == care
    await shop.close()


async def test_faulty_rules_leave_those_in_force_and_a_shop_must_be_there(settings: Settings, files: Path) -> None:
    policies = files / "policies"
    with pytest.raises(ConfigurationError, match="not filled yet"):
        renew_rules(settings, directory=policies)
    seed_if_empty(settings, now=NOW)
    (policies / "cancel.yml").write_text("versions:\n  - valid_from: someday\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"cancel\.yml:2"):
        renew_rules(settings, directory=policies)
    with pytest.raises(ConfigurationError, match="no rules"):
        renew_rules(settings, directory=files / "nowhere")
    (policies / "cancel.yml").unlink()
    with pytest.raises(ConfigurationError, match="nothing for cancel"):
        renew_rules(settings, directory=policies)
    shop = SqlShop.open(settings.shop_url)
    assert (await shop.service_rules()).cancel.versions
    await shop.close()


def test_two_that_seed_at_once_seed_once(settings: Settings) -> None:
    seeded: list[bool] = []
    threads = [threading.Thread(target=lambda: seeded.append(seed_if_empty(settings, now=NOW))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seeded) == [False, True]


async def test_a_fault_in_the_files_leaves_the_old_shop(settings: Settings, files: Path) -> None:
    seed_if_empty(settings, now=NOW)
    _append(files / "orders.csv", "1,C10001,flying,-1d 10:00,DQ1001*1,0,,,x,,")
    with pytest.raises(ConfigurationError):
        reseed(settings, now=NOW, directory=files)
    shop = SqlShop.open(settings.shop_url)
    assert await shop.order("1") is None
    assert len(await shop.orders_of("C10001")) == 3
    await shop.close()


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        ("orders.csv", "1,C10001,flying,-1d 10:00,DQ1001*1,0,,,x,,", "status 'flying'"),
        ("orders.csv", "1,C99999,paid,-1d 10:00,DQ1001*1,0,,,x,,", "customer 'C99999' does not exist"),
        ("orders.csv", "1,C10001,paid,gestern,DQ1001*1,0,,,x,,", "'gestern' is not a time"),
        ("orders.csv", "1,C10001,paid,-1d 10:00,DQ9999*1,0,,,x,,", "DQ9999 cannot be bought"),
        ("orders.csv", "1,C10001,paid,-1d 10:00,EJ1001*1,0,,,x,,", "EJ1001 cannot be bought"),
        ("orders.csv", "1,C10001,paid,-1d 10:00,DQ1001*0,0,,,x,,", "'DQ1001*0' is not SKU*quantity"),
        ("orders.csv", "1,C10001,paid,-1d 10:00,DQ1001*1,free,,,x,,", "freight: 'free'"),
        ("orders.csv", "1,C10001,paid,-1d 10:00,DQ1001*1,0,,12345,x,,", "phone '12345'"),
        ("orders.csv", "8477856016923588,C10001,paid,-1d 10:00,DQ1001*1,0,,,x,,", "given twice"),
        ("parcels.csv", "1,SF1,SF,signed,,,DQ1001", "order 1 does not exist"),
        ("parcels.csv", "8477856016923588,SF1,XX,signed,,,EJ1001-BK", "carrier 'XX'"),
        ("parcels.csv", "8477856016923588,SF1,SF,gone,,,EJ1001-BK", "state 'gone'"),
        ("customers.csv", "C1,王五,123,vip,北京,-9d 10:00", "phone '123'"),
        ("customers.csv", "C1,王五,13600001234,gold,北京,-9d 10:00", "level 'gold'"),
        ("customers.csv", "C10001,王五,13600001234,vip,北京,-9d 10:00", "given twice"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(files: Path, name: str, row: str, reason: str) -> None:
    line = _append(files / name, row)
    with pytest.raises(ConfigurationError) as caught:
        read_shop(files, anchor())
    assert f"{name}:{line}: " in caught.value.message
    assert reason in caught.value.message


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("faq.yml", "- {id: hours, intents: [greet], questions: [x], answer: y}", "given twice"),
        ("faq.yml", "- {id: new, questions: [x], answer: y}", "intents is missing"),
        ("faq.yml", "- {id: new, intents: [greet], questions: [], answer: y}", "questions: not a list"),
        (
            "faq.yml",
            "- {id: new, intents: [greet], questions: [x], answer: y, valid_from: soon}",
            "'soon' is not a time",
        ),
        (
            "promotions.yml",
            "- {id: a, kind: magic, title: t, text: t, valid_from: -1d 10:00, valid_until: +1d 10:00}",
            "magic",
        ),
        (
            "promotions.yml",
            "- {id: a, kind: gift, title: t, text: t, valid_from: +2d 10:00, valid_until: +1d 10:00}",
            "before",
        ),
        ("products/food.yml", "- {sku: SP1001, title: 甲, price: 1, stock: 1}", "SP1001 belongs to SP1001 already"),
        ("products/food.yml", "- {sku: N1, title: 甲, price: 0, stock: 1}", "price: 0 must be above 0"),
        ("products/food.yml", "- {sku: N1, title: 甲, price: 1}", "stock is missing"),
        ("products/food.yml", "- {sku: N1, sku: N2, title: 甲, price: 1, stock: 1}", "sku is given twice"),
        ("products/food.yml", "- {sku: N1", "food.yml:"),
    ],
)
def test_a_bad_entry_is_named_by_file_and_line(files: Path, name: str, text: str, reason: str) -> None:
    path = files / name
    line = _append(path, text)
    with pytest.raises(ConfigurationError) as caught:
        read_shop(files, anchor())
    assert path.name in caught.value.message
    assert reason in caught.value.message
    assert f"{path.name}:{line}" in caught.value.message or text.endswith("N1")


def test_events_out_of_order_are_named(files: Path) -> None:
    path = files / "tracking.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    rows[1], rows[2] = rows[2], rows[1]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="not in the order of time"):
        read_shop(files, anchor())


def test_a_missing_column_and_a_missing_file_are_named(files: Path) -> None:
    (files / "customers.csv").write_text("customer_id,name\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"customers\.csv:1: columns are missing: phone"):
        read_shop(files, anchor())
    (files / "customers.csv").unlink()
    with pytest.raises(ConfigurationError, match=r"customers\.csv cannot be read"):
        read_shop(files, anchor())


def test_a_database_that_cannot_be_opened_is_said_in_one_line(settings_for: Make) -> None:
    with pytest.raises(ShopUnavailable) as caught:
        seed_if_empty(settings_for(shop_url="sqlite:////tmp"), now=NOW)
    assert "\n" not in caught.value.message
    with pytest.raises(ConfigurationError):
        seed_if_empty(settings_for(shop_url="mysql://x/y"), now=NOW)


def _append(path: Path, text: str) -> int:
    """Append a line; its number."""
    content = path.read_text(encoding="utf-8")
    path.write_text(f"{content}{text}\n", encoding="utf-8")
    return content.count("\n") + 1
