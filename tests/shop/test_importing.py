"""`shop import`: every bad row by line, nothing half-imported."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ConfigurationError
from bot.settings import Settings
from bot.shop.column_map import read_column_map
from bot.shop.importing import ImportRefused, Outcome, import_file, import_products
from bot.shop.rows import product_row
from bot.shop.seed import DEMO_SHOP, write_shop
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


@pytest.mark.parametrize(
    ("between", "encoding"), [(",", "gb18030"), ("\t", "utf-16"), (";", "utf-8-sig"), ("\t", "gbk")]
)
async def test_a_table_is_read_as_spreadsheets_save_it(
    shop: SqlShop, tmp_path: Path, between: str, encoding: str
) -> None:
    path = tmp_path / "a.csv"
    rows = ("sku", "title", "category", "price", "stock"), ("N1", "保温杯", "家居", "9.9", "1")
    path.write_bytes("".join(f"{between.join(row)}\r\n" for row in rows).encode(encoding))
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
        ("a.bin", b"\xff\x00\x81", "neither UTF-8 nor"),
        ("a.csv", b"PK\x03\x04\x14\x00", "workbook"),
        ("a.csv", "sku,title\n杯子\n保温".encode()[:-1], "line 3: what stands here is not UTF-8"),
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


TAOBAO = "商家编码,宝贝名称,宝贝类目,品牌,宝贝价格,宝贝数量,宝贝属性,所属宝贝编码,销售属性"


async def test_an_export_of_another_shop_is_read_by_its_map(shop: SqlShop, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    rows = [
        TAOBAO,
        "N1,手冲壶 不锈钢,厨具,栖物,89.00,12,材质:304 不锈钢;容量:600 毫升,,",
        "N1-S,,,,,5,,N1,颜色:银色;容量:600 毫升",
        "N2,没有类目的杯子,,栖物,19,3,,,",
    ]
    path.write_bytes(("\r\n".join(rows) + "\r\n").encode("gb18030"))
    await import_products(shop, path, columns=read_column_map(DEMO_SHOP / "mappings" / "taobao.yml"))
    made, plain = await shop.product("N1-S"), await shop.product("N2")
    assert made is not None and plain is not None
    assert (made.title, made.price_fen, made.attributes["容量"]) == ("手冲壶 不锈钢", 8900, "600 毫升")
    assert made.variants[0].options == {"颜色": "银色", "容量": "600 毫升"}
    assert plain.category == "未分类"


async def test_a_bad_row_of_an_export_is_named_by_its_line(shop: SqlShop, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(f"{TAOBAO}\nN1,壶,厨具,栖物,0,1,,,\nN2,杯,厨具,栖物,9,1,坏,,\n", encoding="utf-8")
    with pytest.raises(ImportRefused) as caught:
        await import_products(shop, path, columns=read_column_map(DEMO_SHOP / "mappings" / "taobao.yml"))
    assert [fault.line for fault in caught.value.faults] == [2, 3]
    assert await shop.product("N2") is None


async def test_columns_may_be_attributes_and_json_lines_are_mapped_too(shop: SqlShop, tmp_path: Path) -> None:
    jd = read_column_map(DEMO_SHOP / "mappings" / "jd.yml")
    path = tmp_path / "export.csv"
    header = "商品编号,商品名称,三级类目,京东价,可用库存,规格参数,产地"
    path.write_text(f"{header}\nN1,茶壶,茶具,99,4,材质：紫砂|容量：200 毫升,江苏宜兴\n", encoding="utf-8")
    await import_products(shop, path, columns=jd)
    made = await shop.product("N1")
    assert made is not None and made.attributes == {"材质": "紫砂", "容量": "200 毫升", "产地": "江苏宜兴"}
    lines = json_lines(tmp_path / "a.jsonl", {"商品编号": "N3", "商品名称": "茶杯", "京东价": 9, "可用库存": 1})
    await import_products(shop, lines, columns=jd)
    assert (await shop.product("N3")) is not None


@pytest.mark.parametrize("text", ["", "columns: 3", "columns: {sku: a}\nodd: 1", "["])
def test_what_is_no_map_says_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"map\.yml:\d"):
        read_column_map(path)


async def test_markup_and_sql_in_names_are_kept_as_they_are(shop: SqlShop, tmp_path: Path) -> None:
    title = "'; drop table shop_products; -- <script>alert(1)</script>"
    await import_products(shop, json_lines(tmp_path / "a.jsonl", record("N1", title=title)))
    made = await shop.product("N1")
    assert made is not None and made.title == title
