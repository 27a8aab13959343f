"""The runs of a trained model and their places, packed: 25 bytes a run, where a dictionary of strings takes 150.

A worker holds two vocabularies of 150,000 runs and looks up a hundred at a time. Must stay free of rasa and scikit-learn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_PIECE_BYTES = 128 * 1024  # of a vocabulary's text are strings at the same time
_SPREAD = np.int64(0x1E3779B97F4A7C15)  # any large odd number
_NONE = np.empty(0, np.int64)


class PackedVocabulary(Mapping[str, int]):
    """{run: place}, found by a 64-bit number of each run: the sorted numbers, and the place of each.

    Two runs of one number would be taken for each other, once in 10⁹ vocabularies of this size. Numbers differ from process
    to process, so that only `text` is ever stored or sent. `find` is how a worker asks: one by one is slow.
    """

    def __init__(self, text: bytes) -> None:
        """`text`: the runs in the order of their places, UTF-8, one a line."""
        self._text = text
        numbers = np.concatenate([_NONE, *(_numbers(runs) for runs in _pieces(text))])
        self._places = numbers.argsort().astype(np.int32)
        self._numbers = numbers[self._places]

    def find(self, runs: Sequence[str]) -> list[int]:
        """The place of each run, -1 for one that is not known."""
        wanted = _numbers(runs)
        if not len(self):
            return [-1] * len(wanted)
        at = self._numbers.searchsorted(wanted)
        at[at == len(self)] = 0
        found: list[int] = np.where(self._numbers[at] == wanted, self._places[at], -1).tolist()
        return found

    def __getitem__(self, run: str) -> int:
        (place,) = self.find((run,))
        if place < 0:
            raise KeyError(run)
        return place

    def __iter__(self) -> Iterator[str]:
        for runs in _pieces(self._text):
            yield from runs

    def __len__(self) -> int:
        return len(self._numbers)

    def __reduce__(self) -> tuple[type[PackedVocabulary], tuple[bytes]]:
        return PackedVocabulary, (self._text,)


def find(place_of: Mapping[str, int], runs: Sequence[str]) -> list[int]:
    """The place of each run, -1 for one that is not known; in a packed vocabulary all at once."""
    if isinstance(place_of, PackedVocabulary):
        return place_of.find(runs)
    return [place_of.get(run, -1) for run in runs]


def unpacked(place_of: Mapping[str, int]) -> dict[str, int]:
    """{run: place} for who asks one by one, as training does."""
    if isinstance(place_of, PackedVocabulary):
        return {run: place for place, run in enumerate(place_of)}
    return dict(place_of)


def packed(ordered: Iterable[str]) -> bytes:
    """Runs in the order of their places as a PackedVocabulary takes them; no run has a line's end in it."""
    return "\n".join(ordered).encode()


def _numbers(runs: Sequence[str]) -> Numbers:
    """Python hashes a string's bytes in memory, which "no" and "潮" share: only their lengths tell the two apart."""
    lengths = np.fromiter(map(len, runs), np.int64, len(runs))
    return np.fromiter(map(hash, runs), np.int64, len(runs)) ^ lengths * _SPREAD


def _pieces(text: bytes) -> Iterator[list[str]]:
    """A part at a time, so that no more of the runs are in memory at once."""
    start = 0
    while start < len(text):
        end = text.find(b"\n", start + _PIECE_BYTES)
        end = len(text) if end < 0 else end
        yield text[start:end].decode().split("\n")
        start = end + 1
