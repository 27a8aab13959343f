"""A new desk has canned replies; what its admins made of them stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.records import agents, audit, canned
from bot.records.agent_sessions import Session
from bot.records.database import Database
from bot.records.migrate import upgrade
from bot.settings import Settings
from bot.supervisor.canned_seed import read_canned, seed_canned


def test_the_shops_own_are_right_and_fill_only_known_gaps() -> None:
    replies = read_canned()
    assert len(replies) >= 12
    gaps = {gap for reply in replies for gap in re.findall(r"\{(\w+)\}", reply.text)}
    assert gaps == {"name", "agent", "order_id", "goods"}


def test_they_are_seeded_once_and_removed_ones_stay_away(settings_for: Callable[..., Settings]) -> None:
    settings = settings_for()
    upgrade(settings)
    assert seed_canned(settings) == len(read_canned()) and seed_canned(settings) == 0
    database = Database.open(settings)
    boss = database.write_now(agents.add, name="主管", password_hash="x", role="admin", skills=("all",), now_ms=1)
    session = Session(agent=boss, token_hash="t", address="192.0.2.2")
    for reply in database.read_now(canned.list_all):
        database.write_now(canned.remove, reply.id)
    database.write_now(audit.add, session, "canned_removed", target="hi", now_ms=1)
    assert seed_canned(settings) == 0 and not database.read_now(canned.list_all)
    database.close()


@pytest.mark.parametrize(
    "text",
    ["a: 1", "- 1", "- {shortcut: a, title: b}", "- {shortcut: a b, title: b, text: c}",
     "- {shortcut: a, title: b, text: c, skill: cooking}",
     "- {shortcut: a, title: b, text: c}\n- {shortcut: a, title: d, text: e}"],
)  # fmt: skip
def test_a_file_that_is_wrong_is_named(data_dir: Path, text: str) -> None:
    file = data_dir / "canned.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"canned\.yml"):
        read_canned(file)
