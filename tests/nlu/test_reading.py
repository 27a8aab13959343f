from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.reading import read, read_with_spans


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("我要開發票", "我要开发票"),
        ("发飘开了吗", "发票开了吗"),
        ("ｉＰｈｏｎｅ 能 用 吗", "iphone能用吗"),
        ("tuikuan", "退款"),
    ],
)
def test_a_message_is_read_simplified_and_with_slips_corrected(typed: str, read_as: str) -> None:
    assert read(typed) == read_as


def test_a_corrected_word_leads_back_to_what_was_typed() -> None:
    typed = "我的 发飘 呢"
    reading = read_with_spans(typed)
    start = reading.text.index("发票")
    assert typed[slice(*reading.typed_span(start, start + 2))] == "发飘"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_every_character_that_is_read_has_a_place_in_what_was_typed(typed: str) -> None:
    reading = read_with_spans(typed)
    assert len(reading.text) == len(reading.spans)
    assert all(0 <= start < end <= len(typed) for start, end in reading.spans)
