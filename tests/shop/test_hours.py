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
