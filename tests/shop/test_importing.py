"""`shop import`: every bad row by line, nothing half-imported."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings
from bot.shop.importing import ImportRefused, Outcome, import_file, import_products
from bot.shop.rows import product_row
from bot.shop.seed import write_shop
from bot.shop.sql.engine import create_schema
from bot.shop.sql.shop import SqlShop
from tests.shop.factories import NOW, shop_files

HEADER = "sku,title,category,brand,price,stock,aliases,attributes,variant_of,options"


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[SqlShop]:
    shop = SqlShop.open(database_url)
    await shop.write(create_schema)
    await shop.write(lambda connection: write_shop(connection, shop_files(), NOW))
    yield shop
    await shop.close()


def record(sku: str, **more: Any) -> dict[str, Any]:
    return {"sku": sku, "title": "保温杯", "category": "家居家具", "price_fen": 9900, "stock": 1, **more}


def json_lines(path: Path, *records: Any) -> Path:
    path.write_text("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in records), encoding="utf-8")
    return path


async def test_json_lines_add_and_change_products(shop: SqlShop, tmp_path: Path) -> None:
    version = (await shop.catalogue_since(0)).version
    told: list[tuple[int, int]] = []
    path = json_lines(tmp_path / "a.jsonl", record("N1"), record("XZ1", price_fen=1, colour="红"))
    report = await import_products(shop, path, lambda done, total: told.append((done, total)))
    assert (report.added, report.changed, report.ignored) == (1, 1, ("colour",))
    assert told == [(2, 2)]
    change = await shop.catalogue_since(version)
    assert [(each.sku, each.price_fen) for each in change.products] == [("N1", 9900), ("XZ1", 1)]
    assert (change.version, change.removed) == (report.version, ())


async def test_what_the_shop_lists_can_be_imported_again_unchanged(shop: SqlShop, tmp_path: Path) -> None:
    before = [each async for each in shop.products()]
    await import_products(shop, json_lines(tmp_path / "a.jsonl", *(product_row(each) for each in before)))
    assert [each async for each in shop.products()] == before


async def test_csv_has_lists_objects_and_variant_rows(shop: SqlShop, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [
        HEADER,
        'N1,"保温杯, 大号",家居家具,栖物,99.90,9,杯子|水杯,容量=500 毫升|内胆=316,,',
        "N1-W,,,,,4,,,N1,颜色=雪白",
        "N1-B,,,,89,5,,,N1,颜色=曜黑",
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8-sig")
    await import_products(shop, path)
    made = await shop.product("N1-B")
    assert made is not None
    assert (made.title, made.price_fen, made.aliases) == ("保温杯, 大号", 9990, ("杯子", "水杯"))
    assert made.attributes == {"容量": "500 毫升", "内胆": "316"}
    assert [(v.sku, v.options, v.price_fen) for v in made.variants] == [
        ("N1-W", {"颜色": "雪白"}, 9990),
        ("N1-B", {"颜色": "曜黑"}, 8900),
    ]


async def test_a_spreadsheets_gb18030_is_read(shop: SqlShop, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("sku,title,category,price,stock\nN1,保温杯,家居,9.9,1\n".encode("gb18030"))
    await import_products(shop, path)
    made = await shop.product("N1")
    assert made is not None and made.title == "保温杯"


async def test_every_bad_row_is_named_and_nothing_is_imported(shop: SqlShop, tmp_path: Path) -> None:
    before = [each async for each in shop.products()]
    path = tmp_path / "a.jsonl"
    good = json.dumps(record("N1"))
    lines = [good, "{", json.dumps(record("N2", price_fen=0)), "", json.dumps([1]), good, json.dumps({"sku": "N3"})]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ImportRefused) as caught:
        await import_products(shop, path)
    assert [fault.line for fault in caught.value.faults] == [2, 3, 5, 6, 7]
    assert "sku N1 is on line 1 already" in caught.value.faults[3].reason
    assert [each async for each in shop.products()] == before


async def test_bad_csv_rows_are_named_by_the_line_where_they_begin(shop: SqlShop, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [
        HEADER,
        'N1,"两行的\n标题",家居,,9,1,,,,',
        "N2,杯,家居,,9",
        "N3,杯,家居,,九块,1,,,,",
        "N4,杯,家居,,9,1,,红,,",
        "N5-W,,,,,1,,,N9,颜色=白",
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(ImportRefused) as caught:
        await import_products(shop, path)
    assert [fault.line for fault in caught.value.faults] == [2, 4, 5, 6, 7]
    assert "line 4: 5 cells where the header has 10" in str(caught.value)


async def test_a_sku_that_is_another_products_variant_is_refused_by_line(shop: SqlShop, tmp_path: Path) -> None:
    many = [record(f"N{number}") for number in range(700)]
    path = json_lines(tmp_path / "a.jsonl", *many, record("EJ1-BK"))
    with pytest.raises(ImportRefused) as caught:
        await import_products(shop, path)
    assert [str(fault) for fault in caught.value.faults] == ["line 701: sku EJ1-BK belongs to product EJ1"]
    assert await shop.product("N0") is None


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "columns are missing"),
        ("a.csv", b"sku,title\nN1,x\n", "columns are missing: category, stock"),
        ("a.csv", b"sku,title,category,stock\nN1,x,y,1\n", "price or price_fen"),
        ("a.csv", b"sku,title,category,price,stock\n", "no products"),
        ("a.csv", b'sku,title,category,price,stock\nN1,"x\n', "not CSV"),
        ("a.jsonl", b"\n\n", "no products"),
        ("a.jsonl", b"[" * 100000, "line 1"),
        ("a.bin", b"\xff\xfe\x00\x81", "neither UTF-8 nor"),
    ],
)
async def test_files_that_hold_no_products_say_why(
    shop: SqlShop, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=reason):
        await import_products(shop, path)


def test_the_command_lines_import_seeds_first_and_tells_progress(
    settings_for: Callable[..., Settings], tmp_path: Path
) -> None:
    settings, told = settings_for(), []
    path = json_lines(tmp_path / "a.jsonl", record("N1", odd=1))
    assert import_file(settings, path, told.append) == Outcome(imported=1)
    assert told == ["1 of 1 products", "not read: odd"]
    path.write_text("{", encoding="utf-8")
    assert [fault.line for fault in import_file(settings, path, told.append).faults] == [1]
    with pytest.raises(ConfigurationError):
        import_file(settings, tmp_path / "none.csv", told.append)
