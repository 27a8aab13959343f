"""One product as a merchant gives it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.product_record import product_from

WHOLE = {
    "sku": "A1",
    "title": "保温杯",
    "category": "家居家具",
    "brand": "栖物",
    "price_fen": 9900,
    "stock": 3,
    "attributes": {"容量": "500 毫升", "层数": 2},
    "aliases": ["杯子", "水杯", "杯子"],
    "variants": [{"sku": "A1-W", "options": {"颜色": "白"}, "price_fen": 9900, "stock": 3}],
    "restock_at": "2026-12-01T08:00:00Z",
}


def test_a_whole_record_becomes_a_product() -> None:
    made = product_from(WHOLE)
    assert (made.sku, made.price_fen, made.stock) == ("A1", 9900, 3)
    assert made.attributes == {"容量": "500 毫升", "层数": "2"}
    assert made.aliases == ("杯子", "水杯")
    assert made.variants[0].options == {"颜色": "白"}
    assert made.restock_at is not None and made.restock_at.isoformat() == "2026-12-01T08:00:00+00:00"


@pytest.mark.parametrize(("yuan", "fen"), [("99.9", 9990), (99.9, 9990), (0.01, 1), ("19.90", 1990), (5, 500)])
def test_yuan_become_exact_fen(yuan: Any, fen: int) -> None:
    record = {name: value for name, value in WHOLE.items() if name not in ("price_fen", "variants")}
    assert product_from({**record, "price": yuan}).price_fen == fen


def test_variants_lend_their_lowest_price_and_summed_stock() -> None:
    record = {name: value for name, value in WHOLE.items() if name not in ("price_fen", "stock")}
    variants = [{"sku": "a", "price": 9, "stock": 2}, {"sku": "b", "price": 8, "stock": 5}]
    made = product_from({**record, "variants": variants})
    assert (made.price_fen, made.stock) == (800, 7)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("sku", "", "sku is missing"),
        ("sku", "A 1", "without spaces"),
        ("sku", "A" * 65, "up to 64"),
        ("title", None, "title is missing"),
        ("title", "  ", "empty"),
        ("title", "杯\u202e子", "invisible"),
        ("title", "杯" * 501, "over 500"),
        ("title", ["杯"], "not a text"),
        ("price_fen", 0, "above 0"),
        ("price_fen", -5, "above 0"),
        ("price_fen", 9.5, "whole number of fen"),
        ("price_fen", "NaN", "not a number"),
        ("price_fen", "1e99", "not a number that fits"),
        ("price_fen", True, "not a number"),
        ("price_fen", "十块", "not a number"),
        ("stock", 1.5, "whole number"),
        ("stock", -1, "whole number"),
        ("attributes", "红", "not an object"),
        ("attributes", {"颜色": ["红"]}, "attributes.颜色"),
        ("aliases", "杯子", "not a list"),
        ("variants", [{"sku": "A1-W"}], "number 1: stock is missing"),
        ("variants", ["A1-W"], "number 1 is not an object"),
        ("variants", [WHOLE["variants"][0]] * 2, "one sku"),  # type: ignore[index]
        ("restock_at", "soon", "not an ISO 8601 time"),
        ("restock_at", "2026-12-01T08:00:00", "no time zone"),
    ],
)
def test_what_is_wrong_is_named(field: str, value: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        product_from({**WHOLE, field: value})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(field=st.sampled_from(sorted(WHOLE)), value=json_values)
def test_any_json_is_a_product_or_a_reason(field: str, value: Any) -> None:
    try:
        made = product_from({**WHOLE, field: value})
    except ValueError as error:
        assert str(error)
    else:
        assert made.price_fen > 0 and made.stock >= 0 and made.title
