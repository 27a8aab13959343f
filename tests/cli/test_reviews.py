"""`xiaonuan reviews import`: a feed is taken in once; a line at fault ends it before anything is stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.records.care_tables import tickets
from bot.records.database import Database
from bot.settings import Settings

GOOD = {"review_id": "R1", "score": 1, "text": "碎了", "customer_id": "C1", "order_id": "O1"}


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path))
    return tmp_path


def taken(data_dir: Path, *lines: object) -> int:
    feed = data_dir / "feed.jsonl"
    feed.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines), encoding="utf-8")
    return CliRunner().invoke(app, ["reviews", "import", str(feed)]).exit_code


def count() -> int:
    database = Database.open(Settings.load())
    found = len(database.read_now(lambda c: c.execute(tickets.select()).all()))
    database.close()
    return found


def test_bad_reviews_become_tickets_once_and_good_ones_none(data_dir: Path) -> None:
    assert taken(data_dir, GOOD, {**GOOD, "review_id": "R2", "score": 5}, "") == 0 and count() == 1
    assert taken(data_dir, GOOD) == 0 and count() == 1


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        {**GOOD, "score": 0},
        {**GOOD, "score": "1"},
        {**GOOD, "score": True},
        {"score": 1},
        {**GOOD, "text": 7},
    ],
)
def test_a_line_at_fault_takes_nothing_in(data_dir: Path, line: object) -> None:
    assert taken(data_dir, GOOD) == 0
    assert taken(data_dir, {**GOOD, "review_id": "R3"}, line) == 1 and count() == 1
