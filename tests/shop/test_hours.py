"""When people are at the desk."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.shop.hours import Shift, WorkingHours
from tests.shop.factories import SHANGHAI

HOURS = WorkingHours(
    shifts=(
        Shift(skill="*", weekdays=frozenset({0, 1, 2, 3, 4}), start_minute=540, end_minute=1080),
        Shift(skill="invoice", weekdays=frozenset({5}), start_minute=600, end_minute=660),
    ),
    closed_days=frozenset({"10-01", "2026-11-24"}),
)


@pytest.mark.parametrize(
    ("local", "skill", "open_"),
    [
        ("2026-11-23 09:00", "order", True),
        ("2026-11-23 08:59", "order", False),
        ("2026-11-23 17:59", "order", True),
        ("2026-11-23 18:00", "order", False),
        ("2026-11-24 12:00", "order", False),
        ("2027-11-24 12:00", "order", True),
        ("2026-10-01 12:00", "order", False),
        ("2026-11-28 10:30", "order", False),
        ("2026-11-28 10:30", "invoice", True),
        ("2026-11-22 12:00", "invoice", False),
    ],
)
def test_a_shift_is_from_and_until_before(local: str, skill: str, open_: bool) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=SHANGHAI).astimezone(timezone.utc)
    assert HOURS.open_at(at, skill, SHANGHAI) is open_


def opening(local: str, skill: str | None, hours: WorkingHours = HOURS) -> str | None:
    at = datetime.fromisoformat(local).replace(tzinfo=SHANGHAI)
    found = hours.next_opening(at, skill, SHANGHAI)
    return None if found is None else found.strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("local", "skill", "opens"),
    [
        ("2026-11-23 12:00", "order", "2026-11-23 12:00"),  # somebody is there
        ("2026-11-23 03:00", "order", "2026-11-23 09:00"),
        ("2026-11-23 18:00", "order", "2026-11-25 09:00"),  # the 24th is closed
        ("2026-11-27 19:00", "order", "2026-11-30 09:00"),  # a weekend
        ("2026-11-27 19:00", None, "2026-11-28 10:00"),  # somebody, whoever it is
        ("2026-09-30 18:30", "order", "2026-10-02 09:00"),
    ],
)
def test_the_next_opening_is_named(local: str, skill: str | None, opens: str) -> None:
    assert opening(local, skill) == opens


def test_a_holiday_may_be_one_skills_alone() -> None:
    hours = WorkingHours(shifts=HOURS.shifts, closed_days=frozenset({"2026-11-23 presale"}))
    at = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)
    assert not hours.on_duty_at(at, "presale", SHANGHAI) and hours.on_duty_at(at, "delivery", SHANGHAI)
    assert hours.on_duty_at(at, None, SHANGHAI)
    assert opening("2026-11-23 12:00", "presale", hours) == "2026-11-24 09:00"


def test_nobody_ever_there_is_said_so() -> None:
    assert opening("2026-11-23 12:00", None, WorkingHours(shifts=())) is None
