"""`shop list --json`: the field names that the protocol page promises."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from bot.settings import Settings
from bot.shop.rows import TABLES, listed, order_row, product_row
from tests.shop.factories import order, parcel, shop_files


def test_an_orders_row_has_the_promised_fields_and_repeats_its_first_parcel() -> None:
    row = order_row(order(parcels=(parcel(), parcel(tracking_no="SF1", carrier="顺丰速运"))))
    promised = "order_id customer_id phone status items parcels tracking_no carrier events total_fen placed_at"
    assert set(promised.split()) <= row.keys()
    assert row["items"] == [{"sku": "EJ1", "title": "声屿 Air3 真无线蓝牙耳机", "quantity": 1, "price_fen": 19900}]
    assert set("tracking_no carrier state promised_at predicted_at events".split()) <= row["parcels"][1].keys()
    assert (row["tracking_no"], row["carrier"]) == ("YT7500000000001", "圆通速递")
    assert row["events"] == row["parcels"][0]["events"]
    assert row["events"][-1] == {
        "at": "2026-11-21T03:30:00.000Z",
        "place": "湖北省武汉市",
        "text": "快件到达【武汉转运中心】",
    }
    assert row["placed_at"] == "2026-11-20T06:30:00.000Z"


def test_an_order_without_a_parcel_has_null_and_no_events() -> None:
    row = order_row(order(status="paid"))
    assert (row["tracking_no"], row["carrier"], row["events"], row["parcels"]) == (None, None, [], [])


def test_a_products_row_has_the_promised_fields() -> None:
    row = product_row(shop_files().products[0])
    assert set("sku title category brand price_fen stock attributes variants aliases".split()) <= row.keys()
    assert row["attributes"] == {"防水": "IPX4"}
    assert row["variants"][0] == {
        "sku": "EJ1-BK", "options": {"颜色": "曜石黑"}, "price_fen": 19900, "stock": 3, "restock_at": None,
    }  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_a_fresh_data_dir_lists_as_json(settings_for: Callable[..., Settings], table: str) -> None:
    rows = listed(settings_for(), table)
    assert len(rows) >= 10
    assert json.loads(json.dumps(rows)) == rows


def test_another_table_is_refused(settings_for: Callable[..., Settings]) -> None:
    with pytest.raises(ValueError):
        listed(settings_for(), "secrets")
