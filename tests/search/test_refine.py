"""A need that grows over turns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.shop.search.need import Need
from bot.shop.search.need_reading import ShopWords, read_need
from bot.shop.search.refine import ShownGoods, refined

WORDS = ShopWords.of(("声屿", "野雀"), ("耳机音箱",))
BEFORE = Need(kinds=("蓝牙耳机",), high_fen=30000, wishes=("跑步",), sort="cheap")
SHOWN = (
    ShownGoods(sku="A", brand="声屿", price_fen=19900),
    ShownGoods(sku="B", brand="野雀", price_fen=29900),
)


def after(text: str, before: Need = BEFORE) -> Need:
    return refined(before, read_need(text, WORDS), text, SHOWN)


def test_cheaper_means_cheaper_than_all_that_were_shown() -> None:
    assert after("再便宜点的").high_fen == 19899
    assert after("太贵了 有没有便宜的").kinds == ("蓝牙耳机",)


def test_better_means_dearer_than_all_that_were_shown() -> None:
    need = after("贵一点的呢")
    assert (need.low_fen == 29901 and need.high_fen is None) or need.high_fen == 30000


def test_a_new_budget_replaces_the_old_one() -> None:
    assert after("500以内吧").high_fen == 50000


def test_others_means_not_those() -> None:
    assert after("换一批").seen == ("A", "B")


def test_not_this_brand_means_those_that_were_shown() -> None:
    assert after("不要这个牌子").not_brands == ("声屿", "野雀")


@pytest.mark.parametrize("text", ["要白色的", "防水的", "不要入耳的", "给我妈用"])
def test_a_further_wish_joins_what_was_said(text: str) -> None:
    need = after(text)
    assert need.kinds == BEFORE.kinds and need.high_fen == BEFORE.high_fen and "跑步" in need.wishes


def test_a_narrower_kind_stays_the_same_search_and_another_kind_begins_anew() -> None:
    assert after("耳机").high_fen == 30000
    assert after("电饭煲") == read_need("电饭煲", WORDS)


def test_of_wishes_that_exclude_one_another_the_last_counts() -> None:
    need = after("干皮用的", Need(kinds=("面霜",), wishes=("油皮", "保湿")))
    assert set(need.wishes) == {"保湿", "干皮"}


def test_another_colour_is_not_the_one_that_was_wanted() -> None:
    need = after("换个颜色", replace(BEFORE, colour="黑"))
    assert (need.colour, need.not_colours, need.seen) == ("", ("黑",), ())
    assert after("还是黑色的吧", need).not_colours == () and after("还是黑色的吧", need).colour == "黑"


def test_a_named_colour_keeps_the_goods_that_were_shown() -> None:
    need = after("换个白色的", replace(BEFORE, colour="黑"))
    assert (need.colour, need.seen) == ("白", ())


def test_what_is_refused_later_was_wanted_before_and_is_no_contradiction() -> None:
    wanted = replace(BEFORE, colour="黑", brands=("声屿",))
    need = after("不要黑色的", wanted)
    assert (need.colour, need.not_colours, need.contradicts_itself) == ("", ("黑",), False)
    assert not after("不要声屿的", wanted).contradicts_itself
