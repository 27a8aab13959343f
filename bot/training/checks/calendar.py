"""Whether the shop's calendar of holidays still reaches far enough: promises in working days are reckoned by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.shop.calendar_end import is_near
from bot.training.checks.finding import Finding, notice

_FILE = Path("data", "shop", "policies", "calendar.yml")
_YEAR = re.compile(r"[\"'~](\d{4})-\d{2}-\d{2}")
_ADVICE = "add a version with the holidays of the next year, then `xiaonuan shop rules`"


def ends(root: Path, today: date) -> Iterator[Finding]:
    """A notice from 30 days before the last day of the last year that the calendar names; nothing without a calendar."""
    path = root / _FILE
    years = _YEAR.findall(path.read_text(encoding="utf-8")) if path.is_file() else []
    if not years:
        return
    last = date(max(map(int, years)), 12, 31)
    if is_near(last, today):
        ended = "ended" if today > last else "ends"
        yield notice("calendar_ends", path, 0, f"the calendar of holidays {ended} on {last.isoformat()}", _ADVICE)
