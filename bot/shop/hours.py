"""When people are at the desk, by skill and weekday, in the shop's zone. Pure; the bot itself is always there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
EVERY_SKILL = "*"
_DAYS_LOOKED_AHEAD = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Open on `weekdays` (0 Monday … 6 Sunday) from `start_minute` until before `end_minute` of the day (0–1440)."""

    skill: str  # EVERY_SKILL: all of them
    weekdays: frozenset[int]
    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """`closed_days` are dates "MM-DD" or "YYYY-MM-DD" on which nobody works; "MM-DD presale": nobody with that skill."""

    shifts: tuple[Shift, ...]
    closed_days: frozenset[str] = frozenset()

    def open_at(self, at: datetime, skill: str, zone: ZoneInfo) -> bool:
        """Whether somebody with this skill should be there at an aware time."""
        local = at.astimezone(zone)
        minute = local.hour * 60 + local.minute
        return any(shift.start_minute <= minute < shift.end_minute for shift in self._shifts_on(local.date(), skill))

    def on_duty_at(self, at: datetime, skill: str | None, zone: ZoneInfo) -> bool:
        """As `open_at`; without a skill, whether anybody is there."""
        return any(self.open_at(at, each, zone) for each in self._skills(skill))

    def next_opening(self, at: datetime, skill: str | None, zone: ZoneInfo) -> datetime | None:
        """When somebody comes next (aware, in `zone`), `at` itself when somebody is there; None within a year: never."""
        if self.on_duty_at(at, skill, zone):
            return at.astimezone(zone)
        local = at.astimezone(zone)
        for ahead in range(_DAYS_LOOKED_AHEAD):
            day = local.date() + timedelta(days=ahead)
            starts = [
                datetime.combine(day, time(), zone) + timedelta(minutes=shift.start_minute)
                for each in self._skills(skill)
                for shift in self._shifts_on(day, each)
            ]
            later = [start for start in starts if start > local]
            if later:
                return min(later)
        return None

    def _shifts_on(self, day: date, skill: str) -> list[Shift]:
        names = {day.strftime("%m-%d"), day.strftime("%Y-%m-%d")}
        if self.closed_days & (names | {f"{name} {skill}" for name in names}):
            return []
        return [
            shift for shift in self.shifts if shift.skill in (EVERY_SKILL, skill) and day.weekday() in shift.weekdays
        ]

    def _skills(self, skill: str | None) -> list[str]:
        return [skill] if skill is not None else sorted({shift.skill for shift in self.shifts})
