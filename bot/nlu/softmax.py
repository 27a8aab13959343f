"""Fits a softmax regression over sparse rows by Adagrad in small batches: seconds for 40,000 texts, numpy and scipy only.

Several fits that each see a random half of the features are averaged into one: no slower to answer with, and surer about
sentences of a writer whom it never read. scikit-learn's solver finds the same accuracy in ten times the time (docs/nlu.md). Used in training, never in a worker.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]


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


def fit_softmax(rows: csr_matrix, labels: NDArray[np.int64], classes: int, schedule: Schedule) -> tuple[Floats, Floats]:
    """(weights of shape (features, classes), bias of shape (classes,)) for float32 `rows` and integer `labels`."""
    weights, bias = _fit_once(rows, labels, classes, schedule, schedule.seed)
    for place in range(1, schedule.fits):
        more_weights, more_bias = _fit_once(rows, labels, classes, schedule, schedule.seed + place)
        weights += more_weights
        bias += more_bias
    weights /= schedule.fits
    bias /= schedule.fits
    return weights, bias


def _fit_once(
    rows: csr_matrix, labels: NDArray[np.int64], classes: int, schedule: Schedule, seed: int
) -> tuple[Floats, Floats]:
    weights = np.zeros((rows.shape[1], classes), np.float32)
    bias = np.zeros(classes, np.float32)
    seen, seen_bias = np.full((rows.shape[1], 1), 1e-3, np.float32), np.full(classes, 1e-3, np.float32)
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
    return weights, bias


def softmax(scores: NDArray[np.float32]) -> Floats:
    """Probabilities along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _narrow(rows: csr_matrix) -> tuple[csr_matrix, NDArray[np.int64]]:
    """The rows over just the columns that they use, and which these are."""
    columns, places = np.unique(rows.indices, return_inverse=True)
    return csr_matrix((rows.data, places, rows.indptr), shape=(rows.shape[0], len(columns))), columns
