"""When a promise is due, when its keeper is warned, when somebody is asked whether all is well. Pure; business time."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LONGEST_LEAD = timedelta(minutes=30)
_SHARE = 4  # warned when a quarter of the time is left, at the latest half an hour before
VISIT_AFTER = timedelta(days=2)
_VISITS_FROM, _VISITS_UNTIL = 10, 20  # o'clock
_STEP_MINUTES = 30
_NIGHT_FROM, _NIGHT_UNTIL = 22, 9


def rounded_up(at: datetime) -> datetime:
    """To the next full or half hour, as people say times; a time on the half hour stays, but midnight, which reads as a day."""
    step = timedelta(minutes=_STEP_MINUTES)
    over = timedelta(minutes=at.minute % _STEP_MINUTES, seconds=at.second, microseconds=at.microsecond)
    full = at if not over else at - over + step
    return full if (full.hour, full.minute) != (0, 0) else full + step


def warn_at(made_at: datetime, due_at: datetime) -> datetime:
    """When a quarter of the time is left, and no earlier than half an hour before it is due."""
    return due_at - min(LONGEST_LEAD, max(due_at - made_at, timedelta()) / _SHARE)


def after_night(at: datetime) -> datetime:
    """The same time by day; what falls between 22 and 9 o'clock moves to 9 in the morning. `at` in the shop's zone."""
    if _NIGHT_UNTIL <= at.hour < _NIGHT_FROM:
        return at
    morning = at.replace(hour=_NIGHT_UNTIL, minute=0, second=0, microsecond=0)
    return morning if at.hour < _NIGHT_UNTIL else morning + timedelta(days=1)


def is_decent(at: datetime, zone: ZoneInfo) -> bool:
    """Whether somebody may be written to unasked at this hour: from 10 until 20 o'clock of the zone."""
    return _VISITS_FROM <= at.astimezone(zone).hour < _VISITS_UNTIL
