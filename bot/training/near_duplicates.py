"""Sentences that are nearly the same: Jaccard over character trigrams, without comparing everything with everything.

Only the rarest trigrams of a text are looked up (the prefix filter): two texts as alike as asked must share one of them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from bot.training.examples import sameness_key

_SHORTEST = 6


def trigrams(text: str) -> frozenset[str]:
    """Of the text without punctuation and spaces; empty below six characters, where likeness says nothing."""
    key = sameness_key(text)
    return frozenset(key[at : at + 3] for at in range(len(key) - 2)) if len(key) >= _SHORTEST else frozenset()


def likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """Jaccard: shared over all, 0–1."""
    return len(left & right) / len(left | right) if left and right else 0.0


def alike(texts: Sequence[str], least: float = 0.8) -> Iterator[tuple[int, int, float]]:
    """(earlier place, later place, likeness) of each pair that is at least so much alike, once."""
    grams = [trigrams(text) for text in texts]
    frequency = Counter(gram for each in grams for gram in each)
    seen: defaultdict[str, list[int]] = defaultdict(list)
    for later, own in enumerate(grams):
        rarest = sorted(own, key=lambda gram: (frequency[gram], gram))
        prefix = rarest[: len(own) - math.ceil(least * len(own)) + 1] if own else []
        for earlier in sorted({place for gram in prefix for place in seen[gram]}):
            value = likeness(grams[earlier], own)
            if value >= least:
                yield earlier, later, value
        for gram in prefix:
            seen[gram].append(later)
