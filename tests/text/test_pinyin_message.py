import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.reading import read_with_spans
from bot.text.pinyin_message import read_pinyin


def said(text: str) -> str:
    return read_with_spans(text).text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wo de kuaidi daole ma", "我的快递到了吗"),
        ("wodekuaididaolema", "我的快递到了吗"),
        ("WO YAO TUIHUO", "我要退货"),
        ("zenme hai mei fahuo", "怎么还没发货"),
        ("shenme shihou fahuo", "什么时候发货"),
        ("kai fapiao", "开发票"),
        ("youhuiquan zenme yong", "优惠券怎么用"),
        ("zhuan rengong", "转人工"),
        ("ni hao, zai ma", "你好,在吗"),
    ],
)
def test_a_message_in_pinyin_is_read_as_chinese(typed: str, meant: str) -> None:
    assert said(typed) == meant


@pytest.mark.parametrize(
    "text", ["where is my order", "hello", "iphone pro max", "can you help me", "ok", "do you have it in women size",
             "buds pro", "huawei", "women", "made in china", "nike shoes", "the same", "i want to return"]
)  # fmt: skip
def test_english_and_brands_are_left_alone(text: str) -> None:
    assert read_pinyin(text) == []


def test_one_chinese_character_and_it_is_no_message_in_pinyin() -> None:
    assert read_pinyin("wo de 快递 daole ma") == []


@given(st.text(alphabet="abdeghimnouwxyz ,?", max_size=120))
def test_words_are_in_order_and_inside(text: str) -> None:
    ends = [0]
    for start, end, word in read_pinyin(text):
        assert ends[-1] <= start < end <= len(text)
        assert word
        ends.append(end)


def test_places_refer_to_what_was_typed() -> None:
    reading = read_with_spans("wo de kuaidi daole ma")
    at = reading.text.index("快递")
    assert reading.typed_span(at, at + 2) == (6, 12)
