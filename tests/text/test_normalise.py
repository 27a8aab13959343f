import pytest
from hypothesis import given

from bot.text.normalise import normalise
from tests.text.any_text import anything, long_texts


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("怎麼還沒發貨", "怎么还没发货"),
        ("乾坤大挪移 乾淨", "乾坤大挪移干净"),
        ("ＡＢＣ１２３？", "abc123?"),
        ("我 要 退 货", "我要退货"),
        ("iPhone 15 Pro的壳", "iphone 15 pro的壳"),
        ("好好好好好好", "好好"),
        ("谢谢", "谢谢"),
        ("快点快点快点快点", "快点快点"),
        ("人呢！！！！！！", "人呢!!"),
        ("。。。。。。", "。。"),
        ("……", "..."),
        ("太慢了😡", "太慢了愤怒"),
        ("[微笑]", "微笑"),
        ("［憤怒］", "愤怒"),
        ("[订单]", "[订单]"),
        ("好的\U0001fae0", "好的"),
        ("\u202e退\u200b款\ufeff", "退款"),
        ("在吗\n\n  我那个订单", "在吗\n我那个订单"),
        ("00000001 一一一一", "00000001 一一一一"),
        ("XXXXL", "xxxxl"),
        ("138****5678", "138****5678"),
        ("1️⃣号 ❷号", "1号 2号"),
        ("", ""),
    ],
)
def test_a_text_is_read_in_one_spelling(typed: str, read: str) -> None:
    assert normalise(typed).text == read


def test_a_span_leads_back_to_what_was_typed() -> None:
    typed = "我 的\u200b發 飄😡呢"
    normalised = normalise(typed)
    start = normalised.text.index("发飘")
    assert typed.__getitem__(slice(*normalised.original_span(start, start + 2))) == "發 飄"
    start = normalised.text.index("愤怒")
    assert typed.__getitem__(slice(*normalised.original_span(start, start + 2))) == "😡"


def test_an_empty_or_outlying_span_is_clipped() -> None:
    assert normalise("退款").original_span(1, 1) == (1, 1)
    assert normalise("退款").original_span(5, 9) == (2, 2)
    assert normalise("").original_span(0, 3) == (0, 0)


@given(anything)
def test_normalising_twice_changes_nothing_and_spans_hold(typed: str) -> None:
    once = normalise(typed)
    assert normalise(once.text).text == once.text
    assert len(once.spans) == len(once.text)
    assert all(0 <= start < end <= len(typed) for start, end in once.spans)
    assert list(once.spans) == sorted(once.spans)


@pytest.mark.timeout(5)
@pytest.mark.parametrize("typed", long_texts)
def test_two_thousand_characters_of_anything_grow_at_most_fourfold(typed: str) -> None:
    assert len(normalise(typed).text) <= 4 * len(typed)
