"""Times in the demo shop's files: offsets from the seeding, so that the demo never rots. Pure.

"-3d 14:20" is three days before the seeding at 14:20 in the shop's zone, "+1d 18:00" tomorrow at 18:00,
"2026-11-21 09:00" that very moment. What is written with "-" is past and with "+" is to come, at whatever hour the
shop is seeded: see `Anchor`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

_OFFSET = re.compile(r"([+-])(\d{1,4})d (\d{2}):(\d{2})")
_EXACT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time as written. `days` and `clock` are local to the shop; `exact` is set instead for a date."""

    past: bool
    days: int = 0
    clock: time_of_day = field(default_factory=time_of_day)
    exact: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The seeding: its time (aware) and the shop's zone."""

    now: datetime
    zone: ZoneInfo

    def at(self, moment: Moment, *, back_days: int = 0) -> datetime:
        """The moment in UTC. `back_days` moves what is past further back; a coming one that has passed moves a day on."""
        if moment.exact is not None:
            return moment.exact.replace(tzinfo=self.zone).astimezone(timezone.utc)
        day = self.now.astimezone(self.zone).date()
        if moment.past:
            return self._at(day - moment.days * _DAY - back_days * _DAY, moment.clock)
        coming = self._at(day + moment.days * _DAY, moment.clock)
        return coming if coming > self.now else self._at(day + (moment.days + 1) * _DAY, moment.clock)

    def back_days(self, moments: Iterable[Moment]) -> int:
        """1 when one of these past moments would still be to come at the hour of the seeding, else 0.

        Everything that belongs together (an order with its events) goes back together, so its order in time is kept.
        """
        return int(any(moment.past and self.at(moment) > self.now for moment in moments))

    def _at(self, day: date, clock: time_of_day) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(timezone.utc)


def parse_moment(text: str) -> Moment:
    """The moment that a cell says. Raises ValueError with what is wrong."""
    if match := _OFFSET.fullmatch(text):
        sign, days, hour, minute = match.groups()
        try:
            return Moment(past=sign == "-", days=int(days), clock=time_of_day(int(hour), int(minute)))
        except ValueError as error:
            raise ValueError(f"{text!r}: {error}") from error
    if _EXACT.fullmatch(text):
        return Moment(past=False, exact=datetime.fromisoformat(text))
    raise ValueError(f"{text!r} is not a time such as -3d 14:20, +1d 18:00 or 2026-11-21 09:00")
