"""When promises are due, when their keepers are warned, when somebody asks whether all is well."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.care.promise_times import after_night, is_decent, rounded_up, warn_at
from bot.care.ticket_states import after, is_reopening

ZONE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2026-11-22 14:00:00", "2026-11-22 14:00:00"),
        ("2026-11-22 14:00:01", "2026-11-22 14:30:00"),
        ("2026-11-22 14:30:00", "2026-11-22 14:30:00"),
        ("2026-11-22 14:31:00", "2026-11-22 15:00:00"),
        ("2026-11-22 23:45:00", "2026-11-23 00:30:00"),
    ],
)
def test_times_are_said_by_the_half_hour(given: str, expected: str) -> None:
    assert rounded_up(at(given)) == at(expected)


@pytest.mark.parametrize(("hours", "lead_minutes"), [(4, 30), (2, 30), (1, 15), (0, 0), (-1, 0), (48, 30)])
def test_a_warning_comes_before_the_promise_breaks_and_not_at_once(hours: int, lead_minutes: int) -> None:
    made = at("2026-11-22 14:00")
    due = made + timedelta(hours=hours)
    assert due - warn_at(made, due) == timedelta(minutes=lead_minutes)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2026-11-22 09:00", "2026-11-22 09:00"),
        ("2026-11-22 21:30", "2026-11-22 21:30"),
        ("2026-11-22 22:00", "2026-11-23 09:00"),
        ("2026-11-22 03:30", "2026-11-22 09:00"),
        ("2026-11-30 23:30", "2026-12-01 09:00"),
    ],
)
def test_news_of_a_night_come_in_the_morning(given: str, expected: str) -> None:
    assert after_night(at(given)) == at(expected)


@pytest.mark.parametrize(
    ("clock", "decent"), [("09:59", False), ("10:00", True), ("19:59", True), ("20:00", False), ("03:00", False)]
)
def test_nobody_is_written_to_at_night(clock: str, decent: bool) -> None:
    assert is_decent(at(f"2026-11-22 {clock}"), ZONE) is decent
    assert is_decent(at(f"2026-11-22 {clock}").astimezone(timezone.utc), ZONE) is decent


@pytest.mark.parametrize(
    ("status", "happening", "expected"),
    [
        ("open", "raised", "open"), ("open", "taken", "doing"), ("open", "settled", "settled"), ("open", "solved", "settled"),
        ("open", "reopened", "open"), ("open", "broken", "open"), ("doing", "raised", "doing"), ("doing", "taken", "doing"),
        ("doing", "settled", "settled"), ("doing", "solved", "settled"), ("doing", "reopened", "doing"),
        ("doing", "broken", "doing"), ("settled", "raised", "open"), ("settled", "taken", "settled"),
        ("settled", "settled", "settled"), ("settled", "solved", "settled"), ("settled", "reopened", "open"),
        ("settled", "broken", "open"),
    ],
)  # fmt: skip
def test_the_life_of_a_ticket(status: str, happening: str, expected: str) -> None:
    assert after(status, happening) == expected  # type: ignore[arg-type]
    assert is_reopening(status, happening) is (status == "settled" and expected == "open")  # type: ignore[arg-type]
