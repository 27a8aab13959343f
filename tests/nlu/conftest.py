"""The two models, fitted once for all tests of this folder as the components fit them, without Rasa's graph around them."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.nlu.fitting import fit_calibrated
from bot.nlu.linear import LinearModel
from bot.nlu.mood_examples import read_mood_lines
from bot.nlu.mood_fitting import WishExample, fit_moods
from bot.nlu.priors import with_priors
from bot.nlu.reading import read
from bot.training.examples import Example, load_examples

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def examples() -> list[Example]:
    return load_examples(_ROOT)


@pytest.fixture(scope="session")
def wishes(examples: list[Example]) -> LinearModel:
    pipeline = YAML(typ="safe").load((_ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    priors = next(step["priors"] for step in pipeline if step["name"].endswith("Wishes"))
    model, _ = fit_calibrated([read(e.text) for e in examples], [e.intent for e in examples])
    return with_priors(model, priors)


@pytest.fixture(scope="session")
def moods(examples: list[Example]) -> LinearModel:
    known = [WishExample(intent=e.intent, text=e.text, writer=e.batch) for e in examples]
    return fit_moods(read_mood_lines(_ROOT / "data" / "emotion"), known)
