"""When a parcel is wished for, in shoppers' words, as a span of time; and why a wish is none. Pure: the clock comes in.

A day without an hour is the hours in which carriers come; a weekday that is over means the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.text.dates import find_dates

FROM_HOUR, UNTIL_HOUR = 9, 21
FARTHEST = timedelta(days=60)  # what is farther off is no date of a delivery; how far the shop books is its rule
_A_MOMENT = timedelta(minutes=1)
_SHORTEST = timedelta(hours=2)
_WEEKDAY = re.compile(r"周|星期|礼拜")
_DATE = re.compile(r"([0-9]{1,2})\s*(?:月|[.\-/])\s*([0-9]{1,2})\s*[号日]?|(?<![0-9])([0-9]{1,3})\s*[号]")
_RANGE = re.compile(r"(?:到|至|-|－|—|~|～)\s*(?:[上下]午|晚上?)?\s*([0-9]{1,2})\s*(?:点|时|:00)")
_NOON = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class WishedTime:
    """`span` when there is one; else why not: none was said, it is past, it is no date, it is too far off,
    or no carrier comes then."""

    span: tuple[datetime, datetime] | None = None
    fault: Literal["", "none", "past", "no_such_date", "too_far", "night"] = ""


def wished_time(text: str, now: datetime) -> WishedTime:
    """The last time in the text (a correction comes last), aware, in now's zone."""
    found = find_dates(text, now)
    if not found:
        return WishedTime(fault="no_such_date" if _DATE.search(text) else "none")
    last = found[-1]
    start, end = last.start_at, last.end_at
    if end - start >= timedelta(days=1):
        start, end = _in_carriers_hours(start, end)
    while end <= now and _WEEKDAY.search(last.text):
        start, end = start + timedelta(days=7), end + timedelta(days=7)
    if later := _RANGE.match(text[last.end :].lstrip()):
        end = _until(start, int(later[1])) or end
    elif end - start < _SHORTEST:
        end = start + _SHORTEST
    if end <= now:
        return WishedTime(fault="past")
    last_day = end - _A_MOMENT if end - start >= timedelta(days=1) else start
    opens, closes = start.replace(hour=FROM_HOUR, minute=0), last_day.replace(hour=UNTIL_HOUR, minute=0)
    start, end = max(start, opens), min(end, closes)
    if start >= end:
        return WishedTime(fault="night")
    if start > now + FARTHEST:
        return WishedTime(fault="too_far")
    return WishedTime(span=(max(start, _next_hour(now)), end)) if end > _next_hour(now) else WishedTime(fault="past")


def _in_carriers_hours(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    first = start.replace(hour=FROM_HOUR)
    return first, (end - timedelta(days=1)).replace(hour=UNTIL_HOUR)


def _until(start: datetime, hour: int) -> datetime | None:
    if hour < start.hour and hour + _NOON > start.hour:
        hour += _NOON
    return start.replace(hour=hour, minute=0) if start.hour < hour <= UNTIL_HOUR + 2 else None


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
