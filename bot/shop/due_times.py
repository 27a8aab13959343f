"""When a promise is due: so many hours on, or the end of so many working days by the shop's calendar of holidays. Pure.

Working days are counted from the day after, in the shop's zone; a day off for which people work instead (调休) counts.
After the calendar's last year every day from Monday to Friday does.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.shop.service_rules import CalendarRule, ServiceRules, Term

_END = time(23, 59)
_SATURDAY = 5


def due_at(since: datetime, term: Term, rules: ServiceRules) -> datetime:
    """Aware. By the calendar that was in force at `since`; without one every Monday to Friday is a working day."""
    if not term.working_days:
        return since + timedelta(hours=term.hours)
    return working_days_end(since, term.working_days, rules.calendar.at(since), rules.zone)


def working_days_end(since: datetime, days: int, calendar: CalendarRule | None, zone: ZoneInfo) -> datetime:
    """The last minute of the last of so many working days."""
    day, left = since.astimezone(zone).date(), days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, calendar)
    return datetime.combine(day, _END, zone)


def is_working_day(day: date, calendar: CalendarRule | None) -> bool:
    if calendar is not None:
        if day in _days(calendar.working):
            return True
        if day in _days(calendar.holidays):
            return False
    return day.weekday() < _SATURDAY


@lru_cache(maxsize=32)
def _days(written: tuple[str, ...]) -> frozenset[date]:
    """Of 2026-01-04, and of 2026-10-01~2026-10-07 all."""
    found: set[date] = set()
    for each in written:
        first, _, last = each.partition("~")
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
        found |= {start + timedelta(days=ahead) for ahead in range((end - start).days + 1)}
    return frozenset(found)
