"""Rules and stories agree with each other and with the domain, and Rasa's policies can be trained on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.actions.fakes import domain, rules

ROOT = Path(__file__).resolve().parents[2]
STORIES = sorted([*(ROOT / "data" / "stories").glob("*.yml"), *(ROOT / "tests" / "stories").glob("*.yml")])

TRAIN = """
import sys
from bot.nlu.engine_imports import import_rasa_without_tensorflow
import_rasa_without_tensorflow()
from rasa.model_training import train_core
print(train_core(domain="domain.yml", config=sys.argv[1], stories=sys.argv[2], output=sys.argv[3]))
"""


def steps_of(path: Path) -> list[list[dict[str, str]]]:
    return [story["steps"] for story in yaml.safe_load(path.read_text(encoding="utf-8"))["stories"]]


def conditional_rules() -> dict[tuple[str, str], set[str]]:
    """(intent, action) → the slots on which such a rule depends."""
    found: dict[tuple[str, str], set[str]] = {}
    for path in (ROOT / "data" / "rules").glob("*.yml"):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            slots = {name for each in rule.get("condition", ()) for slot in each["slot_was_set"] for name in slot}
            if slots:
                found[rule["steps"][0]["intent"], rule["steps"][1]["action"]] = slots
    return found


@pytest.mark.parametrize("path", STORIES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_every_turn_of_every_story_goes_by_its_rule(path):
    for steps in steps_of(path):
        told = {name for step in steps for slot in step.get("slot_was_set", ()) for name in slot}
        said = [step for step in steps if "slot_was_set" not in step]
        for turn, reply in zip(said[::2], said[1::2], strict=True):
            by_slots = conditional_rules().get((turn["intent"], reply["action"]), {"no rule"})
            assert reply["action"] == rules().get(turn["intent"]) or by_slots <= told


def test_the_policies_train_without_a_contradiction(tmp_path):
    policies = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    config = tmp_path / "config.yml"
    kept = {name: policies[name] for name in ("recipe", "assistant_id", "language", "policies")}
    config.write_text(yaml.safe_dump(kept | {"pipeline": []}), encoding="utf-8")
    for folder in ("rules", "stories"):
        shutil.copytree(ROOT / "data" / folder, tmp_path / "data" / folder)
    command = [sys.executable, "-W", "ignore", "-c", TRAIN, str(config), str(tmp_path / "data"), str(tmp_path)]
    environ = os.environ | {"RASA_CACHE_DIRECTORY": str(tmp_path / "cache")}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0 and ".tar.gz" in done.stdout, done.stderr[-2000:]


def test_every_text_for_shoppers_is_chinese_with_chinese_punctuation():
    for name, variants in domain()["responses"].items():
        for variant in variants:
            text = variant["text"]
            assert "\n\n" not in text, f"{name}: a blank line would make two messages"
            assert not set(",?!;") & set(text), f"{name}: {text}"


def test_every_answer_has_several_wordings_but_the_one_that_must_not_vary():
    single = {"utter_proof_refused", "utter_proof_locked", "utter_parcel_stopped", "utter_book_answer"}
    single |= {"utter_care"}
    for name, variants in domain()["responses"].items():
        texts = {variant["text"] for variant in variants}
        assert len(texts) >= 2 or name in single or name.endswith("_bare"), name


def test_every_slot_is_memory_only_and_every_field_of_the_thread_has_one():
    from dataclasses import fields

    from actions.thread import Thread

    told = {"handoff_outcome", "handoff_agent", "handoff_summary", "handoff_wish"}  # by the record, at a hand-back
    told |= {"heat"}  # by the worker, for every message
    assert set(domain()["slots"]) == {field.name for field in fields(Thread)} | told
    for name, slot in domain()["slots"].items():
        assert slot["influence_conversation"] is (name == "handoff_outcome")
        assert slot["mappings"] == [{"type": "custom"}]
