"""The floors that a model must stand on before it may answer: absolute ones, and none of what the present model can may be lost.

The absolute ones are in tests/nlu/floor.json, which is only ever raised. It decides from figures alone and reads no model.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.training.source import SourceFault

FLOORS = Path("tests/nlu/floor.json")
# Where the file does not say otherwise: the F1 that each wish must have, processor time for one message.
_UNWRITTEN = {"intent_f1": 0.6, "cpu_ms": 10.0}
_AT_MOST = frozenset({"calibration_error", "cpu_ms"})
# How much of a figure may be lost against the model that answers now: less is what another fit gives by chance.
_MAY_FALL = {
    "accuracy": 0.01,
    "top3": 0.01,
    "macro_f1": 0.01,
    "scope_recall": 0.01,
    "scope_found": 0.05,
    "emotion_recall": 0.03,
    "emotion_precision": 0.05,
    "emotion_set_recall": 0.03,
    "emotion_set_precision": 0.03,
}
_INTENT_MAY_FALL = 0.12
_ENOUGH_SENTENCES = 15  # below, one sentence more or less decides
_MAY_COST = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One floor that a model does not reach; `most`: the figure must stay below."""

    figure: str
    value: float
    floor: float
    against: str  # "the floor" or "the present model"
    most: bool = False

    def __str__(self) -> str:
        sign = "above" if self.most else "below"
        return f"{self.figure} is {self.value:.3f}, {sign} {self.floor:.3f} ({self.against})"


def read_floors(root: Path) -> dict[str, float]:
    """Empty where the project has no floor.json; what that does not say is filled in. Raises SourceFault."""
    path = root / FLOORS
    if not path.is_file():
        return {}
    advice = 'it is one JSON object of numbers, {"accuracy": 0.9, …}: go back to the version before'
    try:
        written: dict[str, float] = json.loads(path.read_bytes().decode("utf-8-sig"))
    except ValueError as error:
        raise SourceFault(path, getattr(error, "lineno", 1), "not valid JSON", advice) from None
    if not isinstance(written, dict) or not all(type(each) in (int, float) for each in written.values()):
        raise SourceFault(path, 1, "not a table of numbers", advice)
    return {**written, **{name: floor for name, floor in _UNWRITTEN.items() if name not in written}}


def broken(
    figures: Mapping[str, Any], floors: Mapping[str, float], present: Mapping[str, Any] | None = None
) -> list[Broken]:
    """Every floor that `figures` do not reach; `present`: the figures of the model that answers now."""
    return [*_absolute(figures, floors), *(_lost(figures, present) if present else ())]


def _absolute(figures: Mapping[str, Any], floors: Mapping[str, float]) -> Iterator[Broken]:
    for name, floor in floors.items():
        value = figures.get(name)
        if value is None:
            continue
        most = name in _AT_MOST
        if value > floor if most else value < floor:
            yield Broken(figure=name, value=value, floor=floor, against="the floor", most=most)
    least = floors.get("intent_f1")
    for intent, row in figures.get("per_intent", {}).items():
        if least is not None and row["cases"] >= _ENOUGH_SENTENCES and row["f1"] < least:
            yield Broken(figure=f"F1 of {intent}", value=row["f1"], floor=least, against="the floor")


def _chance(name: str, had: float, figures: Mapping[str, Any]) -> float:
    """One standard error of a share that few sentences decide, so that a single one of them cannot forbid a model."""
    if name == "emotion_recall":
        count = figures.get("hot_cases", 0)
    elif name == "emotion_precision":
        found = (figures.get("emotion_recall") or 0.0) * figures.get("hot_cases", 0)
        count = found / max(had, 0.01)  # how many it called upset or angry
    elif name == "scope_found":
        count = figures.get("per_intent", {}).get("out_of_scope", {}).get("cases", 0)
    else:
        return 0.0
    return math.sqrt(had * (1 - had) / count) if count else 0.0


def _lost(figures: Mapping[str, Any], present: Mapping[str, Any]) -> Iterator[Broken]:
    for name, fall in _MAY_FALL.items():
        value, had = figures.get(name), present.get(name)
        if value is None or had is None:
            continue
        floor = had - max(fall, _chance(name, had, figures))
        if value < floor:
            yield Broken(figure=name, value=value, floor=floor, against=f"the present model has {had:.3f}")
    before = present.get("per_intent", {})
    for intent, row in figures.get("per_intent", {}).items():
        had = before.get(intent)
        if had is None or row["cases"] < _ENOUGH_SENTENCES:
            continue
        if row["f1"] < had["f1"] - _INTENT_MAY_FALL:
            against = f"the present model has {had['f1']:.3f}"
            yield Broken(figure=f"F1 of {intent}", value=row["f1"], floor=had["f1"] - _INTENT_MAY_FALL, against=against)
    cost, had_cost = figures.get("cpu_ms"), present.get("cpu_ms")
    if cost and had_cost and cost > had_cost * _MAY_COST and cost > 1.0:
        against = f"the present model needs {had_cost:.1f}"
        yield Broken(figure="cpu_ms", value=cost, floor=had_cost * _MAY_COST, against=against, most=True)
