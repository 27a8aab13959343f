import pytest
from hypothesis import given

from bot.text.amounts import find_amounts
from tests.text.any_text import anything, long_texts


@pytest.mark.parametrize(
    ("text", "low_fen", "high_fen", "about"),
    [
        ("两三百的有吗", 20000, 30000, False),
        ("200以内", None, 20000, False),
        ("有没有二百以下的耳机", None, 20000, False),
        ("一千五左右", 150000, 150000, True),
        ("100-300", 10000, 30000, False),
        ("１００～３００块", 10000, 30000, False),
        ("三到五百", 30000, 50000, False),
        ("100块到200块之间", 10000, 20000, False),
        ("不超过五百", None, 50000, False),
        ("不要超过五百块", None, 50000, False),
        ("超过五百块的", 50000, None, False),
        ("500以上", 50000, None, False),
        ("五十块", 5000, 5000, False),
        ("3万8", 3800000, 3800000, False),
        ("99.9元", 9990, 9990, False),
        ("99块9", 9990, 9990, False),
        ("三块八毛", 380, 380, False),
        ("1块5", 150, 150, False),
        ("五毛", 50, 50, False),
        ("¥1,299", 129900, 129900, False),
        ("预算两千", 200000, 200000, False),
        ("一百多块", 10000, 10000, True),
        ("大概三四百块", 30000, 40000, True),
        ("退我20", 2000, 2000, False),
        ("运费花了12", 1200, 1200, False),
        ("千元以内", None, 100000, False),
    ],
)
def test_an_amount_is_read(text: str, low_fen: int | None, high_fen: int | None, about: bool) -> None:
    assert [(each.low_fen, each.high_fen, each.about) for each in find_amounts(text)] == [(low_fen, high_fen, about)]


def test_a_full_reduction_has_two_amounts() -> None:
    assert [each.low_fen for each in find_amounts("满300减50")] == [30000, 5000]


@pytest.mark.parametrize(
    "text",
    [
        "3-5天",
        "200米以内",
        "买了2件",
        "身高170左右",
        "5点左右",
        "3天以内",
        "两三百个",
        "2026-11-21",
        "13800138000",
        "一块退了吧",
        "两块电池",
        "十一圆通发的",
        "打8折",
        "尾号5678",
        "",
    ],
)
def test_what_is_measured_otherwise_is_no_amount(text: str) -> None:
    assert find_amounts(text) == []


@given(anything)
def test_offsets_are_in_order_and_inside(text: str) -> None:
    end = 0
    for amount in find_amounts(text):
        assert end <= amount.start < amount.end <= len(text)
        assert amount.low_fen is not None or amount.high_fen is not None
        end = amount.end


@pytest.mark.timeout(5)
@pytest.mark.parametrize("text", long_texts)
def test_no_long_text_is_costly(text: str) -> None:
    assert all(amount.end <= len(text) for amount in find_amounts(text))


def test_a_sign_between_two_sums_belongs_to_the_first() -> None:
    assert [(amount.low_fen, amount.start, amount.end) for amount in find_amounts("5¥6")] == [(500, 0, 2), (600, 2, 3)]
