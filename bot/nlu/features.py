"""From a normalised text to the numbers that the intent model sees: weighted character n-grams.

Must stay free of rasa and scikit-learn: a worker computes these for every message.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

_LONGEST_GRAM = 5


def grams(text: str) -> list[str]:
    """All character runs of 1 to 5 characters, with a mark at both ends of the text."""
    marked = f"^{text}$"
    length = len(marked)
    return [marked[i : i + n] for n in range(1, _LONGEST_GRAM + 1) for i in range(length - n + 1)]


def learn_vocabulary(texts: Iterable[str], min_texts: int = 2) -> tuple[list[str], list[float]]:
    """(grams that at least `min_texts` texts hold, their inverse document frequency), both in the same order."""
    seen: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        seen.update(set(grams(text)))
    kept = sorted(gram for gram, count in seen.items() if count >= min_texts)
    return kept, [math.log((1 + total) / (1 + seen[gram])) + 1.0 for gram in kept]


def weigh(text: str, place_of: Mapping[str, int], idf: Mapping[int, float] | list[float]) -> dict[int, float]:
    """{place in the vocabulary: tf-idf weight}, of length 1 as a vector; empty when nothing is known."""
    counts = Counter(place for gram in grams(text) if (place := place_of.get(gram)) is not None)
    weights = {place: (1.0 + math.log(count)) * idf[place] for place, count in counts.items()}
    norm = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {place: weight / norm for place, weight in weights.items()} if norm else {}
