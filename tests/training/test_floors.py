"""What a model must stand on: a table of figures and the floors that they break."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.errors import ConfigurationError
from bot.training.floors import broken, read_floors

GOOD: dict[str, Any] = {
    "accuracy": 0.90, "macro_f1": 0.89, "scope_found": 0.85, "emotion_recall": 0.7, "calibration_error": 0.03, "cpu_ms": 2.0,
    "per_intent": {"track_order": {"cases": 40.0, "f1": 0.9}, "praise": {"cases": 5.0, "f1": 0.2}},
}  # fmt: skip
FLOORS = {"accuracy": 0.89, "calibration_error": 0.05, "cpu_ms": 10.0, "intent_f1": 0.6}


def changed(**figures: Any) -> dict[str, Any]:
    return {**GOOD, **figures}


@pytest.mark.parametrize(
    ("figures", "names"),
    [
        (GOOD, []),
        (changed(accuracy=0.85), ["accuracy", "accuracy"]),  # the floor, and lost against the present one
        (changed(accuracy=0.895), []),
        (changed(calibration_error=0.08), ["calibration_error"]),
        (changed(cpu_ms=11.0), ["cpu_ms", "cpu_ms"]),
        (changed(cpu_ms=5.0), ["cpu_ms"]),  # under the floor, but more than twice the present one
        (changed(scope_found=0.7), ["scope_found"]),
        (changed(emotion_recall=0.6), ["emotion_recall"]),
        (changed(emotion_recall=None), []),
        (changed(emotion_recall=0.63, hot_cases=20), []),  # one sentence of twenty
        (changed(emotion_recall=0.63, hot_cases=400), ["emotion_recall"]),
        (changed(per_intent={"track_order": {"cases": 40.0, "f1": 0.7}}), ["F1 of track_order"]),
        (changed(per_intent={"track_order": {"cases": 40.0, "f1": 0.5}}), ["F1 of track_order", "F1 of track_order"]),
        (changed(per_intent={"praise": {"cases": 5.0, "f1": 0.0}}), []),  # too few sentences to tell
        (changed(per_intent={"new_wish": {"cases": 40.0, "f1": 0.9}}), []),
    ],
)
def test_each_broken_floor_is_named(figures: dict[str, Any], names: list[str]) -> None:
    assert [each.figure for each in broken(figures, FLOORS, GOOD)] == names


def test_without_a_present_model_only_the_absolute_ones_count() -> None:
    assert broken(changed(scope_found=0.1), FLOORS) == []


@pytest.mark.parametrize("content", ["{", '{"accuracy": "high"}', "[0.9]"])
def test_floors_that_cannot_be_read_are_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "tests" / "nlu" / "floor.json"
    path.parent.mkdir(parents=True)
    path.write_text(content)
    with pytest.raises(ConfigurationError, match=r"floor\.json:1"):
        read_floors(tmp_path)


def test_a_broken_floor_says_the_figure_and_what_it_is_held_to() -> None:
    [first] = broken(changed(accuracy=0.5), FLOORS)
    assert str(first) == "accuracy is 0.500, below 0.890 (the floor)"
