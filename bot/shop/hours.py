"""When people are at the desk, by skill and weekday, in the shop's zone. Pure; the bot itself is always there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
EVERY_SKILL = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Open on `weekdays` (0 Monday … 6 Sunday) from `start_minute` until before `end_minute` of the day (0–1440)."""

    skill: str  # EVERY_SKILL: all of them
    weekdays: frozenset[int]
    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """`closed_days` are dates "MM-DD" or "YYYY-MM-DD" on which nobody works."""

    shifts: tuple[Shift, ...]
    closed_days: frozenset[str] = frozenset()

    def open_at(self, at: datetime, skill: str, zone: ZoneInfo) -> bool:
        """Whether somebody with this skill should be there at an aware time."""
        local = at.astimezone(zone)
        if local.strftime("%m-%d") in self.closed_days or local.strftime("%Y-%m-%d") in self.closed_days:
            return False
        minute = local.hour * 60 + local.minute
        return any(
            shift.skill in (EVERY_SKILL, skill)
            and local.weekday() in shift.weekdays
            and shift.start_minute <= minute < shift.end_minute
            for shift in self.shifts
        )
