"""Learns the mood model from labelled lines, with the intent model's opinion of each line as further features.

That opinion must be the one that it has of lines it never read, or the mood model would trust it too much: an intent model
of its own is fitted for each third of the writers, on the other two thirds. Used in training, never in a worker.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.nlu.fitting import MOOD_SCHEDULE, fit, numbered, without_frequencies
from bot.nlu.linear import LinearModel
from bot.nlu.mood import marked
from bot.nlu.mood_examples import mood_lines
from bot.nlu.reading import read_with_spans
from bot.nlu.rows import learned_rows, readings_of, rows_of
from bot.nlu.softmax import Lesson, Schedule, fit_softmax, softmax
from bot.nlu.wish_hints import Hints, hints_of

_FOLDS = 3
_OPINION_SCHEDULE = Schedule(epochs=5, fits=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WishExample:
    """A sentence with its intent; `writer` is the batch that it came with, empty where nobody noted it."""

    intent: str
    text: str
    writer: str = ""


def fit_moods(lines: Iterable[tuple[str, str]], examples: Sequence[WishExample]) -> LinearModel:
    """A mood model from (level, text) lines and intent examples; without examples it has no hints to learn from."""
    labelled = mood_lines(lines, [(example.intent, example.text) for example in examples])
    readings = [(text, read_with_spans(text)) for _, text in labelled]
    texts = [marked(text, reading) for text, reading in readings]
    hints = _opinions([(text, reading.text) for text, reading in readings], examples) if examples else None
    levels = [level for level, _ in labelled]
    return fit(texts, levels, MOOD_SCHEDULE, frequencies_count=True, hints=hints)


def _opinions(texts: Sequence[tuple[str, str]], examples: Sequence[WishExample]) -> list[Hints]:
    """What an intent model that never read it says of each text, given as typed and as read."""
    known = readings_of(tuple(example.text for example in examples))
    names, targets = numbered([example.intent for example in examples])
    place_of, rows = learned_rows(known)
    asked_rows = rows_of([text for _, text in texts], place_of)
    folds = np.array([_fold(example) for example in examples])
    fold_of = dict(zip((example.text for example in examples), folds.tolist(), strict=True))
    asked_folds = np.array([fold_of.get(typed, 0) for typed, _ in texts])
    opinions: list[Hints] = [()] * len(texts)
    rests = [folds != fold if (folds != fold).any() else folds == fold for fold in range(_FOLDS)]
    whole = Lesson(rows=rows, labels=targets, classes=len(names), schedule=_OPINION_SCHEDULE)
    models = fit_softmax(*(replace(whole, rows=rows[rest], labels=targets[rest]) for rest in rests))
    for fold, (rest, found) in enumerate(zip(rests, models, strict=True)):
        places = np.flatnonzero(asked_folds == fold)
        chances = softmax(asked_rows[places] @ found.weights + without_frequencies(found.bias, targets[rest]))
        for place, row in zip(places.tolist(), chances.tolist(), strict=True):
            opinions[place] = hints_of(zip(names, row, strict=True))
    return opinions


def _fold(example: WishExample) -> int:
    return zlib.crc32((example.writer or example.text).encode()) % _FOLDS
