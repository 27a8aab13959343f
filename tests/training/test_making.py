"""A model is made whole or not at all: really trained, on a small project."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import ConfigurationError, Conflict
from bot.records.database import Database
from bot.records.migrate import upgrade_database
from bot.settings import Settings
from bot.training import making, registry
from bot.training.making import Order, make
from bot.training.registry import Model
from tests.training.small_project import ROOT

pytestmark = pytest.mark.timeout(300)
Made = tuple[Settings, Database, Model, Path]


def quiet(_line: str) -> None:
    return


def learned(archive: Path) -> dict[str, str]:
    """What a model learned: each file of its components, hashed. Its metadata hold the time and a random id."""
    with tarfile.open(archive) as tar:
        files = [member for member in tar.getmembers() if member.isfile() and "components" in member.name]
        return {each.name: _hash(each.name, tar.extractfile(each).read()) for each in files}  # type: ignore[union-attr]


def _hash(name: str, content: bytes) -> str:
    """Rasa writes sets as lists in any order."""
    if name.endswith("rule_policy.json"):
        lookup = json.loads(content)["lookup"]
        content = json.dumps(
            {key: sorted(value, key=str) if isinstance(value, list) else value for key, value in lookup.items()},
            sort_keys=True,
        ).encode()
    return hashlib.sha256(content).hexdigest()


def kept(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.models_dir.iterdir() if path.name != ".training.lock")


def test_a_model_comes_with_a_card_beside_it_and_in_the_record(made: Made) -> None:
    settings, _, model, _ = made
    stem = model.name.removesuffix(".tar.gz")
    assert kept(settings) == sorted([f"{stem}.json", f"{stem}.md", f"{stem}.tar.gz"])
    beside = json.loads((settings.models_dir / f"{stem}.json").read_text())
    assert {name: value for name, value in beside.items() if name != "name"} == model.card
    assert model.card["data"] == model.data_hash and model.card["fits"] == model.fits
    assert model.card["figures"]["accuracy"] > 0.4 and model.card["peak_mb"] > 50
    assert "@" in model.card["who"] and model.card["versions"]["rasa"].startswith("3.6")
    assert "held-out sentences" in (settings.models_dir / f"{stem}.md").read_text()


def test_the_same_data_gives_the_same_model_whatever_the_hash_seed(made: Made) -> None:
    settings, _database, model, project = made
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot", "train", "--root", str(project), "--force", "--json"],
        cwd=ROOT, capture_output=True, text=True, timeout=200,
        env=os.environ | {"BOT_DATA_DIR": str(settings.data_dir), "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    again = json.loads(done.stdout)
    assert again["card"]["parts"]["reused"] == []
    first, second = (learned(settings.models_dir / name) for name in (model.name, again["model"]))
    assert first == second and first


def test_what_did_not_change_is_reused_and_another_config_is_noted(made: Made, tmp_path: Path) -> None:
    settings, database, _, project = made
    make(database, settings, Order(root=project, measured=False), quiet)  # fills this project's own cache
    again = make(database, settings, Order(root=project, measured=False), quiet)
    assert again.card["parts"]["trained"] == []
    other = tmp_path / "try.yml"
    other.write_text((project / "config.yml").read_text(encoding="utf-8").replace("track_order: 2.8", "track_order: 9"))
    tried = make(database, settings, Order(root=project, config=other, measured=False), quiet)
    assert tried.card["config"]["file"] == "try.yml"
    assert tried.card["config"]["sha256"] != again.card["config"]["sha256"]
    assert "RulePolicy" in tried.card["parts"]["reused"]


def test_broken_data_are_refused_by_file_and_line_before_anything_is_trained(made: Made) -> None:
    settings, database, _, project = made
    rules = project / "data" / "rules" / "talk.yml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(
        text + "  - rule: Against another\n    steps:\n      - intent: track_order\n      - action: action_clarify\n"
    )
    before = kept(settings)
    with pytest.raises(ConfigurationError, match=r"delivery\.yml:\d+: fault: .*“Against another” \(talk\.yml:\d+\)"):
        make(database, settings, Order(root=project), quiet)
    assert kept(settings) == before


def test_a_configuration_that_rasa_refuses_is_told_in_a_sentence(made: Made, tmp_path: Path) -> None:
    settings, database, _, project = made
    before = kept(settings)
    encoder = ROOT / "data" / "profiles" / "encoder.yml"
    with pytest.raises(ConfigurationError, match="LanguageModelFeaturizer needs TensorFlow: set BOT_TENSORFLOW=1"):
        make(database, settings, Order(root=project, config=encoder), quiet)
    unfit = tmp_path / "unfit.yml"
    without = (
        (project / "config.yml").read_text(encoding="utf-8").replace("bot.nlu.components.words.Words", "NoSuchPart")
    )
    unfit.write_text(without, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="'NoSuchPart'"):
        make(database, settings, Order(root=project, config=unfit), quiet)
    assert kept(settings) == before


def test_a_second_training_on_the_same_data_dir_is_told_of_the_first(made: Made) -> None:
    settings, database, _, project = made
    with making._one_at_a_time(settings.models_dir, False, quiet):
        with pytest.raises(Conflict, match=f"process {os.getpid()}"):
            make(database, settings, Order(root=project), quiet)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "killed"])
def test_a_training_that_is_interrupted_leaves_nothing_half(made: Made, number: signal.Signals) -> None:
    settings, database, _model, project = made
    for delay_s in (0.4, 2.5, 4.0):
        training = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "bot", "train", "--root", str(project), "--force"],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"BOT_DATA_DIR": str(settings.data_dir)},
        )  # fmt: skip
        time.sleep(delay_s)
        training.send_signal(number)
        _, said = training.communicate(timeout=60)
        assert "Traceback" not in said
        names = {each.name for each in database.read_now(registry.listed)}
        assert {path.name for path in settings.models_dir.glob("*.tar.gz")} == names
        for each in database.read_now(registry.listed):
            registry.verified_archive(settings, each)
        if number is signal.SIGINT:
            assert not list(settings.models_dir.glob(".making-*"))
    make(database, settings, Order(root=project, measured=False), quiet)
    assert not list(settings.models_dir.glob(".making-*"))


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("a small file system can be mounted by root only")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_disk_that_fills_while_the_model_is_written_is_said_and_leaves_nothing(
    made: Made, tiny_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, _, project = made
    settings = Settings.load(
        {"BOT_DATA_DIR": str(tiny_disk), "BOT_DATABASE_URL": f"sqlite:///{tmp_path / 'elsewhere.db'}"}
    )
    database = Database.open(settings)
    upgrade_database(database)
    try:
        with pytest.raises(ConfigurationError, match="nearly full"):
            make(database, settings, Order(root=project), quiet)
        monkeypatch.setattr(making, "_NEEDED_BYTES", 0)
        with pytest.raises(ConfigurationError, match="is full"):
            make(database, settings, Order(root=project), quiet)
        assert kept(settings) == []
        assert database.read_now(registry.listed) == []
    finally:
        database.close()
