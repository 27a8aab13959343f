"""Going on from a model that has learned nearly the same examples, instead of learning all of them anew.

What a model needs for that is kept beside its arrays: which examples it learned, and the state of its fit. A worker reads
none of it; used in training only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.nlu.features import learn_vocabulary
from bot.nlu.fitting import numbered, without_frequencies
from bot.nlu.linear import LinearModel
from bot.nlu.rows import LEAST_TEXTS, rows_of
from bot.nlu.softmax import Schedule, State, learn
from bot.nlu.vocabulary import unpacked

MOST_CHANGED = 0.05  # of the examples, since the last training from nothing: beyond that the two would drift apart
_FILE = "learned.npz"

Marks = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """`marks`: one number per example; `changed`: how many came or went since the last training from nothing.

    `state` without its weights, which the model has; None where a model is only kept or made anew.
    """

    marks: Marks
    changed: int = 0
    state: State | None = None

    def save(self, folder: Path) -> None:
        arrays = {"marks": self.marks, "changed": np.array(self.changed)}
        if self.state is not None:
            arrays |= {"bias": self.state.bias, "seen": self.state.seen, "seen_bias": self.state.seen_bias}
        np.savez(folder / _FILE, **arrays)

    @classmethod
    def load(cls, folder: Path, model: LinearModel) -> Learned | None:
        """None for a model of a version that kept nothing."""
        if not (folder / _FILE).is_file():
            return None
        with np.load(folder / _FILE, allow_pickle=False) as kept:
            state = None
            if "seen" in kept:
                weights = model.weights.astype(np.float32)
                state = State(weights=weights, bias=kept["bias"], seen=kept["seen"], seen_bias=kept["seen_bias"])
            return cls(marks=kept["marks"], changed=int(kept["changed"]), state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`new`: which of the examples were not learned yet; `gone`: how many of the learned ones are no more."""

    new: NDArray[np.bool_]
    gone: int

    @property
    def size(self) -> int:
        return int(self.new.sum()) + self.gone


def marks_of(examples: Iterable[tuple[str, ...]]) -> Marks:
    """One number per example, in their order."""
    said = (hashlib.blake2b("\0".join(each).encode(), digest_size=8).digest() for each in examples)
    return np.frombuffer(b"".join(said), dtype=np.uint64)


def change(learned: Learned, marks: Marks) -> Change | None:
    """What came and went; None when it is too much to go on."""
    found = Change(new=~np.isin(marks, learned.marks), gone=int((~np.isin(learned.marks, marks)).sum()))
    return found if learned.changed + found.size <= MOST_CHANGED * len(marks) else None


def go_on(
    model: LinearModel, learned: Learned, texts: Sequence[str], labels: Sequence[str], new: NDArray[np.bool_]
) -> tuple[LinearModel, State] | None:
    """The model after one more look at all examples and, at the new ones, as many as a training from nothing takes.

    It keeps its temperature. None when an intent came or went.
    """
    names, targets = numbered(labels)
    if names != model.names or learned.state is None:
        return None
    known = unpacked(model.place_of)
    more = [run for run in learn_vocabulary(texts, LEAST_TEXTS) if run not in known]
    place_of = {**known, **{run: len(known) + place for place, run in enumerate(more)}}
    former, fresh = learned.state, State.fresh(len(more), len(names))
    state = State(
        weights=np.concatenate([former.weights, fresh.weights]),
        bias=former.bias.copy(),
        seen=np.concatenate([former.seen, fresh.seen]),
        seen_bias=former.seen_bias.copy(),
    )
    looks = Schedule()
    places = np.concatenate([np.arange(len(texts)), np.tile(np.flatnonzero(new), looks.epochs - 1)])
    learn(state, rows_of(texts, place_of)[places], targets[places], replace(looks, epochs=1), looks.seed)
    level = without_frequencies(state.bias, targets)
    return replace(model, place_of=place_of, weights=state.weights, bias=level), state
