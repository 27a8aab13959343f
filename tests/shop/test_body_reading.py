"""What shoppers say of a body, in the units in which they say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shop.body_reading import read_body

MEASURES = [
    ("我175 140斤", {"height": 175, "weight": 70}),
    ("身高175体重140", {"height": 175, "weight": 70}),
    ("一米六五 52公斤", {"height": 165, "weight": 52}),
    ("1米8 80kg", {"height": 180, "weight": 80}),
    ("1.72米 65公斤", {"height": 172, "weight": 65}),
    ("一米七 一百二十斤", {"height": 170, "weight": 60}),
    ("170/60kg", {"height": 170, "weight": 60}),
    ("身高158cm 体重48", {"height": 158, "weight": 48}),
    ("腰围二尺四", {"waist": 80.0}),
    ("腰围78 臀围96", {"waist": 78, "hip": 96}),
    ("胸围92厘米", {"chest": 92}),
    ("脚长24.5", {"foot": 24.5}),
    ("脚长24.5cm", {"foot": 24.5}),
    ("245mm", {"foot": 24.5}),
    ("宝宝8个月", {"age": 8}),
    ("一岁半", {"age": 18}),
    ("半岁", {"age": 6}),
    ("3岁 身高98厘米 15公斤", {"age": 36, "height": 98, "weight": 15}),
    ("175 140", {"height": 175}),
    ("穿多大", {}),
    ("199元", {}),
]


@pytest.mark.parametrize(("text", "expected"), MEASURES)
def test_measures_are_read_in_the_units_of_everyday_talk(text: str, expected: dict[str, float]) -> None:
    assert read_body(text).measures == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("平时穿42码", "42"),
        ("我一般穿L码", "L"),
        ("运动鞋穿41.5的", "41.5"),
        ("以前买xl", "XL"),
        ("身高170", ""),
    ],
)
def test_the_size_that_she_usually_wears(text: str, usual: str) -> None:
    assert read_body(text).usual == usual


@given(st.text(max_size=300))
def test_any_text_is_read_and_gives_only_measures_that_a_body_can_have(text: str) -> None:
    measures = read_body(text).measures
    assert all(value >= 0 for value in measures.values())
    assert measures.get("height", 170) <= 250 and measures.get("foot", 24) <= 32
