"""What a message says beside greetings, thanks and numbers."""

from __future__ import annotations

import pytest

from bot.text.gist import gist


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("在吗\n我那个订单\n怎么还没到", "我那个订单\n怎么还没到"),
        ("你好\n帮我查一下物流\n单号2374437478432230\n手机尾号8487\n谢谢", "帮我查一下物流"),
        ("谢谢 另外你们包邮吗", "另外你们包邮吗"),
        ("您好，请问一下，什么时候发货", "什么时候发货"),
        ("你好我买的东西怎么还没到啊订单2374437478432230手机13600008487", "我买的东西怎么还没到啊"),
    ],
)
def test_fragments_are_read_without_the_courtesies_and_numbers_around_the_wish(text, left):
    assert gist(text).replace(" ", "").strip() == left.replace(" ", "")


@pytest.mark.parametrize("text", ["在吗", "好的 谢谢", "你好 在吗", "2374437478432230 8487", "", "帮我查快递", "😀"])
def test_a_message_that_is_nothing_but_courtesy_or_numbers_stays_as_it_is(text):
    assert gist(text) == text
