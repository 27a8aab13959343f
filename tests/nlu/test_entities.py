from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.nlu.factories import entities_in


@pytest.mark.parametrize(
    ("typed", "kind", "value", "at"),
    [
        ("单号２０２６1121 0001 2345", "order_number", "2026112100012345", "２０２６1121 0001 2345"),
        ("手机尾号五六七八", "phone_tail", "5678", "五六七八"),
        ("发顺丰可以吗", "carrier", "顺丰速运", "顺丰"),
        ("杭州能送吗", "place", "杭州", "杭州"),
        ("外套拉鍊坏了", "part", "拉链", "拉鍊"),
        ("要黑色的", "colour", "黑色", "黑色"),
        ("换个xl的", "size", "XL", "xl"),
        ("换42码", "size", "42", "42码"),
        ("买了两件", "quantity", 2, "两件"),
        ("我要第二个", "ordinal", 2, "第二个"),
        ("有蓝牙耳机吗", "category", "耳机", "蓝牙耳机"),
    ],
)
def test_what_a_message_names_is_found_with_its_normal_form_where_it_was_typed(
    typed: str, kind: str, value: object, at: str
) -> None:
    found = [entity for entity in entities_in(typed) if entity.kind == kind]
    assert [(entity.value, typed[entity.start : entity.end]) for entity in found] == [(value, at)]


def test_a_range_of_money_has_both_ends() -> None:
    amount = next(entity for entity in entities_in("推荐个100-300的") if entity.kind == "amount")
    assert (amount.details["low_fen"], amount.details["high_fen"]) == (10000, 30000)


def test_a_day_is_resolved_against_the_shops_clock() -> None:
    day = next(entity for entity in entities_in("昨天下午买的") if entity.kind == "date")
    assert day.value.startswith("2026-11-20T")


def test_a_number_that_the_shopper_takes_back_is_marked() -> None:
    tails = {
        e.value: e.details.get("negated", False)
        for e in entities_in("不是尾号1234 是尾号5678")
        if e.kind == "phone_tail"
    }
    assert tails == {"1234": True, "5678": False}


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_entities_inside_it_and_none_overlapping(typed: str) -> None:
    end = 0
    for entity in entities_in(typed):
        assert end <= entity.start < entity.end <= len(typed)
        end = entity.end
