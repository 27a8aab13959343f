"""The figures on the held-out sentences may only rise: floor.json is lowered by nobody and raised with each gain.

The models are those of conftest.py.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.nlu.intents import TOPIC_OF
from bot.nlu.linear import LinearModel
from bot.nlu.reading import read, read_with_spans
from bot.nlu.scope import is_in_scope
from bot.nlu.two_wishes import two_wishes
from bot.training.evaluate import Report, judge, read_cases, report
from tests.nlu.factories import mood_in

_HERE = Path(__file__).parent
pytestmark = pytest.mark.timeout(600)
_ROOT = _HERE.parents[1]
_FLOOR: dict[str, float] = json.loads((_HERE / "floor.json").read_text(encoding="utf-8"))
_CEILINGS = frozenset({"calibration_error", "one_wish_halved"})  # the less the better


@pytest.fixture(scope="module")
def figures(wishes: LinearModel, moods: LinearModel) -> Report:
    def parse(text: str) -> dict[str, Any]:
        reading = read_with_spans(text)
        chances = wishes.probabilities(reading.text)
        order = chances.argsort()[::-1][:10]
        return {
            "ranking": [{"name": wishes.names[place]} for place in order],
            "confidence": float(chances.max()),
            "emotion": {"level": mood_in(text, wishes, moods).level},
            "in_scope": is_in_scope(wishes, reading.text, chances),
        }

    return report([judge(parse, *case) for case in read_cases(_HERE / "heldout.jsonl")])


@pytest.mark.parametrize(
    "figure", ["accuracy", "top3", "macro_f1", "scope_recall", "scope_found", "emotion_recall", "emotion_precision"]
)
def test_no_figure_falls_below_its_floor(figures: Report, figure: str) -> None:
    assert getattr(figures, figure) >= _FLOOR[figure]


def test_confidences_are_as_true_as_they_were(figures: Report) -> None:
    assert figures.calibration_error <= _FLOOR["calibration_error"]


def test_upset_and_angry_lines_are_found_as_well_as_they_were(wishes: LinearModel, moods: LinearModel) -> None:
    lines = [json.loads(line) for line in (_HERE / "emotion.jsonl").read_text(encoding="utf-8").splitlines()]
    hot = {"upset", "angry"}
    said = [mood_in(line["text"], wishes, moods).level in hot for line in lines]
    true = [line["emotion"] in hot for line in lines]
    both = sum(a and b for a, b in zip(said, true, strict=True))
    assert both / sum(true) >= _FLOOR["emotion_set_recall"]
    assert both / sum(said) >= _FLOOR["emotion_set_precision"]


def test_two_wishes_are_taken_apart_as_often_as_they_were_and_one_wish_as_seldom(wishes: LinearModel) -> None:
    def judge_half(text: str) -> tuple[str, float]:
        chances = wishes.probabilities(read(text))
        return wishes.names[int(chances.argmax())], float(chances.max())

    lines = [json.loads(line) for line in (_HERE / "multi_intent.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = [line for line in lines if all(TOPIC_OF[intent] != "talk" for intent in line["intents"])]
    found = [two_wishes(line["text"], judge_half) for line in wanted]
    right = [
        {wish.intent for wish in pair or ()} == set(line["intents"]) for line, pair in zip(wanted, found, strict=True)
    ]
    single = [two_wishes(text, judge_half) for text, _, _ in read_cases(_HERE / "heldout.jsonl")]
    assert sum(right) / len(right) >= _FLOOR["two_wishes"]
    assert sum(pair is not None for pair in single) / len(single) <= _FLOOR["one_wish_halved"]


def test_no_floor_is_lower_than_it_ever_was() -> None:
    """Where this is no checkout, or one without a history, there is nothing to compare with."""

    def git(*words: str) -> str:
        done = subprocess.run(["git", "-C", str(_ROOT), *words], capture_output=True, text=True, check=False)
        return done.stdout

    place = str((_HERE / "floor.json").relative_to(_ROOT))
    for commit in git("log", "--format=%h", "--", place).split():
        for figure, former in json.loads(git("show", f"{commit}:{place}")).items():
            gained = former - _FLOOR[figure] if figure in _CEILINGS else _FLOOR[figure] - former
            assert gained >= 0, f"{figure} was {former} in {commit}"
