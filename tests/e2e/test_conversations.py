"""Every conversation of this folder, with one instance for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings
from bot.training.e2e.script import Script, read_scripts
from bot.training.e2e.stage import stage
from bot.training.e2e.talking import Outcome

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = read_scripts(ROOT)
pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


def named(script: Script) -> str:
    return f"{script.topic}:{script.line}"


@pytest.fixture(scope="module")
def outcomes(prepared_data_dir: Path) -> dict[str, Outcome]:
    [archive] = (prepared_data_dir / "models").glob("*.tar.gz")
    with stage(Settings.load({"BOT_DATA_DIR": str(prepared_data_dir)}), archive) as running:
        return {named(outcome.script): outcome for outcome in running.play(SCRIPTS)}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: f"{script.topic}:{script.line}:{script.name}")
def test_what_must_be_heard_is_heard(outcomes: dict[str, Outcome], script: Script) -> None:
    outcome = outcomes[named(script)]
    assert outcome.fault is None, f"{script.path.name}:{outcome.line}: {outcome.fault}"


def test_there_are_conversations_over_all_topics_that_stand() -> None:
    assert len(SCRIPTS) >= 120
    assert {"talk", "presale", "delivery", "human", "book"} <= {script.topic for script in SCRIPTS}
    assert sum(bool(script.lacking) for script in SCRIPTS) <= len(SCRIPTS) // 10
