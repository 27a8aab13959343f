"""Durations as they are typed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cli.duration import parse_duration


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("+2d3h", timedelta(days=2, hours=3)),
        ("-1h30m", -timedelta(hours=1, minutes=30)),
        ("90s", timedelta(seconds=90)),
        ("1w", timedelta(weeks=1)),
        ("+0.5h", timedelta(minutes=30)),
        (" +2D ", timedelta(days=2)),
    ],
)
def test_a_duration_is_understood(text: str, duration: timedelta) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize("text", ["", "+", "2", "d", "2 d", "+-2d", "2y", "1e3s", "+99999999d", "２d３", "reset"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"\+2d3h|ten years"):
        parse_duration(text)
