"""What `data check` says of rules and stories is what Rasa's own training says, for each project of a table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.training.checks.contradictions import contradictions
from bot.training.checks.domain import read_domain
from bot.training.checks.flows import flows_of
from bot.training.source import compose

ROOT = Path(__file__).resolve().parents[2]

DOMAIN = """
version: "3.1"
intents: [a, b, c]
entities: [thing]
slots:
  seen: {type: bool, influence_conversation: true, mappings: [{type: custom}]}
  kind: {type: categorical, values: [x, y], influence_conversation: true, mappings: [{type: custom}]}
  mute: {type: bool, influence_conversation: false, mappings: [{type: custom}]}
actions: [one, two, three]
"""


def rule(name: str, *steps: str, **fields: str) -> str:
    return _block("rule", name, steps, fields)


def story(name: str, *steps: str) -> str:
    return _block("story", name, steps, {})


def _block(kind: str, name: str, steps: tuple[str, ...], fields: dict[str, str]) -> str:
    head = f"- {kind}: {name}\n" + "".join(f"  {key}: {value}\n" for key, value in fields.items())
    lines = (step if step.startswith("{") else "{" + step + "}" for step in steps)
    return head + "  steps:\n" + "".join(f"  - {line}\n" for line in lines)


# name → (rules, stories, whether Rasa refuses them)
PROJECTS: dict[str, tuple[list[str], list[str], bool]] = {
    "two rules, two wishes": ([rule("r", "intent: a", "action: one"), rule("s", "intent: b", "action: two")], [], False),
    "one wish, two answers": ([rule("r", "intent: a", "action: one"), rule("s", "intent: a", "action: two")], [], True),
    "the same rule twice": ([rule("r", "intent: a", "action: one"), rule("s", "intent: a", "action: one")], [], False),
    "the longer rule against the shorter one's end": (
        [rule("r", "intent: a", "action: one"), rule("s", "intent: a", "action: one", "action: two")], [], True,
    ),
    "the shorter one does not wait": (
        [
            rule("r", "intent: a", "action: one", wait_for_user_input="false"),
            rule("s", "intent: a", "action: one", "action: two"),
        ], [], False,
    ),
    "a condition makes the difference": (
        [
            rule("r", "intent: a", "action: one"),
            rule("s", "intent: a", "action: two", condition="[{slot_was_set: [{seen: true}]}]"),
        ], [], False,
    ),
    "two conditions that can both hold, one without words": (
        [
            rule("r", "intent: a", "action: one", condition="[{slot_was_set: [{seen: true}]}]"),
            rule("s", "intent: a", "action: two", condition="[{slot_was_set: [{seen: true}]}]"),
        ], [], True,
    ),
    "two values of a slot": (
        [
            rule("r", "intent: a", "action: one", condition="[{slot_was_set: [{kind: x}]}]"),
            rule("s", "intent: a", "action: two", condition="[{slot_was_set: [{kind: y}]}]"),
        ], [], False,
    ),
    "a condition that no rule can see": (
        [
            rule("r", "intent: a", "action: one"),
            rule("s", "intent: a", "action: two", condition="[{slot_was_set: [{mute: true}]}]"),
        ], [], True,
    ),
    "a slot that must be empty": (
        [
            rule("r", "intent: a", "action: one", condition="[{slot_was_set: [{seen: null}]}]"),
            rule("s", "intent: a", "action: two", condition="[{slot_was_set: [{seen: true}]}]"),
        ], [], False,
    ),
    "a story that goes by the rules": (
        [rule("r", "intent: a", "action: one"), rule("s", "intent: b", "action: two")],
        [story("t", "intent: a", "action: one", "intent: b", "action: two")], False,
    ),
    "a story against a rule": (
        [rule("r", "intent: a", "action: one")], [story("t", "intent: a", "action: two")], True,
    ),
    "a story against a rule in its second turn": (
        [rule("r", "intent: a", "action: one"), rule("s", "intent: b", "action: two")],
        [story("t", "intent: a", "action: one", "intent: b", "action: three")], True,
    ),
    "a story of wishes without rules": (
        [rule("r", "intent: a", "action: one")], [story("t", "intent: b", "action: two", "action: three")], False,
    ),
    "a story goes on where the rule ends": (
        [rule("r", "intent: a", "action: one")], [story("t", "intent: a", "action: one", "action: two")], True,
    ),
    "a story with a slot that turns a rule on": (
        [
            rule("r", "intent: a", "action: one"),
            rule("s", "intent: a", "action: two", condition="[{slot_was_set: [{seen: true}]}]"),
        ],
        [story("t", "{slot_was_set: [{seen: true}]}", "intent: a", "action: two")], False,
    ),
    "a story that forgets the slot": (
        [
            rule("r", "intent: a", "action: one"),
            rule("s", "intent: a", "action: two", condition="[{slot_was_set: [{seen: true}]}]"),
        ],
        [story("t", "intent: a", "action: two")], True,
    ),
    "two messages in one rule": (
        [rule("r", "intent: a", "action: one", "intent: b", "action: two")], [], True,
    ),
    "an or": ([rule("r", "{or: [{intent: a}, {intent: b}]}", "action: one"), rule("s", "intent: b", "action: two")],
              [], True),
    "a slot set after an action in one rule only": (
        [
            rule("r", "intent: a", "action: one", "{slot_was_set: [{seen: true}]}", "action: two"),
            rule("s", "intent: b", "action: one"),
        ], [], True,
    ),
    "an action after an action": (
        [rule("r", "action: one", "action: two"), rule("s", "action: one", "action: three")], [], True,
    ),
}  # fmt: skip

RASA = """
import json, sys, tempfile, pathlib, logging
from bot.nlu.engine_imports import import_rasa_without_tensorflow
import_rasa_without_tensorflow()
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.exceptions import RasaException
logging.disable(logging.CRITICAL)
domain_text, projects = json.load(sys.stdin)
domain = Domain.from_yaml(domain_text)
found = {}
for name, text in projects.items():
    steps = YAMLStoryReader(domain).read_from_string(text)
    trackers = TrainingDataGenerator(StoryGraph(steps), domain, augmentation_factor=0, use_story_concatenation=False).generate()
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(pathlib.Path(folder))
        policy = RulePolicy({**RulePolicy.get_default_config(), "enable_fallback_prediction": False}, storage, Resource("p"), ExecutionContext(GraphSchema({}), "m"))
        try:
            policy.train(trackers, domain)
            found[name] = False
        except RasaException:
            found[name] = True
print(json.dumps(found))
"""


def project_text(rules: list[str], stories: list[str]) -> str:
    text = 'version: "3.1"\nrules:\n' + "".join(rules)
    return text + ("stories:\n" + "".join(stories) if stories else "")


@pytest.mark.parametrize("name", PROJECTS)
def test_what_contradicts_is_found_and_what_does_not_is_left_alone(name: str) -> None:
    rules, stories, refused = PROJECTS[name]
    domain = read_domain(Path("domain.yml"), compose(Path("domain.yml"), DOMAIN.encode()))
    path = Path("rules.yml")
    flows = list(flows_of(path, compose(path, project_text(rules, stories).encode())))
    found = list(contradictions(flows, domain.remembered))
    assert bool(found) is refused, [str(each) for each in found]
    assert all(each.line > 1 for each in found)


def test_the_table_says_what_rasas_training_says() -> None:
    texts = {name: project_text(rules, stories) for name, (rules, stories, _) in PROJECTS.items()}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", RASA], input=json.dumps([DOMAIN, texts]), cwd=ROOT, timeout=100,
        capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {name: refused for name, (_, _, refused) in PROJECTS.items()}
