"""Offsets from the seeding."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.shop.demo.moments import parse_moment
from tests.shop.factories import anchor


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-3d 14:20", "2026-11-18 06:20"),
        ("-0d 14:30", "2026-11-21 06:30"),
        ("+1d 18:00", "2026-11-22 10:00"),
        ("+0d 20:00", "2026-11-21 12:00"),
        ("+0d 14:30", "2026-11-22 06:30"),
        ("+0d 09:00", "2026-11-22 01:00"),
        ("-0d 00:00", "2026-11-20 16:00"),
        ("2026-12-01", "2026-11-30 16:00"),
        ("2026-12-01 09:30", "2026-12-01 01:30"),
    ],
)
def test_a_moment_is_in_the_shops_zone(text: str, expected: str) -> None:
    assert anchor(utc("2026-11-21 06:30")).at(parse_moment(text)) == utc(expected)


def test_the_day_of_the_seeding_is_the_shops_not_the_machines() -> None:
    late_evening_utc = anchor(utc("2026-11-21 17:00"))  # 01:00 on the 22nd in Shanghai
    assert late_evening_utc.at(parse_moment("-1d 10:00")) == utc("2026-11-21 02:00")


def test_what_belongs_together_goes_back_together_before_its_hour() -> None:
    moments = [parse_moment("-2d 10:00"), parse_moment("-0d 09:00")]
    early, noon = anchor(utc("2026-11-20 23:00")), anchor(utc("2026-11-21 04:00"))
    assert (early.back_days(moments), noon.back_days(moments)) == (1, 0)
    assert early.at(moments[0], back_days=1) == utc("2026-11-18 02:00")
    assert early.at(parse_moment("+1d 18:00"), back_days=1) == utc("2026-11-22 10:00")


@pytest.mark.parametrize("text", ["", "3d 14:20", "-3d", "-3d 24:01", "-3d 14:60", "-3 d 14:20", "2026-02-30", "昨天"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_moment(text)
