"""Sizes by the page's own chart: inside, at the edge, between two, beyond its ends, and where measures disagree."""

from __future__ import annotations

import pytest

from bot.shop.size_chart import Body, Row, advise, chart_of
from tests.shop.factories import product

TOPS = "M 160-168 厘米 50-60 公斤；L 168-175 厘米 60-70 公斤；XL 175-182 厘米 70-80 公斤"
JEANS = "30 码腰围 76 厘米；31 码 79 厘米；32 码 82 厘米"
BABY = "66 码适合 3-6 个月 身高 59-66 厘米；73 码 6-12 个月 身高 66-73 厘米"


def rows(text: str) -> tuple[Row, ...]:
    return chart_of(product(attributes={"尺码参考": text}))


def chosen(text: str, **measures: float) -> tuple[str, str, bool] | None:
    advice = advise(rows(text), Body(measures=measures))
    return None if advice is None else (advice.size, advice.other, advice.outside)


def test_a_chart_is_read_with_its_units() -> None:
    first = rows(TOPS)[0]
    assert first.size == "M" and (first.ranges["height"].low, first.ranges["weight"].high) == (160, 60)
    assert rows("L 体重 120-140 斤")[0].ranges["weight"].high == 70  # 斤 are half kilograms
    assert rows("23 码脚长 145 毫米")[0].ranges["foot"].low == 14.5


def test_a_row_without_names_has_those_of_the_row_before() -> None:
    assert [row.ranges["waist"].low for row in rows(JEANS)] == [76, 79, 82]


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ({"height": 165, "weight": 55}, ("M", "", False)),  # inside
        ({"height": 168, "weight": 55}, ("M", "L", False)),  # on the border of two: both are told
        ({"height": 167, "weight": 55}, ("M", "L", False)),  # within 1.5 cm of the border
        ({"height": 166, "weight": 55}, ("M", "", False)),
        ({"height": 165, "weight": 65}, ("L", "M", False)),  # they disagree: the larger, and the other is named
        ({"height": 178, "weight": 75}, ("XL", "", False)),
        ({"height": 195, "weight": 75}, ("XL", "", True)),  # taller than the chart
        ({"height": 150, "weight": 40}, ("M", "", True)),  # smaller than the chart
        ({"height": 183, "weight": 75}, ("XL", "", True)),  # taller than it by a little
    ],
)
def test_a_body_in_the_chart(measures: dict[str, float], expected: tuple[str, str, bool]) -> None:
    assert chosen(TOPS, **measures) == expected


def test_of_single_values_the_next_larger_one_suits() -> None:
    assert chosen(JEANS, waist=77) == ("31", "", False)
    assert chosen(JEANS, waist=82) == ("32", "", False)


def test_a_missing_measure_is_named() -> None:
    advice = advise(rows(TOPS), Body(measures={"height": 165}))
    assert advice is not None and advice.missing == ("weight",)


def test_months_count_as_the_chart_has_them() -> None:
    assert chosen(BABY, age=5) == ("66", "", False)
    assert chosen(BABY, age=6) == ("66", "73", False)


def test_a_measure_that_the_chart_does_not_go_by_gives_no_size() -> None:
    assert chosen(JEANS, height=170) is None


@pytest.mark.parametrize("text", ["", "均码", "正常码，脚宽选大一码", "；；；", "M L XL"])
def test_a_page_without_measures_gives_no_size(text: str) -> None:
    assert rows(text) == () and advise((), Body(measures={"height": 170})) is None
