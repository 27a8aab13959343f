from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.dates import find_dates
from tests.text.any_text import anything, long_texts

SATURDAY = datetime(2026, 11, 21, 15, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("昨天下午", "11-20 13:00", "11-20 18:00"),
        ("前天", "11-19 00:00", "11-20 00:00"),
        ("大后天", "11-24 00:00", "11-25 00:00"),
        ("周末", "11-21 00:00", "11-23 00:00"),
        ("下周三", "11-25 00:00", "11-26 00:00"),
        ("上周五", "11-13 00:00", "11-14 00:00"),
        ("下周", "11-23 00:00", "11-30 00:00"),
        ("618", "06-18 00:00", "06-19 00:00"),
        ("双十一", "11-11 00:00", "11-12 00:00"),
        ("11月20号", "11-20 00:00", "11-21 00:00"),
        ("十一月二十号", "11-20 00:00", "11-21 00:00"),
        ("１１月２０日", "11-20 00:00", "11-21 00:00"),
        ("2026-11-20", "11-20 00:00", "11-21 00:00"),
        ("2026年11月20日", "11-20 00:00", "11-21 00:00"),
        ("20号", "11-20 00:00", "11-21 00:00"),
        ("三天前", "11-18 00:00", "11-19 00:00"),
        ("半个月前", "11-06 00:00", "11-07 00:00"),
        ("两小时前", "11-21 13:30", "11-21 14:30"),
        ("上个月", "10-01 00:00", "11-01 00:00"),
        ("下个月5号", "12-05 00:00", "12-06 00:00"),
        ("月底", "11-25 00:00", "12-01 00:00"),
        ("晚上8点", "11-21 20:00", "11-21 21:00"),
        ("今晚", "11-21 18:00", "11-22 00:00"),
        ("明早8点", "11-22 08:00", "11-22 09:00"),
        ("明天下午3点半", "11-22 15:30", "11-22 15:31"),
        ("昨晚十点", "11-20 22:00", "11-20 23:00"),
        ("20:15", "11-21 20:15", "11-21 20:16"),
        ("24号晚上12点", "11-25 00:00", "11-25 01:00"),
    ],
)
def test_a_date_is_resolved_against_now(text: str, start: str, end: str) -> None:
    (found,) = find_dates(f"我{text}那天", SATURDAY)
    assert found.text == text
    assert (found.start_at.strftime("%m-%d %H:%M"), found.end_at.strftime("%m-%d %H:%M")) == (start, end)
    assert found.start_at.tzinfo is SATURDAY.tzinfo


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("春节", "2027-02-06"),
        ("去年双十一", "2025-11-11"),
        ("1月5号", "2027-01-05"),
        ("2025/1/5", "2025-01-05"),
        ("中秋", "2026-09-25"),
    ],
)
def test_a_day_falls_in_the_nearest_or_the_said_year(text: str, day: str) -> None:
    assert [found.start_at.date().isoformat() for found in find_dates(text, SATURDAY)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "2月30日",
        "二月三十号",
        "11月31号",
        "32号",
        "25点",
        "2026-13-01",
        "5号电池",
        "618元",
        "7天无理由",
        "一点点",
        "第二天",
        "半天",
        "三个月",
        "2026112100012345",
        "",
        "以前",
    ],
)
def test_an_impossible_date_or_another_number_gives_nothing(text: str) -> None:
    assert find_dates(text, SATURDAY) == []


def test_two_dates_in_a_sentence_are_two() -> None:
    assert [found.text for found in find_dates("昨天下的单 说23号到", SATURDAY)] == ["昨天", "23号"]


@given(anything, st.datetimes(datetime(2024, 1, 1), datetime(2034, 12, 31)))
def test_offsets_and_times_are_in_order(text: str, now: datetime) -> None:
    end = 0
    for found in find_dates(text, now.replace(tzinfo=ZoneInfo("Asia/Shanghai"))):
        assert end <= found.start < found.end <= len(text)
        assert found.start_at < found.end_at
        assert found.text == text[found.start : found.end]
        end = found.end


@pytest.mark.timeout(5)
@pytest.mark.parametrize("text", long_texts)
def test_no_long_text_is_costly(text: str) -> None:
    assert all(found.end <= len(text) for found in find_dates(text, SATURDAY))
