"""Learns a LinearModel from labelled texts and sets its temperature on texts that it did not see.

Needs scipy; a worker never imports it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

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
    names = tuple(sorted(set(labels)))
    number = {name: place for place, name in enumerate(names)}
    place_of = {run: place for place, run in enumerate(learn_vocabulary(texts))}
    rows = rows_of(texts, place_of)
    targets = np.array([number[label] for label in labels])
    weights, bias = fit_softmax(rows, targets, len(names), schedule or Schedule())
    return LinearModel(names=names, place_of=place_of, weights=weights, bias=bias)


def rows_of(texts: Sequence[str], place_of: dict[str, int]) -> csr_matrix:
    """The texts' features, shape (texts, features), float32."""
    weighed = [weigh(text, place_of) for text in texts]
    starts = np.cumsum([0] + [len(places) for places, _ in weighed])
    columns = np.array([place for places, _ in weighed for place in places], dtype=np.int32)
    values = np.array([weight for _, weights in weighed for weight in weights], dtype=np.float32)
    return csr_matrix((values, columns, starts), shape=(len(texts), len(place_of)))


def calibrate(model: LinearModel, texts: Sequence[str], labels: Sequence[str]) -> LinearModel:
    """The model with the temperature that makes the confidences of unseen texts true (least log loss over folds)."""
    number = {name: place for place, name in enumerate(model.names)}
    chances, right = [], []
    for held in _folds(len(texts)):
        inner = fit(_pick(texts, ~held), _pick(labels, ~held))
        if inner.names != model.names:
            return model
        chances.append(rows_of(_pick(texts, held), inner.place_of) @ inner.weights + inner.bias)
        right += [number[label] for label in _pick(labels, held)]
    return replace(model, temperature=_best_temperature(np.vstack(chances), np.array(right)))


def _best_temperature(logits: NDArray[np.float32], right: NDArray[np.int64]) -> float:
    def loss(temperature: float) -> float:
        chances = softmax(logits / temperature)[np.arange(len(right)), right]
        return float(-np.log(chances + 1e-9).mean())

    return float(minimize_scalar(loss, bounds=(0.3, 5.0), method="bounded").x)


def _folds(size: int) -> Iterator[NDArray[np.bool_]]:
    place = np.random.default_rng(7).integers(0, _FOLDS, size)
    for fold in range(_FOLDS):
        yield place == fold


def _pick(items: Sequence[str], mask: NDArray[np.bool_]) -> list[str]:
    return [item for item, chosen in zip(items, mask, strict=True) if chosen]
