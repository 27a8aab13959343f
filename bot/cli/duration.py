"""Signed durations such as "+2d3h" and "-1h30m". Pure."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS_S = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1}
_WHOLE = re.compile(r"([+-]?)((?:\d+(?:\.\d+)?[wdhms])+)")
_PART = re.compile(r"(\d+(?:\.\d+)?)([wdhms])")
_LONGEST = timedelta(days=3660)


def parse_duration(text: str) -> timedelta:
    """The duration; ValueError with what to write instead. Units: w, d, h, m, s; no sign means forward."""
    found = _WHOLE.fullmatch(text.strip().lower())
    if not found:
        raise ValueError(f"{text!r} is no duration: write it like +2d3h or -1h30m")
    seconds = sum(float(amount) * _UNITS_S[unit] for amount, unit in _PART.findall(found[2]))
    if seconds > _LONGEST.total_seconds():
        raise ValueError(f"{text!r} is longer than ten years")
    return timedelta(seconds=-seconds if found[1] == "-" else seconds)
