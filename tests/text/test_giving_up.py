"""Giving up what the bot asked, alone or with another wish behind it: one reading for whoever asks."""

from __future__ import annotations

import pytest

from bot.text.giving_up import after_giving_up, drops_deed, gives_up

WHATEVER = ["算了", "那算了", "唉算了吧", "还是算了", "算了,不查了", "那就不用了", "先不查了。算了", "先这样吧", "那就先这样吧 谢谢", "没事", "没事 谢谢",
            "回头再说吧", "先不弄了", "太麻烦了 算了", "退不了就算了", "不需要", "先不"]  # fmt: skip
A_DEED = [
    "算了不退了",
    "不用换了",
    "行吧 不改了",
    "不想退了",
    "算了留着自己穿吧",
    "不取消了",
    "不用改了 谢谢",
    "不写了",
    "那不用备注了",
    "不拦了",
    "先不加了",
]


@pytest.mark.parametrize("text", WHATEVER)
def test_it_is_given_up(text: str) -> None:
    assert gives_up(text) and after_giving_up(text) is None and not drops_deed(text)


@pytest.mark.parametrize("text", A_DEED)
def test_it_is_given_up_by_its_name(text: str) -> None:
    assert gives_up(text) and after_giving_up(text) is None and drops_deed(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("那算了 你们几点下班", "你们几点下班"),
        ("算了,不查了。能退吗", "能退吗"),
        ("唉算了 帮我查下另一个 ", "帮我查下另一个"),
        ("不用了\n还有别的颜色吗", "还有别的颜色吗"),
    ],
)
def test_what_is_wanted_instead_is_what_follows(text: str, rest: str) -> None:
    assert not gives_up(text) and after_giving_up(text) == rest


NOTHING = ["行", "好的", "好的 没事", "那个算了多少钱", "你们几点下班 算了", "算算多少钱", "那", "不要了", "不想要了", "就这样吧", "谢谢", "先不急",
           "为什么不退了", "不退货只退款", "算账", "", "再说一遍", "不退了 换货吧"]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_given_up(text: str) -> None:
    assert not gives_up(text) and after_giving_up(text) is None


def test_what_goes_before_another_wish_is_left_out() -> None:
    assert not gives_up("算了 转人工") and after_giving_up("算了 转人工") == "转人工"


def test_a_long_row_of_courtesies_is_none() -> None:
    assert not gives_up("谢了算了" * 5 + "嘿") and not gives_up("算了" * 13)
