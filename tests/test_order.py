"""What is run first is there: a file that was renamed would fall back behind the others in silence."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import LONG_FILES


def test_the_long_files_exist() -> None:
    root = Path(__file__).resolve().parents[1]
    assert [name for name in LONG_FILES if not (root / name).is_file()] == []
