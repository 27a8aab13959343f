"""Rasa's own importer and ours hand over the same examples; ours reads each file once and hashes an example once."""

from __future__ import annotations

import copy
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
    assert imported(project).fingerprint() == ours.fingerprint()
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


def test_a_file_that_changed_is_read_again(project: Path) -> None:
    before = len(imported(project).training_examples)
    path = next(path for path in sorted((project / "data").rglob("*.yml")) if "- intent: " in path.read_text("utf-8"))
    with path.open("a", encoding="utf-8") as file:
        file.write("- intent: greet\n  examples: |\n    - 火星上有人吗\n")
    assert len(imported(project).training_examples) == before + 1


def test_what_is_done_to_a_copy_leaves_the_example_as_it_was() -> None:
    example = Example({"text": "到哪了", "intent": "track_order"})
    copied = copy.deepcopy(example)
    copied.set("text", "到了没", add_to_output=True)
    copied.set("tokens", ["到", "了没"], add_to_output=True)
    assert example.data == {"text": "到哪了", "intent": "track_order"} and "tokens" not in example.output_properties
    assert copied.fingerprint() != example.fingerprint()
