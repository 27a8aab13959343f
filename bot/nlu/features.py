"""From a normalised text to what the intent model sees: runs of characters, and runs of concepts and characters.

Short character runs carry most of what one writer shares with another; concepts carry what they say in different words
(figures in docs/nlu.md). Must stay free of rasa and scikit-learn: a worker computes these for every message.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.nlu.concepts import row_of
from bot.nlu.vocabulary import find
from bot.nlu.wish_hints import Hints

_MOST_CHARACTERS = 400


def blocks(text: str) -> tuple[list[str], list[str]]:
    """(runs of 1–2 characters, runs of 1–3 concepts or characters); only the first 400 characters are looked at."""
    text = text[:_MOST_CHARACTERS]
    characters = ["^", *text, "$"]
    row = ["^", *row_of(text), "$"]
    return list(_runs(characters, 2, "")), list(_runs(row, 3, " "))


def _runs(row: Sequence[str], longest: int, joint: str) -> Iterable[str]:
    for n in range(1, longest + 1):
        for at in range(len(row) - n + 1):
            yield joint.join(row[at : at + n]) if n > 1 else f"{joint}{row[at]}"


def learn_vocabulary(texts: Iterable[str], min_texts: int = 2) -> list[str]:
    """The runs that at least `min_texts` texts hold, sorted."""
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update({run for block in blocks(text) for run in block})
    return sorted(run for run, count in seen.items() if count >= min_texts)


def weigh(text: str, place_of: Mapping[str, int], hints: Hints = ()) -> tuple[list[int], list[float]]:
    """(places in the vocabulary, weights): 1 + ln(count), each block of length 1 as a vector; empty if nothing is known.

    `hints` join as they are.
    """
    places: list[int] = []
    weights: list[float] = []
    characters, concepts = blocks(text)
    found = find(place_of, [*characters, *concepts, *(name for name, _ in hints)])
    end = len(characters) + len(concepts)
    for block in (found[: len(characters)], found[len(characters) : end]):
        counts = Counter(block)
        del counts[-1]
        raw = [1.0 if count == 1 else 1.0 + math.log(count) for count in counts.values()]
        norm = math.sqrt(sum(weight * weight for weight in raw))
        places += counts
        weights += [weight / norm for weight in raw]
    for (_, weight), place in zip(hints, found[end:], strict=True):
        if place >= 0:
            places.append(place)
            weights.append(weight)
    return places, weights
