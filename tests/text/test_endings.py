"""What hangs on the end of a message comes off; what stands inside it stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.endings import without_endings
from bot.text.giving_up import after_giving_up
from bot.text.remark import remark_in

_LONG = 2_000


@pytest.mark.parametrize(("text", "left"), [
    ("写贺卡可以吗", "写贺卡"), ("写贺卡吗谢谢您", "写贺卡"), ("吗写贺卡", "吗写贺卡"), ("可以吗吗吗", ""), ("可以", "可以"),
])  # fmt: skip
def test_endings_come_off_one_by_one(text: str, left: str) -> None:
    assert without_endings(text, ("吗", "可以吗", "谢谢", "谢谢您")) == left


@given(st.text("吗么可以谢您x"), st.lists(st.sampled_from(["吗", "可以吗", "谢谢您"])))
def test_nothing_but_endings_is_lost(text: str, behind: list[str]) -> None:
    left = without_endings(text + "".join(behind), ("吗", "可以吗", "谢谢您"))
    assert text.startswith(left)
    assert not left.endswith(("吗", "可以吗", "谢谢您"))


def test_a_wish_keeps_what_stands_inside_it() -> None:
    assert remark_in("麻烦备注 写上吗啡两个字吧 谢谢啦！") == "吗啡两个字"


def test_giving_up_many_times_before_a_wish_is_read_to_its_end() -> None:
    assert after_giving_up("算了，" * (_LONG // 3) + "你们几点下班") == "你们几点下班"
