"""Many texts at once as rows of features: what `features.weigh` says of each, made in one pass over all of them.

Used in training, which asks for the rows of the same examples more than once; a worker never imports it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from bot.nlu.features import blocks, weigh
from bot.nlu.reading import read
from bot.nlu.wish_hints import Hints

LEAST_TEXTS = 3  # a run that fewer texts hold costs memory and tells nothing


@lru_cache(maxsize=1)
def readings_of(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Each text as `read` gives it. The last answer is kept: both models ask for the same examples."""
    return tuple(map(read, typed))


@lru_cache(maxsize=1)
def learned_rows(texts: tuple[str, ...]) -> tuple[dict[str, int], csr_matrix]:
    """(the place of each run that at least LEAST_TEXTS texts hold, in the runs' order; the texts' rows over these places).

    Rows are float32, shape (texts, places). The last answer is kept: nobody may write into it.
    """
    number: dict[str, int] = {}
    seen, ends = array("i"), array("q", [0])
    for text in texts:
        for block in blocks(text):
            seen.extend([number.setdefault(run, len(number)) for run in block])
            ends.append(len(seen))
    runs, starts = np.frombuffer(seen, np.int32), np.frombuffer(ends, np.int64)
    place_of, place = _frequent(number, _texts_with(runs, starts[::2], len(number)))
    return place_of, _weighed(place[runs], starts, len(place_of))


def rows_of(texts: Sequence[str], place_of: dict[str, int], hints: Sequence[Hints] | None = None) -> csr_matrix:
    """The texts' features over places that are known already, shape (texts, features), float32."""
    besides: Iterable[Hints] = hints if hints is not None else repeat((), len(texts))
    weighed = [weigh(text, place_of, each) for text, each in zip(texts, besides, strict=True)]
    starts = np.cumsum([0] + [len(places) for places, _ in weighed])
    columns = np.array([place for places, _ in weighed for place in places], dtype=np.int32)
    values = np.array([weight for _, weights in weighed for weight in weights], dtype=np.float32)
    return csr_matrix((values, columns, starts), shape=(len(texts), len(place_of)))


def with_hints(
    place_of: dict[str, int], rows: csr_matrix, hints: Sequence[Hints] | None
) -> tuple[dict[str, int], csr_matrix]:
    """The hints' names behind the places, and their weights beside the rows."""
    names = sorted({name for each in hints or () for name, _ in each})
    if not names or hints is None:
        return place_of, rows
    number = {name: place for place, name in enumerate(names)}
    ends = np.cumsum([0] + [len(each) for each in hints])
    columns = np.array([number[name] for each in hints for name, _ in each], dtype=np.int32)
    values = np.array([weight for each in hints for _, weight in each], dtype=np.float32)
    beside = csr_matrix((values, columns, ends), shape=(len(hints), len(names)))
    wider = {**place_of, **{name: len(place_of) + place for name, place in number.items()}}
    return wider, csr_matrix(hstack([rows, beside], format="csr", dtype=np.float32))


def _texts_with(runs: NDArray[np.int32], starts: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """In how many texts each run stands."""
    held = csr_matrix((np.ones(len(runs), np.int32), runs.copy(), starts), shape=(len(starts) - 1, count))
    held.sum_duplicates()
    return np.bincount(held.indices, minlength=count)


def _frequent(number: dict[str, int], texts_with: NDArray[np.int64]) -> tuple[dict[str, int], NDArray[np.int32]]:
    """({frequent run: its place, in order}, each run's place by its number, or -1)."""
    kept = sorted(run for run, at in number.items() if texts_with[at] >= LEAST_TEXTS)
    place = np.full(len(number), -1, np.int32)
    place[[number[run] for run in kept]] = np.arange(len(kept), dtype=np.int32)
    return {run: at for at, run in enumerate(kept)}, place


def _weighed(places: NDArray[np.int32], starts: NDArray[np.int64], width: int) -> csr_matrix:
    """Rows of 1 + ln(count), each block (every second of `starts` begins a text) of length 1 as a vector."""
    known = places >= 0
    ends = np.concatenate([[0], np.cumsum(known)])[starts]
    counts = csr_matrix((np.ones(int(ends[-1]), np.float32), places[known], ends), shape=(len(starts) - 1, width))
    counts.sum_duplicates()
    weights = 1.0 + np.log(counts.data)
    lengths = np.diff(counts.indptr)
    block = np.repeat(np.arange(len(lengths)), lengths)
    norms = np.sqrt(np.bincount(block, weights * weights, minlength=len(lengths)))
    values = (weights / norms[block]).astype(np.float32)
    return csr_matrix((values, counts.indices, counts.indptr[::2]), shape=(len(lengths) // 2, width))
