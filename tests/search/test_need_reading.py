"""What a message says that is looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.search.need import Need
from bot.shop.search.need_reading import ShopWords, read_need

WORDS = ShopWords.of(("声屿", "野雀", "清格"), ("耳机音箱", "食品", "服装"))


def read(text: str) -> Need:
    return read_need(text, WORDS)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("两百以内的耳机", None, 20000),
        ("耳机 200-300", 20000, 30000),
        ("500左右的耳机", 40000, 60000),
        ("预算五百的耳机", None, 50000),
        ("三百以上的耳机", 30000, None),
        ("100块以内的耳机", None, 10000),
        ("零元的耳机", None, 0),
        ("-5折的耳机", None, 0),
        ("白送的耳机", None, 0),
        ("耳机", None, None),
    ],
)
def test_budgets(text: str, low: int | None, high: int | None) -> None:
    assert (read(text).low_fen, read(text).high_fen) == (low, high)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不要入耳式的耳机", {"not_words": ("入耳",)}),
        ("不要声屿的耳机", {"not_brands": ("声屿",)}),
        ("除了声屿还有什么耳机", {"not_brands": ("声屿",), "kinds": ("耳机",)}),
        ("不要黑色的耳机", {"not_colours": ("黑",)}),
        ("耳机 不要太贵的", {"not_words": (), "sort": "cheap"}),
        ("送妈妈", {"sex": "f", "wishes": ("送礼",)}),
        ("给老公买双跑鞋", {"sex": "m", "kinds": ("跑步鞋",)}),
        ("一岁宝宝的玩具", {"age_months": 12}),
        ("半岁的玩具", {"age_months": 6}),
        ("白衬衫", {"colour": "白", "kinds": ("衬衫",)}),
        ("xl的t恤", {"size": "XL"}),
        ("2米的数据线", {"size": "2米", "colour": ""}),
        ("128g的u盘", {"size": "128GB"}),
        ("苹果16pro手机壳", {"device": "苹果16pro", "kinds": ("手机壳",)}),
        ("苹果手机", {"brands": ("苹果",), "kinds": ("手机",)}),
        ("戴森吸尘器", {"brands": ("戴森",)}),
        ("给电脑配的键盘", {"kinds": ("键盘",)}),
        ("耳机和音箱", {"kinds": ("耳机", "音箱")}),
        ("兰牙耳机", {"kinds": ("蓝牙耳机",)}),
        ("lanya erji", {"kinds": ("蓝牙耳机",)}),
        ("充电保", {"kinds": ("充电宝",)}),
        ("藍牙耳機", {"kinds": ("蓝牙耳机",)}),
        ("最便宜的耳机", {"sort": "cheap"}),
        ("你好", {"kinds": (), "terms": ()}),
    ],
)
def test_what_is_said(text: str, expected: dict[str, object]) -> None:
    need = read(text)
    assert {name: getattr(need, name) for name in expected} == expected


def test_forty_constraints_are_read_without_an_error() -> None:
    parts = [f"不要{each}的" for each in "甲乙丙丁戊己庚辛壬癸"] * 4
    need = read("两百以内、防水、跑步用、白色、蓝牙耳机，" + "，".join(parts))
    assert need.kinds == ("蓝牙耳机",) and need.high_fen == 20000 and {"防水", "跑步"} <= set(need.wishes)


@given(st.text(max_size=200))
def test_any_text_is_a_need_that_survives_a_slot(text: str) -> None:
    need = read(text)
    assert Need.from_json(need.as_json()) == need


@pytest.mark.parametrize("document", [None, {}, {"kinds": ["x"], "odd": 1}])
def test_a_slot_that_is_no_need_is_an_empty_one(document: dict[str, object] | None) -> None:
    assert Need.from_json(document).low_fen is None
