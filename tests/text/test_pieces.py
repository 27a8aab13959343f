"""How many pieces are wished for."""

from __future__ import annotations

import pytest

from bot.text.pieces import pieces_wished, says_number_is_wrong


@pytest.mark.parametrize(("text", "pieces"), [
    ("数量改成3件", 3), ("改成两个", 2), ("只要一件", 1), ("再加一件", 3), ("多买2个", 4), ("少买一件", 1), ("改成0件", 0), ("数量改成1.5", 1.5),
    ("改成-1件", -1), ("数量改为十万", 100000), ("改成半件", 0.5), ("换成黑色", None), ("第二个改颜色", None), ("改成42码", None), ("数量拍错了", None),
])  # fmt: skip
def test_a_number_is_read_as_it_is_written(text: str, pieces: float | None) -> None:
    assert pieces_wished(text, 2) == pieces


def test_that_the_number_is_wrong_may_be_all_that_is_said() -> None:
    assert says_number_is_wrong("数量拍错了") and not says_number_is_wrong("颜色拍错了")


@pytest.mark.parametrize(
    ("text", "found"), [("改成0", 0), ("那改成-1", -1), ("改成1.5", 1.5), ("改成42", None), ("改成黑色", None)]
)
def test_an_impossible_number_needs_no_unit(text: str, found: float | None) -> None:
    """42 may be a size."""
    assert pieces_wished(text, 1) == found
