"""`promote`, `rollback` and `models` as a maintainer calls them, on really trained models: floors, force, versions, stories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.records.database import Database
from bot.settings import Settings
from bot.training import promotions, registry
from bot.training.promoting import judge
from bot.training.promotions import Decision
from bot.training.registry import Model
from tests.training.small_project import ROOT

pytestmark = pytest.mark.timeout(300)
Made = tuple[Settings, Database, Model, Path]


def ran(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot", *words],
        cwd=ROOT, capture_output=True, text=True, timeout=200,
        env=os.environ | {"BOT_DATA_DIR": str(settings.data_dir)},
    )  # fmt: skip


def a_copy(database: Database, settings: Settings, model: Model, root: Path) -> Model:
    """The same archive under another name, as if it had been trained again."""
    archive = settings.models_dir / "another.tar.gz"
    shutil.copy(settings.models_dir / model.name, archive)
    return registry.register(database, settings, archive, dict(model.card), root)


def floor(project: Path, **figures: float) -> None:
    (project / "tests" / "nlu" / "floor.json").write_text(json.dumps(figures))


def test_a_broken_floor_is_refused_with_its_figure_and_forced_only_with_a_reason(made: Made) -> None:
    settings, database, model, project = made
    floor(project, accuracy=0.99)
    refused = ran(settings, "promote", "--root", str(project))
    assert refused.returncode == 1
    assert "accuracy is 0." in refused.stderr and "below 0.990 (the floor)" in refused.stderr
    assert database.read_now(registry.promoted) is None
    forced = ran(settings, "promote", "--root", str(project), "--force", "--reason", "双十一 等不了")
    assert forced.returncode == 0, forced.stderr
    [row] = database.read_now(promotions.history)
    assert row.model == model.name and row.reason == "双十一 等不了" and "accuracy" in row.broken[0]
    assert "双十一 等不了 (over: accuracy is 0." in ran(settings, "models").stdout
    hidden = (settings.models_dir / model.name).rename(settings.models_dir / "aside")
    assert f"{model.name}: its file is gone" in ran(settings, "models").stderr
    hidden.rename(settings.models_dir / model.name)
    again = ran(settings, "promote", "--root", str(project), "--json")
    assert again.returncode == 0 and json.loads(again.stdout)["changed"] is False


def test_a_model_of_another_version_is_refused_in_clear_words_and_going_back_to_it_too(made: Made) -> None:
    settings, database, model, project = made
    domain = project / "domain.yml"
    other = a_copy(database, settings, model, project)
    domain.write_text(domain.read_text(encoding="utf-8") + "# another version\n", encoding="utf-8")
    verdict = judge(database, settings, other.name, lambda _line: None, project)
    assert "trained with another domain, configuration or code" in verdict.broken[0]


def test_going_back_to_a_model_of_another_version_needs_force(made: Made) -> None:
    settings, database, model, project = made
    domain = project / "domain.yml"
    domain.write_text(domain.read_text(encoding="utf-8") + "# another version\n", encoding="utf-8")
    other = a_copy(database, settings, model, project)
    promotions.promote(database, other.name)
    promotions.promote(database, model.name)
    back = ran(settings, "rollback")
    assert back.returncode == 1 and "--force" in back.stderr
    assert ran(settings, "rollback", "--force", "--reason", "it must").returncode == 0
    answering = database.read_now(registry.promoted)
    assert answering is not None and answering.name == other.name


def test_a_story_that_the_model_tells_otherwise_forbids_it(made: Made) -> None:
    settings, database, _, project = made
    (project / "tests" / "stories" / "wrong.yml").write_text(
        "version: '3.1'\nstories:\n- story: A greeting gets a person\n  steps:\n  - intent: greet\n  - action: action_request_human\n"
    )
    [reason] = judge(database, settings, None, lambda _line: None, project).broken
    assert "A greeting gets a person" in reason and "the model chooses `action_small_talk`" in reason


def test_conversations_that_failed_with_it_forbid_it(made: Made) -> None:
    settings, database, model, project = made
    database.write_now(registry.amend_card, model.name, {"tests": {"cases": 156, "failed": 3}})
    assert judge(database, settings, None, lambda _line: None, project).broken == (
        "3 of 156 conversations of tests/e2e failed with it",
    )


def test_who_decided_while_somebody_else_promoted_is_told(made: Made) -> None:
    settings, database, model, project = made
    other = a_copy(database, settings, model, project)
    verdict = judge(database, settings, model.name, lambda _line: None, project)
    promotions.promote(database, other.name, Decision(who="chen@shop"))
    with pytest.raises(promotions.Conflict, match="chen@shop promoted another"):
        promotions.promote(database, verdict.model.name, Decision(looked_at=verdict.looked_at))


def test_the_newest_is_compared_with_what_answers_now(made: Made) -> None:
    settings, database, model, project = made
    promotions.promote(database, model.name)
    weaker = {**model.card["figures"], "accuracy": model.card["figures"]["accuracy"] - 0.2}
    other = a_copy(database, settings, model, project)
    database.write_now(registry.amend_card, other.name, {"figures": weaker})
    [reason] = judge(database, settings, None, lambda _line: None, project).broken
    assert "the present model has" in reason
