"""Rasa's own importer and ours hand over the same examples; ours reads each file once and hashes an example once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data import loading
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from ruamel.yaml import YAML

from bot.nlu.importer import Example
from tests.training.small_project import small_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def imported(project: Path) -> TrainingData:
    importer = TrainingDataImporter.load_from_config(
        str(project / "config.yml"), str(project / "domain.yml"), [str(project / "data")]
    )
    importer.get_domain()
    return importer.get_nlu_data()


def test_the_examples_are_those_of_rasas_importer_and_files_are_read_once(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Counter[str] = Counter()
    load = loading.load_data
    monkeypatch.setattr(loading, "load_data", lambda path, *rest: read.update([path]) or load(path, *rest))
    ours = imported(project)
    assert read and set(read.values()) == {1}
    config = YAML(typ="safe").load((project / "config.yml").read_text(encoding="utf-8"))
    del config["importers"]
    with (project / "config.yml").open("w", encoding="utf-8") as file:
        YAML().dump(config, file)
    theirs = imported(project)
    assert set(read.values()) == {3}  # two more: there was something to save
    assert ours.fingerprint() == theirs.fingerprint() and len(ours.training_examples) > 900


def test_an_example_has_the_hash_of_what_it_holds() -> None:
    example, plain = (
        Example({"text": "到哪了", "intent": "track_order"}),
        Message({"text": "到哪了", "intent": "track_order"}),
    )
    kept = example.fingerprint()
    assert kept == plain.fingerprint()
    example.set("intent", "track_order")
    assert example._cached_fingerprint == kept
    for prop, info in (("intent", "greet"), ("entities", []), ("entities", [{"start": 0}])):
        example.set(prop, info)
        plain.set(prop, info)
        assert example.fingerprint() == plain.fingerprint() != kept
