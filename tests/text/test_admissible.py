import pytest
from hypothesis import given

from bot.text.admissible import fault_in
from tests.text.any_text import anything


@pytest.mark.parametrize(
    "text", ["", " ", "\u3000\n\t", "\u200b\u202e", "\x07", "好\x00的", "好\ud800", "\udfff", "\ufeff"]
)
def test_a_text_with_nothing_to_read_or_no_encoding_is_an_invalid_frame(text: str) -> None:
    assert fault_in(text) == "invalid_frame"


@pytest.mark.parametrize("text", ["好", "😡", "❤️", "👨‍👩‍👧", ".", "好" * 2000, "/restart", "\u202e好"])
def test_a_text_with_something_to_read_is_admissible(text: str) -> None:
    assert fault_in(text) is None


def test_the_limit_counts_code_points() -> None:
    assert fault_in("😡" * 2000) is None
    assert fault_in("😡" * 2001) == "too_long"


@given(anything)
def test_an_admissible_text_can_be_sent_in_utf8(text: str) -> None:
    if fault_in(text) is None:
        assert text.encode().decode() == text
