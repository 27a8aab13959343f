"""What a missed text probably means: a quick linear model (naive Bayes over character n-grams) of data/nlu.

It is there to suggest and to show at once what labels are worth; it learns each label as it is given. It never answers a
shopper: that is the trained model's.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.nlu.intents import TOPIC_OF
from bot.training.examples import Example
from bot.training.review.clusters import Cluster

SUGGESTED = 4
_READ = 20
_FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """Shares 0–1 of first choices that are right: on the labelled texts without and with the others' labels (five folds),
    on the held-out sentences before and after. None where there is nothing to measure on."""

    labelled: int
    before: float | None
    after: float | None
    held_out_before: float | None
    held_out_after: float | None


class Advisor:
    """Fits in seconds; `suggest` and `learn` take a fraction of one."""

    def __init__(self, examples: Sequence[Example], candidates: Sequence[str] = ()) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.naive_bayes import MultinomialNB

        self._vectoriser: Any = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        self._vectoriser.fit([*(each.text for each in examples), *candidates])
        self._wishes = sorted({each.intent for each in examples})
        self._model: Any = MultinomialNB(alpha=0.05, fit_prior=False)
        vectors = self._vectoriser.transform([each.text for each in examples])
        self._model.partial_fit(vectors, [each.intent for each in examples], classes=self._wishes)
        self._first = copy.deepcopy(self._model)

    def suggest(self, cluster: Cluster) -> tuple[str, ...]:
        """The likeliest wishes, best first; first what clicks and agents said, third at most what the bot took it for."""
        said, taken = Counter[str](), Counter[str]()
        for each in cluster.candidates:
            said += each.wishes
            taken += Counter({name: times for name, times in each.taken_for.items() if name in TOPIC_OF})
        scores = self._model.predict_log_proba(
            self._vectoriser.transform([each.text for each in cluster.candidates[:_READ]])
        ).mean(axis=0)
        likely = [self._wishes[place] for place in np.argsort(-scores)]
        first = [wish for wish, _ in said.most_common()]
        guessed = [wish for wish, _ in taken.most_common(1)]
        return tuple(dict.fromkeys([*first, *likely[:2], *guessed, *likely]))[:SUGGESTED]

    def learn(self, texts: Sequence[str], intent: str) -> None:
        """An intent that had no example before cannot be suggested before the next start."""
        if intent in self._wishes:
            self._model.partial_fit(self._vectoriser.transform(texts), [intent] * len(texts))

    def gain(self, labels: Sequence[tuple[str, str]], held_out: Sequence[tuple[str, str]] = ()) -> Gain:
        """What these (text, intent) labels are worth. Texts that were labelled together stay in one fold."""
        known = [pair for pair in labels if pair[1] in self._wishes]
        trained = copy.deepcopy(self._first)
        if known:
            trained.partial_fit(*self._table(known))
        return Gain(
            labelled=len(labels),
            before=self._right(self._first, known),
            after=self._right_in_folds(known),
            held_out_before=self._right(self._first, held_out),
            held_out_after=self._right(trained, held_out),
        )

    def _right_in_folds(self, known: Sequence[tuple[str, str]]) -> float | None:
        if len(known) < _FOLDS:
            return None
        size, hits = -(-len(known) // _FOLDS), 0.0
        for start in range(0, len(known), size):
            inside, others = known[start : start + size], [*known[:start], *known[start + size :]]
            model = copy.deepcopy(self._first)
            model.partial_fit(*self._table(others))
            hits += (self._right(model, inside) or 0.0) * len(inside)
        return hits / len(known)

    def _right(self, model: Any, pairs: Sequence[tuple[str, str]]) -> float | None:
        if not pairs:
            return None
        vectors, wishes = self._table(pairs)
        return float(np.mean(model.predict(vectors) == np.array(wishes)))

    def _table(self, pairs: Sequence[tuple[str, str]]) -> tuple[Any, list[str]]:
        return self._vectoriser.transform([text for text, _ in pairs]), [intent for _, intent in pairs]
