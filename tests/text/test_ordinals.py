import pytest
from hypothesis import given

from bot.text.ordinals import find_ordinals
from tests.text.any_text import anything, long_texts


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("第二个", 2), ("就第2款吧", 2), ("第 ３ 个", 3), ("第十二件", 12), ("最后一个", -1), ("最后那款", -1), ("上面那个", -1),
        ("前一个", 1), ("后者", -1), ("倒数第二个", -2), ("第一", 1), ("最上面那个", 1), ("选2号", 2),
    ],
)  # fmt: skip
def test_an_ordinal_is_read(text: str, index: int) -> None:
    assert [ordinal.index for ordinal in find_ordinals(text)] == [index]


@pytest.mark.parametrize("text", ["第一次买", "第二天", "第三方", "第零个", "二", "两个", "20号", "", "这个"])
def test_a_count_or_a_time_is_no_ordinal(text: str) -> None:
    assert find_ordinals(text) == []


@given(anything)
def test_offsets_are_in_order_and_inside(text: str) -> None:
    end = 0
    for ordinal in find_ordinals(text):
        assert end <= ordinal.start < ordinal.end <= len(text)
        assert ordinal.index != 0
        end = ordinal.end


@pytest.mark.timeout(5)
@pytest.mark.parametrize("text", long_texts)
def test_no_long_text_is_costly(text: str) -> None:
    assert all(ordinal.end <= len(text) for ordinal in find_ordinals(text))
