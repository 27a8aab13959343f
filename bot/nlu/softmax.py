"""Fits a softmax regression over sparse rows by Adagrad in small batches: seconds for 40,000 texts, numpy and scipy only.

Several fits that each see a random half of the features are averaged into one: no slower to answer with, and surer about
sentences of a writer whom it never read. scikit-learn's solver finds the same accuracy in ten times the time (docs/nlu.md). Used in training, never in a worker.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from joblib.externals.loky import get_reusable_executor
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
_WORTH_A_PROCESS = 100_000  # looks at a text; starting a process takes as long as some 50,000

_FIRST_SLOPE = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How long and how fast to learn; `dropout` is the share of a text's features that each look at it leaves out.

    `fits` models are averaged; `seed` makes a training repeatable.
    """

    epochs: int = 6
    batch: int = 64
    rate: float = 0.15
    decay: float = 1e-5
    dropout: float = 0.5
    fits: int = 3
    seed: int = 7


@dataclass(slots=True, kw_only=True)
class State:
    """weights: (features, classes); bias: (classes,); `seen` (features, 1) and `seen_bias` (classes,): Adagrad's sums of squared
    slopes, by which a later training knows how far each weight may still move."""

    weights: Floats
    bias: Floats
    seen: Floats
    seen_bias: Floats

    @classmethod
    def fresh(cls, features: int, classes: int) -> State:
        return cls(
            weights=np.zeros((features, classes), np.float32),
            bias=np.zeros(classes, np.float32),
            seen=np.full((features, 1), _FIRST_SLOPE, np.float32),
            seen_bias=np.full(classes, _FIRST_SLOPE, np.float32),
        )

    def arrays(self) -> tuple[Floats, ...]:
        return self.weights, self.bias, self.seen, self.seen_bias


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What one model learns from: float32 `rows` and their integer `labels`, of so many `classes`."""

    rows: csr_matrix
    labels: NDArray[np.int64]
    classes: int
    schedule: Schedule


def fit_softmax(*lessons: Lesson) -> list[State]:
    """The mean of each lesson's fits, in order.

    All fits of all lessons are one list of work that the processors share; what comes out does not depend on how.
    """
    work = [(each, each.schedule.seed + place) for each in lessons for place in range(each.schedule.fits)]
    looks = sum(each.rows.shape[0] * each.schedule.epochs for each, _ in work)
    at_once = min(len(work), os.cpu_count() or 1) if looks >= _WORTH_A_PROCESS else 1
    done = iter(Parallel(n_jobs=at_once)(delayed(_fit_once)(each, seed) for each, seed in work))
    return [_averaged([next(done) for _ in range(each.schedule.fits)]) for each in lessons]


def end_processes() -> None:
    """Those that `fit_softmax` shares its work with wait for more of it; a training that is over ends them."""
    get_reusable_executor().shutdown(wait=True)


def _averaged(fits: Sequence[State]) -> State:
    weights, bias, seen, seen_bias = (
        sum(arrays[1:], arrays[0]) / np.float32(len(fits))
        for arrays in zip(*(each.arrays() for each in fits), strict=True)
    )
    return State(weights=weights, bias=bias, seen=seen, seen_bias=seen_bias)


def _fit_once(lesson: Lesson, seed: int) -> State:
    state = State.fresh(lesson.rows.shape[1], lesson.classes)
    learn(state, lesson.rows, lesson.labels, lesson.schedule, seed)
    return state


def learn(state: State, rows: csr_matrix, labels: NDArray[np.int64], schedule: Schedule, seed: int) -> None:
    """Moves the state, for `epochs` looks at all rows in an order that the seed gives."""
    weights, bias, seen, seen_bias = state.arrays()
    random = np.random.default_rng(seed)
    for _ in range(schedule.epochs):
        order = random.permutation(rows.shape[0])
        for start in range(0, len(order), schedule.batch):
            chosen = order[start : start + schedule.batch]
            part, columns = _narrow(rows[chosen])
            if schedule.dropout:
                kept = random.random(len(part.data), np.float32) >= schedule.dropout
                part.data = part.data * kept / np.float32(1.0 - schedule.dropout)
            error = softmax(part @ weights[columns] + bias)
            error[np.arange(len(chosen)), labels[chosen]] -= 1.0
            slope = part.T @ error + schedule.decay * len(chosen) * weights[columns]
            seen[columns] += (slope * slope).mean(axis=1, keepdims=True)
            weights[columns] -= schedule.rate * slope / np.sqrt(seen[columns])
            slope_bias = error.sum(axis=0)
            seen_bias += slope_bias * slope_bias
            bias -= schedule.rate * slope_bias / np.sqrt(seen_bias)


def softmax(scores: NDArray[np.float32]) -> Floats:
    """Probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _narrow(rows: csr_matrix) -> tuple[csr_matrix, NDArray[np.int64]]:
    """The rows over just the columns that they use, and which these are."""
    columns, places = np.unique(rows.indices, return_inverse=True)
    return csr_matrix((rows.data, places, rows.indptr), shape=(rows.shape[0], len(columns))), columns
