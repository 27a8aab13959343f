"""The calendar of holidays is said to end before it does."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.settings import PROJECT_ROOT
from bot.training.checks.calendar import ends


@pytest.mark.parametrize(
    ("today", "said"),
    [(date(2027, 12, 1), None), (date(2027, 12, 2), "ends"), (date(2027, 12, 31), "ends"), (date(2028, 1, 1), "ended")],
)
def test_it_is_said_thirty_days_before_and_ever_after(tmp_path: Path, today: date, said: str | None) -> None:
    folder = tmp_path / "data" / "shop" / "policies"
    folder.mkdir(parents=True)
    (folder / "calendar.yml").write_text(
        'versions:\n- valid_from: 2025-11-04\n  holidays:\n  - "2026-10-01~2026-10-07"\n  - "2027-10-01~2027-10-03"\n  working: []\n',
        encoding="utf-8",
    )
    found = list(ends(tmp_path, today))
    assert [f"calendar of holidays {said} on 2027-12-31" in each.problem for each in found] == ([True] if said else [])


def test_the_shops_own_calendar_is_read_and_none_is_no_finding(tmp_path: Path) -> None:
    assert list(ends(tmp_path, date(2099, 1, 1))) == []
    folder = tmp_path / "data" / "shop" / "policies"
    folder.mkdir(parents=True)
    shutil.copy(PROJECT_ROOT / "data" / "shop" / "policies" / "calendar.yml", folder)
    [found] = ends(tmp_path, date(2099, 1, 1))
    assert found.severity == "notice" and found.path.name == "calendar.yml" and "shop rules" in found.advice
