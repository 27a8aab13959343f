"""Sayings whose meaning is certain whatever a model makes of them."""

from __future__ import annotations

import pytest

from bot.text.sayings import CLARIFY, meaning_of
from bot.text.titles import AFTER_SALE_WISHES, RETURN_OR_EXCHANGE, TITLES


@pytest.mark.parametrize(
    "text",
    [
        "帮我查下快递",
        "我要查快递",
        "我的订单",
        "我的订单呢",
        "查订单",
        "帮我看看订单",
        "我想查一下我的订单",
        "帮忙查下单",
        "查一下韵达快递",
        "查快递！",
        "订单查询",
        "签收了吗",
        "怎么查物流",
        "查 12",
        "订单号 123",
        "hello where is my order",
    ],
)
def test_looking_for_a_parcel_in_the_commonest_words_is_certain(text):
    assert meaning_of(text) == "track_order"


@pytest.mark.parametrize(
    "text",
    [
        "我的订单想取消",
        "查一下有没有优惠券",
        "帮我看看这款耳机",
        "订单不见了",
        "签收了但是坏了",
        "我要退货怎么查",
        "2374437478432230",
        "尾号5678",
        "哈哈哈",
        "170",
        "放驿站吧",
        "放门口",
    ],
)
def test_other_wishes_are_left_to_the_model(text):
    assert meaning_of(text) is None


@pytest.mark.parametrize("title", sorted(set(TITLES.values())))
def test_a_title_that_is_typed_means_what_its_button_means(title):
    assert TITLES[meaning_of(title)] == title


def test_after_sale_in_general_is_asked_back_with_wishes_that_have_titles():
    assert "退换货" in RETURN_OR_EXCHANGE and set(AFTER_SALE_WISHES) <= set(TITLES)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("😡😡😡", "complain_general"),
        ("👍", "praise"),
        ("🙏", "thank"),
        ("👌", "affirm"),
        ("？？？", "urge_reply"),
        ("😀", CLARIFY),
        ("。。。", CLARIFY),
        ("/restart", CLARIFY),
        ("∕request_human", CLARIFY),
        ("1", CLARIFY),
    ],
)
def test_signs_and_commands_have_a_fixed_meaning_or_certainly_none(text, meaning):
    assert meaning_of(text) == meaning


@pytest.mark.parametrize("text", ["放驿站了吗", "是不是放门卫了", "放到快递柜里了"])
def test_whether_it_was_put_down_somewhere_is_asked_of_the_parcel(text):
    assert meaning_of(text) == "self_pickup"
