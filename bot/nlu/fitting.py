"""Learns a LinearModel from labelled texts and sets its temperature on texts that it did not see.

Needs scipy; a worker never imports it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix

from bot.nlu.features import learn_vocabulary, weigh
from bot.nlu.linear import LinearModel
from bot.nlu.softmax import Schedule, fit_softmax, softmax

_FOLDS = 4


def fit(texts: Sequence[str], labels: Sequence[str], schedule: Schedule | None = None) -> LinearModel:
    """A model with temperature 1 from normalised texts and their labels."""
    names, targets = _numbered(labels)
    place_of = {run: place for place, run in enumerate(learn_vocabulary(texts))}
    weights, bias = fit_softmax(rows_of(texts, place_of), targets, len(names), schedule or Schedule())
    return LinearModel(names=names, place_of=place_of, weights=weights, bias=bias)


def fit_calibrated(texts: Sequence[str], labels: Sequence[str], schedule: Schedule | None = None) -> LinearModel:
    """As `fit`, with the temperature that makes the confidences of unseen texts true (least log loss over folds)."""
    names, targets = _numbered(labels)
    place_of = {run: place for place, run in enumerate(learn_vocabulary(texts))}
    rows, how = rows_of(texts, place_of), schedule or Schedule()
    weights, bias = fit_softmax(rows, targets, len(names), how)
    scores = np.zeros((len(texts), len(names)), np.float32)
    fold = np.random.default_rng(how.seed).integers(0, _FOLDS, len(texts))
    for held in (fold == number for number in range(_FOLDS)):
        inner_weights, inner_bias = fit_softmax(rows[~held], targets[~held], len(names), how)
        scores[held] = rows[held] @ inner_weights + inner_bias
    temperature = _best_temperature(scores, targets)
    return LinearModel(names=names, place_of=place_of, weights=weights, bias=bias, temperature=temperature)


def _numbered(labels: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    names = tuple(sorted(set(labels)))
    number = {name: place for place, name in enumerate(names)}
    return names, np.array([number[label] for label in labels], dtype=np.int64)


def rows_of(texts: Sequence[str], place_of: dict[str, int]) -> csr_matrix:
    """The texts' features, shape (texts, features), float32."""
    weighed = [weigh(text, place_of) for text in texts]
    starts = np.cumsum([0] + [len(places) for places, _ in weighed])
    columns = np.array([place for places, _ in weighed for place in places], dtype=np.int32)
    values = np.array([weight for _, weights in weighed for weight in weights], dtype=np.float32)
    return csr_matrix((values, columns, starts), shape=(len(texts), len(place_of)))


def _best_temperature(logits: NDArray[np.float32], right: NDArray[np.int64]) -> float:
    def loss(temperature: float) -> float:
        chances = softmax(logits / temperature)[np.arange(len(right)), right]
        return float(-np.log(chances + 1e-9).mean())

    return float(minimize_scalar(loss, bounds=(0.3, 5.0), method="bounded").x)
