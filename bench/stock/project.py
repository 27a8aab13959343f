"""Writes and trains the stock project in a cache folder; a trained one is kept whatever becomes of our data."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bench.child_process import completed
from bench.questions import FAQ, ORDER
from bot.nlu.intents import INTENTS, INTENTS_BY_TOPIC, TOPIC_OF
from bot.settings import PROJECT_ROOT
from bot.training.examples import Example, load_examples

_TEMPLATE = Path(__file__).parent / "template"
_SEED = 3000
_RETRIEVED = "account"  # this topic is one retrieval intent, so that the ResponseSelector has work as in real projects
_BY_ACTION = "track_order"
_FALLBACK = "nlu_fallback"
_STORIES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StockParts:
    """How much it learns: sentences of our data, and epochs of all its networks."""

    sentences: int
    epochs: int


STOCK_PARTS = StockParts(sentences=3000, epochs=100)


class StockProject:
    """A Rasa project in `root`."""

    def __init__(self, root: Path, parts: StockParts) -> None:
        self.root = root
        self._parts = parts

    @property
    def trained(self) -> bool:
        return any((self.root / "models").glob("*.tar.gz"))

    async def ensure_trained(self) -> None:
        """Write and train it if it is not; several minutes. Raises NotAnswered when Rasa refuses."""
        if not self.trained:
            await asyncio.to_thread(self.write)
            # Augmented stories would make training ten times longer and no turn faster or slower.
            command = (sys.executable, "-m", "rasa", "train", "--quiet", "--augmentation", "0")
            await completed(*command, cwd=self.root, variables=environment())

    def write(self) -> None:
        """Configuration, domain, NLU sample, rules and stories."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(_TEMPLATE, self.root, ignore=shutil.ignore_patterns("__pycache__"))
        config = self.root / "config.yml"
        config.write_text(config.read_text().replace("epochs: 100", f"epochs: {self._parts.epochs}"), encoding="utf-8")
        (self.root / "data").mkdir()
        _dump(self.root / "data" / "nlu.yml", {"nlu": _blocks(sample(load_examples(PROJECT_ROOT), self._parts))})
        _dump(self.root / "data" / "rules.yml", {"rules": _rules()})
        _dump(self.root / "data" / "stories.yml", {"stories": _stories()})
        _dump(self.root / "domain.yml", _domain())


def environment() -> dict[str, str]:
    """Rasa's processes see none of our settings, and report to nobody."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    return {**mine, "RASA_TELEMETRY_ENABLED": "false", "SANIC_HOST": "127.0.0.1", "TF_CPP_MIN_LOG_LEVEL": "3"}


def sample(examples: list[Example], parts: StockParts) -> dict[str, list[str]]:
    """Sentences by intent: the same share of each, chosen by a fixed seed, without the measured questions.

    The measured order sentence is always learnt: a turn that does not reach the custom action would not be one.
    """
    by_intent: defaultdict[str, set[str]] = defaultdict(set)
    for example in examples:
        if example.intent in TOPIC_OF and example.text not in FAQ and not example.text.startswith("/"):
            by_intent[example.intent].add(example.text)
    total = sum(map(len, by_intent.values()))
    chance = random.Random(_SEED)
    chosen = {}
    for intent in sorted(by_intent):
        texts = sorted(by_intent[intent])
        chosen[intent] = chance.sample(texts, min(len(texts), max(round(len(texts) * parts.sentences / total), 4)))
    chosen[_BY_ACTION] = sorted({*chosen.get(_BY_ACTION, []), ORDER})
    return chosen


def _name(intent: str) -> str:
    return f"{_RETRIEVED}/{intent}" if TOPIC_OF[intent] == _RETRIEVED else intent


def _blocks(chosen: dict[str, list[str]]) -> list[dict[str, str]]:
    return [
        {"intent": _name(intent), "examples": "".join(f"- {text}\n" for text in chosen[intent])} for intent in chosen
    ]


def _intents() -> list[str]:
    return [intent for intent in INTENTS if TOPIC_OF[intent] != _RETRIEVED] + [_RETRIEVED]


def _action(intent: str) -> str:
    return "action_track_order" if intent == _BY_ACTION else f"utter_{intent}"


def _rules() -> list[dict[str, Any]]:
    answers = {**{intent: _action(intent) for intent in _intents()}, _FALLBACK: "utter_default"}
    return [
        {"rule": f"Answer {intent}", "steps": [{"intent": intent}, {"action": action}]}
        for intent, action in answers.items()
    ]


def _stories() -> list[dict[str, Any]]:
    """Talks of three to five turns that keep to the rules: TED and UnexpecTED learn from stories only."""
    chance = random.Random(_SEED)
    stories = []
    for number in range(_STORIES):
        path = chance.sample(_intents(), chance.randint(3, 5))
        steps = [step for intent in path for step in ({"intent": intent}, {"action": _action(intent)})]
        stories.append({"story": f"Talk {number}", "steps": steps})
    return stories


def _domain() -> dict[str, Any]:
    responses = [f"utter_{_name(intent)}" for intent in INTENTS if intent != _BY_ACTION] + ["utter_default"]
    return {
        "intents": [*_intents(), _FALLBACK],
        "actions": ["action_track_order", f"utter_{_RETRIEVED}"],
        "responses": {name: [{"text": f"关于这个，我们的说明是这样的：{name}。"}] for name in responses},
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }


def _dump(path: Path, document: dict[str, Any]) -> None:
    yaml = YAML()
    yaml.width = 10_000
    with path.open("w", encoding="utf-8") as file:
        yaml.dump({"version": "3.1", **document}, file)


assert _RETRIEVED in INTENTS_BY_TOPIC
