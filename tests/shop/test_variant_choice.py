"""Which variant is wanted instead of the one that was bought."""

from __future__ import annotations

import pytest

from bot.shop.product import Variant
from bot.shop.variant_choice import choices, names_current, wanted_variants
from tests.shop.factories import product


def shirt(stock: int = 5):
    variants = [
        Variant(sku=f"{colour}-{size}", options={"颜色": colour, "尺码": size}, price_fen=6900, stock=stock)
        for colour in ("白色", "黑色", "曜石蓝")
        for size in ("M", "L", "XL")
    ]
    return product("TS", variants=tuple(variants))


@pytest.mark.parametrize(("words", "wanted"), [
    ("换成黑色", {"黑色-L"}), ("颜色选错了 要黑的", {"黑色-L"}), ("把白色换成黑色", {"黑色-L"}), ("大一码", {"白色-XL"}), ("换小一号", {"白色-M"}),
    ("改成XL", {"白色-XL"}), ("要蓝色M码", {"曜石蓝-M"}), ("不要白色要黑色 XL的", {"黑色-XL"}), ("尺码偏小", {"白色-XL"}), ("帮我改一下", set()),
    ("绿色", set()), ("xl", {"白色-XL"}), ("XXL", set()),
])  # fmt: skip
def test_the_words_name_it_and_the_rest_stays(words: str, wanted: set[str]) -> None:
    assert {each.sku for each in wanted_variants(shirt(), "白色-L", words)} == wanted


def test_what_was_bought_already_is_known_as_such() -> None:
    assert names_current(shirt(), "白色-L", "换成白色") and not names_current(shirt(), "白色-L", "换成黑色")


def test_what_can_be_had_is_offered_nearest_first_and_never_what_is_sold_out() -> None:
    assert choices(shirt(), "白色-L")[0].sku in {"白色-M", "白色-XL", "黑色-L", "曜石蓝-L"}
    assert choices(shirt(stock=0), "白色-L") == ()


def test_another_goods_words_name_nothing() -> None:
    assert wanted_variants(shirt(), "XX", "黑色") == ()
