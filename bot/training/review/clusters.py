"""Missed texts that are alike, put together: TF-IDF over character n-grams, cosine, the most frequent text leads.

The cost is the sum of squared document frequencies, so the commonest n-grams are left out where there are very many texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from bot.training.examples import sameness_key
from bot.training.review.candidates import Candidate

ALIKE = 0.42
_MOST_WORK = 1.0e9
_ROWS = 2_000
_NUMBERS = re.compile(r"\d{3,}")  # masked or not, they say nothing of the wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Candidates that probably want the same, the most frequent first; never empty."""

    candidates: tuple[Candidate, ...]

    @property
    def times(self) -> int:
        return sum(each.times for each in self.candidates)


def clusters_of(candidates: Sequence[Candidate], alike: float = ALIKE) -> list[Cluster]:
    """All of them in clusters, those that were said most often first."""
    ordered = sorted(candidates, key=lambda one: (-one.times, one.text))
    leaders = _leaders([each.text for each in ordered], alike)
    groups: dict[int, list[Candidate]] = {}
    for candidate, leader in zip(ordered, leaders, strict=True):
        groups.setdefault(leader, []).append(candidate)
    found = [Cluster(candidates=tuple(group)) for group in groups.values()]
    return sorted(found, key=lambda one: (-one.times, one.candidates[0].text))


def split(cluster: Cluster) -> list[Cluster]:
    """Its parts, at least two: those that are more alike, else each text by itself. One text cannot be split."""
    for alike in (ALIKE + 0.15, ALIKE + 0.3):
        parts = clusters_of(cluster.candidates, alike)
        if len(parts) > 1:
            return parts
    return [Cluster(candidates=(each,)) for each in cluster.candidates]


def _leaders(texts: Sequence[str], alike: float) -> list[int]:
    """For each text the place of the text that leads its cluster; a leader leads itself."""
    if not texts:
        return []
    vectors = _vectors(texts)
    turned = vectors.T.tocsr()
    leaders = [-1] * len(texts)
    for start in range(0, len(texts), _ROWS):
        near: csr_matrix = (vectors[start : start + _ROWS] @ turned).tocsr()
        near.data[near.data < alike] = 0.0
        near.eliminate_zeros()
        for row in range(near.shape[0]):
            if leaders[start + row] < 0:
                leaders[start + row] = start + row
                for other in near.indices[near.indptr[row] : near.indptr[row + 1]]:
                    if leaders[other] < 0:
                        leaders[other] = start + row
    return leaders


def _vectors(texts: Sequence[str]) -> csr_matrix:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, dtype=np.float32)
    vectors = vectoriser.fit_transform([_NUMBERS.sub("", key) or key for key in map(sameness_key, texts)])
    frequency = np.bincount(vectors.indices, minlength=vectors.shape[1]).astype(np.float64)
    rarest_first = np.argsort(frequency, kind="stable")
    affordable = np.cumsum(frequency[rarest_first] ** 2) <= _MOST_WORK
    if affordable.all():
        return vectors
    return normalize(vectors[:, np.sort(rarest_first[affordable])]).tocsr()
