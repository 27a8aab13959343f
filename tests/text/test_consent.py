"""Yes, no, not yet: only a whole yes is one."""

from __future__ import annotations

import pytest

from bot.text.consent import asks_where_we_were, corrects, declines, hedges, says_no, says_yes, waits

CHANGING = {"改", "修改", "更改", "换"}
YES = ["好的", "嗯", "嗯嗯", "可以", "可以的", "对", "是的", "没错", "确认", "确定", "行", "行吧", "OK", "ok的", "好的 谢谢", "没问题",
       "就这样吧", "就这么改", "改吧", "那就改吧", "嗯 改吧", "好的 麻烦您了", "确认修改", "那就改", "对对对", "是的 没错", "要", "可以 提交吧", "都提交", "提交",
       "好的，就这样", "好 办吧", "信息无误", "好好好", "那就这么办吧", "嗯好"]  # fmt: skip
NO = [
    "不",
    "不要",
    "不用",
    "不行",
    "不对",
    "不是",
    "先别",
    "不改",
    "先不改",
    "别改了",
    "不取消了",
    "不是的",
    "no",
    "不要了",
    "不用改了",
    "错了",
]
NEITHER = ["好的但是电话要改", "可以吗", "好吗", "改成下午", "如果今天能到就不取消", "取消要多久", "你好", "好贵", "行李箱", "对了 还有运费多少",
           "是什么意思", "好像不是这个", "可以开发票吗", "嗯？", "", "。。", "是昨天那单", "不过我想换个颜色", "要多久", "好评返现有吗",
           "算了", "你是机器人吗", "尾号5678", "可以 不过先等等"]  # fmt: skip


@pytest.mark.parametrize("text", YES)
def test_a_whole_yes_is_one(text: str) -> None:
    assert says_yes(text, CHANGING) and not says_no(text)


@pytest.mark.parametrize("text", NO)
def test_a_no_is_never_a_yes(text: str) -> None:
    assert says_no(text) and not says_yes(text, CHANGING)


@pytest.mark.parametrize("text", NEITHER)
def test_a_condition_a_question_or_something_else_is_no_yes(text: str) -> None:
    assert not says_yes(text, CHANGING)


def test_a_verb_is_a_yes_only_to_what_it_names() -> None:
    for text in ("取消吧", "那就取消吧", "确认取消", "好的 取消", "嗯取消订单"):
        assert says_yes(text, {"取消"}) and not says_yes(text, {"改"})
    assert not says_yes("不取消了", {"取消"}) and not says_yes("取消了吗", {"取消"})
    assert not any(says_yes(text, {"取消", "拒收"}) for text in ("取消", "我要取消", "帮我取消订单", "我要拒收"))
    assert not says_yes("我要退货", {"改"}) and not says_yes("要发票", {"改"})


@pytest.mark.parametrize("text", ["不改了", "先不改了", "不取消了", "别改了", "不用改了", "先别取消", "那就不换了"])
def test_declining_leaves_nothing_to_correct(text: str) -> None:
    assert declines(text)


@pytest.mark.parametrize("text", ["不对", "不是这个", "不对 是尾号5678那个", "改错了"])
def test_not_this_one_is_no_declining(text: str) -> None:
    assert not declines(text)


def test_waiting_correcting_and_hedging_are_told_apart() -> None:
    assert waits("等一下") and waits("我再想想") and not waits("要等多久")
    assert corrects("不对，是尾号5678那个") and corrects("改成下午") and not corrects("好的")
    assert hedges("好的但是要快") and hedges("可以吗") and not hedges("好的")


@pytest.mark.parametrize(
    "text", ["刚才说到哪了", "刚刚说到哪儿了？", "我们说到哪了", "接着刚才的", "继续办", "刚才那件事呢", "办到哪一步了"]
)
def test_she_asks_where_the_talk_stands(text: str) -> None:
    assert asks_where_we_were(text)


@pytest.mark.parametrize("text", ["快递到哪了", "说到做到", "继续发货", "刚才那双鞋呢"])
def test_other_wheres_are_other_questions(text: str) -> None:
    assert not asks_where_we_were(text)
