"""Asking again what a person of the shop has said, and not merely speaking of her."""

from __future__ import annotations

import pytest

from bot.text.said_before import asks_what_was_said, holds, shares, wanted_of

ASKS = [
    ("刚才客服说什么时候上门来着", "上门", "time"), ("客服刚才答应赔我多少钱", "赔", "money"), ("小林说几点来着", "", "time"),
    ("刚刚那个人工跟我说啥了我忘了", "", ""), ("她说的快递单号是多少", "快递单号", ""), ("人工说几天到账", "到账", "time"),
    ("客服说会给我退款吗", "退款", ""), ("刚才说好几点来着", "", "time"), ("客服刚才说的再说一遍", "", ""),
    ("同事约的是哪天？", "", "time"), ("刚才人工怎么说的", "", ""), ("客服说换货要多久", "换货", "time"),
]  # fmt: skip
SPEAKS_OF = [
    "你们客服电话多少", "客服说可以退 怎么退", "客服说今天到怎么还没到", "客服不是说今天上门吗", "刚才说到哪了", "刚才说的那个耳机多少钱",
    "我想跟客服说几句", "让客服给我打电话", "客服什么时候上班", "定金什么时候退", "预约上门什么时候来", "他们家的手机怎么样", "转人工",
    "客服多久回复我?", "客服大约几点上班", "店里保证是正品吗", "店里约几天发货", "他们家定金多少", "那个人说没有我的快递怎么办",
]  # fmt: skip


@pytest.mark.parametrize(("text", "topic", "kind"), ASKS)
def test_it_is_heard_and_what_it_is_about(text: str, topic: str, kind: str) -> None:
    assert asks_what_was_said(text, "小林")
    wanted = wanted_of(text, "小林")
    assert (wanted.topic, wanted.kind) == (topic, kind)


@pytest.mark.parametrize("text", SPEAKS_OF)
def test_a_wish_or_a_reproach_that_names_her_is_none(text: str) -> None:
    assert not asks_what_was_said(text, "小林")


@pytest.mark.parametrize(("text", "_topic", "_kind"), ASKS)
def test_nobody_is_quoted_who_was_not_there(text: str, _topic: str, _kind: str) -> None:
    assert not asks_what_was_said(text, "")


def test_a_line_answers_by_its_topic_and_by_holding_a_time() -> None:
    wanted = wanted_of("客服说什么时候上门来着", "小林")
    assert holds(wanted, "师傅明天上午10点上门") and shares(wanted, "师傅明天上午10点上门")
    assert not holds(wanted, "上门取件免费的") and not shares(wanted, "退款3天到账")
