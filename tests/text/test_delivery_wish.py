"""When it is wished for: a span in the future, or why there is none."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.delivery_wish import FARTHEST, wished_time
from bot.text.remark import names_carrier, remark_in

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Sunday


@pytest.mark.parametrize(("text", "start", "end"), [
    ("明天下午送", "11-23 13:00", "11-23 18:00"), ("12月3号吧", "12-03 09:00", "12-03 21:00"), ("周六送", "11-28 09:00", "11-28 21:00"),
    ("不对 改成后天上午", "11-24 09:00", "11-24 12:00"), ("后天上午10点到12点", "11-24 10:00", "11-24 12:00"),
    ("明天下午3点", "11-23 15:00", "11-23 17:00"), ("明天不行 后天吧", "11-24 09:00", "11-24 21:00"), ("今天", "11-22 15:00", "11-22 21:00"),
])  # fmt: skip
def test_a_wish_is_a_span_in_the_future(text: str, start: str, end: str) -> None:
    wish = wished_time(text, NOW)
    assert wish.span, wish
    assert [f"{each:%m-%d %H:%M}" for each in wish.span] == [start, end]


@pytest.mark.parametrize(("text", "fault"), [
    ("晚几天送", "none"), ("", "none"), ("2月30号送", "no_such_date"), ("11月31日", "no_such_date"), ("13月5号", "no_such_date"),
    ("昨天", "past"), ("今天上午", "past"), ("明年5月1号", "too_far"), ("32号", "no_such_date"), ("明天晚上11点", "night"), ("明天凌晨3点", "night"),
])  # fmt: skip
def test_what_is_no_time_to_come_says_why(text: str, fault: str) -> None:
    assert wished_time(text, NOW).fault == fault


@given(st.text(alphabet="今明后天周末下上午晚早一二三日号月点0123456789到- ，。吧送", max_size=30))
def test_whatever_is_written_the_span_is_ahead_and_not_far(text: str) -> None:
    span = wished_time(text, NOW).span
    assert span is None or (NOW < span[0] < span[1] and span[0] <= NOW + FARTHEST)


@pytest.mark.parametrize(("text", "remark"), [
    ("帮我放张贺卡 写生日快乐", "放张贺卡 写生日快乐"), ("麻烦不要放小票，谢谢", "不要放小票"), ("能加个备注吗", ""), ("备注一下：送货前打电话", "送货前打电话"),
    ("草莓脆那单备注一下 放门卫", "放门卫"), ("再加一句 别打电话", "别打电话"), ("这单帮我备注不要小票", "不要小票"), ("放门口那一单元", "放门口那一单元"),
    ("我想备注", ""), ("请用礼盒包装可以吗", "用礼盒包装"), ("🎂", ""),
])  # fmt: skip
def test_a_special_wish_is_kept_in_her_words(text: str, remark: str) -> None:
    assert remark_in(text) == remark


def test_a_carrier_is_no_matter_of_the_packing_slip() -> None:
    assert names_carrier("能发顺丰吗") and names_carrier("换成京东快递") and not names_carrier("顺丰到了吗打电话")
