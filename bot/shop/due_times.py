"""When a promise is due: so many hours on, or the end of so many working days by the shop's calendar of holidays; and the
round time that a shopper is told for it. Pure.

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
_OPENS, _CLOSES = 9, 21  # o'clock: within these hours people of the shop answer, and couriers come
_NAMED_DAYS = 2  # 今天, 明天, 后天: beyond them a day is enough
_HOUR = timedelta(hours=1)


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


def told_time(due: datetime, now: datetime, *, hers: bool = False) -> datetime:
    """The time to tell for one that is due in the future, in the zone of `now`: a whole hour between 9 and 21 o'clock, a
    half hour that is one already, or the last minute of a day farther off, which is told as the day alone.

    Never earlier than what the shop owes; never later than what is asked of her (`hers`). The record keeps the exact one.
    """
    local = due.astimezone(now.tzinfo)
    if (local.hour, local.minute) in ((0, 0), (23, 59)):
        return local
    if hers:
        return _no_later(local, now)
    if (local.date() - now.date()).days > _NAMED_DAYS:
        return _at(local, _END.hour, _END.minute)
    if local.hour < _OPENS:
        return _at(local, _OPENS)
    up = local if _is_round(local) else _at(local, local.hour) + _HOUR
    return up if up <= _at(local, _CLOSES) else _at(local + timedelta(days=1), _OPENS)


def _no_later(local: datetime, now: datetime) -> datetime:
    """What lies before 9 is the evening before; the exact time where nothing rounder is left."""
    if local.hour < _OPENS:
        down = _at(local - timedelta(days=1), _CLOSES)
    else:
        down = min(local if _is_round(local) else _at(local, local.hour), _at(local, _CLOSES))
    return down if down > now else local


def _is_round(local: datetime) -> bool:
    return local.minute in (0, 30) and not local.second and not local.microsecond


def _at(local: datetime, hour: int, minute: int = 0) -> datetime:
    return local.replace(hour=hour, minute=minute, second=0, microsecond=0)


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
