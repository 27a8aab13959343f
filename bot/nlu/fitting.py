"""Learns a LinearModel from labelled texts and sets its temperature on texts that it did not see.

Needs scipy; a worker never imports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from bot.nlu.linear import LinearModel
from bot.nlu.rows import learned_rows, with_hints
from bot.nlu.softmax import Lesson, Schedule, State, fit_softmax, softmax
from bot.nlu.wish_hints import Hints

MOOD_SCHEDULE = Schedule(epochs=10, batch=64, rate=0.1, dropout=0.0, fits=1)
_HELD_SHARE = 0.25


def fit(
    texts: Sequence[str],
    labels: Sequence[str],
    schedule: Schedule | None = None,
    *,
    frequencies_count: bool = False,
    hints: Sequence[Hints] | None = None,
) -> LinearModel:
    """A model with temperature 1 from normalised texts and their labels.

    With `frequencies_count` a label that is frequent in `labels` is likelier; without, all start equal. `hints` are
    features besides each text's own.
    """
    names, targets = numbered(labels)
    place_of, rows = with_hints(*learned_rows(tuple(texts)), hints)
    lesson = Lesson(rows=rows, labels=targets, classes=len(names), schedule=schedule or Schedule())
    (found,) = fit_softmax(lesson)
    level = found.bias if frequencies_count else without_frequencies(found.bias, targets)
    return LinearModel(names=names, place_of=place_of, weights=found.weights, bias=level)


def fit_calibrated(
    texts: Sequence[str], labels: Sequence[str], schedule: Schedule | None = None
) -> tuple[LinearModel, State]:
    """As `fit`, with the temperature that makes confidences of unseen texts true: least log loss on a quarter held out.

    With it the state that a later training may go on from (`bot.nlu.going_on`).
    """
    names, targets = numbered(labels)
    place_of, rows = learned_rows(tuple(texts))
    how = schedule or Schedule()
    held = np.random.default_rng(how.seed).random(len(texts)) < _HELD_SHARE
    whole = Lesson(rows=rows, labels=targets, classes=len(names), schedule=how)
    inner = replace(whole, rows=rows[~held], labels=targets[~held], schedule=replace(how, fits=1))
    found, of_inner = fit_softmax(whole, inner)
    temperature = _best_temperature(rows[held] @ of_inner.weights + of_inner.bias, targets[held])
    level = without_frequencies(found.bias, targets)
    model = LinearModel(names=names, place_of=place_of, weights=found.weights, bias=level, temperature=temperature)
    return model, found


def numbered(labels: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """(the names in order, each label's place among them)."""
    names = tuple(sorted(set(labels)))
    number = {name: place for place, name in enumerate(names)}
    return names, np.array([number[label] for label in labels], dtype=np.int64)


def without_frequencies(bias: NDArray[np.float32], targets: NDArray[np.int64]) -> NDArray[np.float32]:
    """How many examples somebody wrote for an intent says nothing about shoppers; that is what priors are for."""
    counts = np.maximum(1, np.bincount(targets, minlength=len(bias))).astype(np.float32)
    level: NDArray[np.float32] = bias - np.log(counts / counts.mean())
    return level


def _best_temperature(logits: NDArray[np.float32], right: NDArray[np.int64]) -> float:
    if not len(right):
        return 1.0

    def loss(temperature: float) -> float:
        chances = softmax(logits / temperature)[np.arange(len(right)), right]
        return float(-np.log(chances + 1e-9).mean())

    return float(minimize_scalar(loss, bounds=(0.3, 5.0), method="bounded").x)
