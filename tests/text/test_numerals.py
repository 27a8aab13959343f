from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.numerals import find_numerals, parse_numeral
from tests.text.any_text import anything, long_texts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一百二十", 120), ("两千五", 2500), ("1万2", 12000), ("一万二", 12000), ("二百五", 250), ("一千零五", 1005),
        ("十五", 15), ("二十", 20), ("三千六百五", 3650), ("二零二六", 2026), ("1,299.50", "1299.5"), ("１２３", 123),
        ("3千5", 3500), ("1.5万", 15000), ("2k", 2000), ("百八十", 180), ("一万零五十", 10050), ("三点五", "3.5"),
        ("一亿二千万", 120_000_000), ("一百零八", 108), ("壹佰贰拾", 120), ("半", "0.5"), ("两", 2), ("幺", 1), ("3万8", 38000),
        ("两万三千四百五十六", 23456), ("0", 0), ("零", 0),
    ],
)  # fmt: skip
def test_a_number_is_read_in_every_spelling(text: str, value: int | str) -> None:
    assert parse_numeral(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("三五百", 300, 500),
        ("两三百", 200, 300),
        ("七八十", 70, 80),
        ("十七八", 17, 18),
        ("二十五六", 25, 26),
        ("几百", 200, 900),
        ("十几", 11, 19),
    ],
)
def test_a_number_said_as_a_range_keeps_both_ends(text: str, low: int, high: int) -> None:
    assert [(numeral.low, numeral.high) for numeral in find_numerals(text)] == [(low, high)]
    assert parse_numeral(text) is None


@pytest.mark.parametrize("text", ["", "买", "一百块", "八百一千", "1 2", "三五百"])
def test_what_is_not_one_number_has_no_value(text: str) -> None:
    assert parse_numeral(text) is None


def test_numbers_in_a_sentence_have_their_places() -> None:
    text = "买了两件 一共３００块"
    assert [(text[each.start : each.end], each.low) for each in find_numerals(text)] == [
        ("两", 2), ("一", 1), ("３００", 300),
    ]  # fmt: skip


@given(st.integers(1, 99_999_999))
def test_a_number_written_out_in_full_is_read_back(number: int) -> None:
    assert parse_numeral(written(number)) == number


def written(number: int) -> str:
    """Chinese for a number below a hundred million, by the textbook's rule."""
    if number >= 10000:
        high, low = divmod(number, 10000)
        return written(high) + "万" + ("" if not low else ("零" if low < 1000 else "") + written(low))
    parts = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            parts += "零一二三四五六七八九"[digit] + name
        elif parts and number % unit and not parts.endswith("零"):
            parts += "零"
    return parts


@given(anything)
def test_offsets_are_in_order_and_inside(text: str) -> None:
    end = 0
    for numeral in find_numerals(text):
        assert end <= numeral.start < numeral.end <= len(text)
        assert numeral.low <= numeral.high
        end = numeral.end


@pytest.mark.timeout(5)
@pytest.mark.parametrize("text", long_texts)
def test_no_long_text_is_costly(text: str) -> None:
    assert all(numeral.end <= len(text) for numeral in find_numerals(text))
