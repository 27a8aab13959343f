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


@pytest.mark.parametrize(
    "text",
    ["500以上200以下的耳机", "不要声屿的声屿耳机", "不要黑色的黑色耳机", "不要耳机的耳机", "不要蓝牙耳机的蓝牙耳机"],
)
def test_what_contradicts_itself_is_seen(text: str) -> None:
    assert read(text).contradicts_itself


@pytest.mark.parametrize(
    "text",
    [
        "零元的手机",
        "-5折的耳机",
        "打负五折的手机",
        "0折的耳机",
        "免费送的耳机",
        "白嫖的手机",
        "价格在-100到0之间的耳机",
    ],
)
def test_prices_that_nothing_can_have_are_seen(text: str) -> None:
    assert read(text).impossible_price


@pytest.mark.parametrize("text", ["免费送货的耳机", "包邮的耳机", "免费安装的洗衣机", "300到0.5米的线"])
def test_what_is_free_beside_the_goods_is_no_price(text: str) -> None:
    assert not read(text).impossible_price


def test_a_range_that_was_said_backwards_is_one() -> None:
    assert (read("两百到一百的耳机").low_fen, read("两百到一百的耳机").high_fen) == (10000, 20000)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("一岁半的玩具", 18),
        ("1.5岁的玩具", 18),
        ("二十四个月的玩具", 24),
        ("嗯...月饼有吗", None),
        ("..岁月静好的书", None),
        ("十十岁", None),
    ],
)
def test_an_age_is_a_number_and_nothing_like_one(text: str, months: int | None) -> None:
    assert read(text).age_months == months


def test_forty_constraints_are_read_without_an_error() -> None:
    refused = "入耳 骨传导 头戴 带线 红色 粉色 黑色 紫色 儿童 声屿 游戏 塑料 大耳罩 国外 二手 翻新 山寨 电池 硅胶 真皮 金属".split()
    wanted = "防水、跑步用、白色、续航久、轻便、降噪、音质好、通话清楚、快充、送礼、学生用、女生戴、适合运动、便宜、包邮、正品、保修"
    need = read(f"要一副两百以内的蓝牙耳机，{wanted}，" + "，".join(f"不要{each}的" for each in refused))
    assert need.kinds == ("蓝牙耳机",) and need.high_fen == 20000 and {"防水", "跑步"} <= set(need.wishes)
    assert need.colour == "白" and "声屿" in need.not_brands and len(need.not_words) >= 10


@given(st.text(max_size=200))
def test_any_text_is_a_need_that_survives_a_slot(text: str) -> None:
    need = read(text)
    assert Need.from_json(need.as_json()) == need


@pytest.mark.parametrize("document", [None, {}, {"kinds": ["x"], "odd": 1}])
def test_a_slot_that_is_no_need_is_an_empty_one(document: dict[str, object] | None) -> None:
    assert Need.from_json(document).low_fen is None
