"""How much she wants back, and what is only a price."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.text.money_back import MoneyBack, money_back_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("退50", MoneyBack(fen=5000)),
        ("退我五十块吧", MoneyBack(fen=5000)),
        ("补20就行", MoneyBack(fen=2000)),
        ("赔我30元", MoneyBack(fen=3000)),
        ("50块", MoneyBack(fen=5000)),
        ("退一半", MoneyBack(percent=Decimal(50))),
        ("退三成", MoneyBack(percent=Decimal(30))),
        ("退10%", MoneyBack(percent=Decimal(10))),
        ("买的299块的耳机要退款", MoneyBack(fen=29900, asked_back=False)),
        ("退2件", None),
        ("一个半月前买的要退款", None),
        ("我要退款", None),
        ("50", None),
    ],
)
def test_a_sum_or_a_share_is_heard(text: str, found: MoneyBack | None) -> None:
    assert money_back_in(text, asked=False) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("50", MoneyBack(fen=5000)),
        ("五十吧", MoneyBack(fen=5000)),
        ("1.5", MoneyBack(fen=150)),
        ("0", MoneyBack(fen=0)),
        ("-5", MoneyBack(fen=0)),
        ("十万", MoneyBack(fen=10_000_000)),
        ("百分之二十", MoneyBack(percent=Decimal(20))),
        ("一半", MoneyBack(percent=Decimal(50))),
        ("全退", MoneyBack(percent=Decimal(100))),
        ("不知道", None),
    ],
)
def test_a_bare_number_is_one_where_it_was_asked_for(text: str, found: MoneyBack | None) -> None:
    assert money_back_in(text, asked=True) == found


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("退百分之二十五", 25), ("退百分之十五", 15), ("退百分之百", 100), ("退百分之一百", 100), ("退百分之20", 20), ("退12.5%", "12.5"),
        ("退１０％", 10), ("退99%", 99), ("退百分之三", 3), ("退两成五", 25), ("退三成半", 35), ("退两成", 20), ("退3成", 30),
        ("退我一半", 50), ("退个一半", 50), ("赔我三成吧", 30), ("退大概三成", 30), ("能不能退一半", 50), ("要不退一半", 50),
        ("不要退一半，退三成", 30), ("30%退我", 30), ("补我一半差价", 50), ("八成新，退三成", 30), ("退款30%", 30),
    ],
)  # fmt: skip
def test_the_whole_share_is_read(text: str, percent: int | str, asked: bool) -> None:
    assert money_back_in(text, asked=asked) == MoneyBack(percent=Decimal(percent))


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize(
    "text", ["退150%", "退101%", "退1000%", "退百分之二百", "退0%", "八成是假货，退款", "八成坏了，要退", "九成新，想退", "不要退一半", "成交"]
)  # fmt: skip
def test_more_than_all_and_what_is_no_share_of_her_money_is_none(text: str, asked: bool) -> None:
    assert money_back_in(text, asked=asked) is None


@pytest.mark.parametrize(
    "text", ["含棉95%，想退", "一半是坏的，要退", "一半坏了想退款", "电量90%要退货", "三成都坏了要退"]
)
def test_a_share_that_is_not_asked_back_is_none_unless_it_was_asked_for(text: str) -> None:
    assert money_back_in(text, asked=False) is None


@pytest.mark.parametrize(
    ("text", "percent"),
    [("不要退一半，要全退", 100), ("三成都行", 30), ("两成五", 25), ("12.5%", "12.5"), ("百分之百", 100), ("一半就行", 50), ("不用全退，一半就好", 50)],
)  # fmt: skip
def test_a_bare_share_is_one_where_it_was_asked_for(text: str, percent: int | str) -> None:
    assert money_back_in(text, asked=True) == MoneyBack(percent=Decimal(percent))


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("退我50元，一共付了299元", 5000), ("一共付了299元，退我50元", 5000), ("付了299元，50元就行", 5000), ("退了20元，再退50元", 5000),
        ("不要退50元，退80元", 8000), ("退80元，不要退50元", 8000), ("退50", 5000), ("八成新的，退50元", 5000),
    ],
)  # fmt: skip
def test_of_several_sums_the_one_after_its_verb_is_meant(text: str, fen: int) -> None:
    assert money_back_in(text, asked=True) == MoneyBack(fen=fen)
