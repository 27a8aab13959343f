"""Days and times as shoppers say them, resolved against the shop's clock. Holds no business hours and no promises.

A day without a year is the nearest to now; a clock time of 1–6 without 早上 or 凌晨 is in the afternoon.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.text.clock_words import Clock, clock_at
from bot.text.day_words import Days, days_at, span_ago
from bot.text.fold import fold

_DAYS_SIGN = re.compile(
    r"[0-9年月日号天周末礼拜星期今昨前明后大上下这本去初底中旬节双元除春过端清国五六七十半一二两三四八九几早晚凌傍夜劳情女妇儿父母教万平圣]"
)
_BETWEEN = re.compile(r"[ 的,]{0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """From `start_at` up to, not including, `end_at` (aware, in now's zone); `text` stands at [start, end)."""

    start_at: datetime
    end_at: datetime
    start: int
    end: int
    text: str


def find_dates(text: str, now: datetime) -> list[DateSpan]:
    """The dates and times in order, none overlapping. An impossible one (2月30日, 25点) gives nothing. `now` is aware."""
    folded = fold(text)
    return [
        DateSpan(start_at=start_at, end_at=end_at, start=start, end=end, text=text[start:end])
        for start, end, start_at, end_at in _spans(folded, now)
    ]


def _spans(folded: str, now: datetime) -> Iterator[tuple[int, int, datetime, datetime]]:
    at = 0
    while sign := _DAYS_SIGN.search(folded, at):
        at = sign.start()
        if exact := span_ago(folded, at, now):
            end, start_at, end_at = exact
            yield at, end, start_at, end_at
            at = end
            continue
        days = days_at(folded, at, now.date())
        after = _BETWEEN.match(folded, days.end) if days else None
        clock = clock_at(folded, after.end(), has_day=True) if after else clock_at(folded, at, has_day=False)
        end = clock.end if clock else days.end if days else at + 1
        if (days or clock) and (bounds := _bounds(days, clock, now)):
            yield at, end, *bounds
        at = end


def _bounds(days: Days | None, clock: Clock | None, now: datetime) -> tuple[datetime, datetime] | None:
    if (days and days.first is None) or (clock and clock.start_minute is None):
        return None
    first = days.first if days and days.first else now.date()
    length = days.length if days else 1
    try:
        if clock is None or clock.start_minute is None:
            return _at(first, 0, now), _at(first + timedelta(days=length), 0, now)
        return _at(first, clock.start_minute, now), _at(first, clock.start_minute + clock.length_min, now)
    except OverflowError:
        return None


def _at(day: date, minute: int, now: datetime) -> datetime:
    return datetime.combine(
        day + timedelta(days=minute // 1440), time(minute % 1440 // 60, minute % 60), tzinfo=now.tzinfo
    )
