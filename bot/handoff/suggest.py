"""Replies that may fit: the shop's answers, and what agents wrote to much the same words in chats that were resolved.

Retrieval by shared character pairs, weighted by how rare they are. Pure. Nothing is made up, and nothing that holds another
shopper's numbers is suggested.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.text.normalise import normalise
from bot.text.redact import redact

ENOUGH = 0.3  # likeness from 0 to 1
AT_MOST = 3
_SHORTEST = 4
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What a shopper wrote, and what an agent answered; `ref` is the handoff."""

    asked: str
    reply: str
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """`kind`: faq or chat; `ref` an entry's or a handoff's id; `title` says what it answers."""

    text: str
    kind: str
    ref: str
    title: str
    score: float

    def as_json(self) -> dict[str, Any]:
        return {"text": self.text, "source": {"kind": self.kind, "ref": self.ref, "title": self.title}}


class PastChats:
    """An index of pairs. Building costs a few ms for a thousand of them."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._pairs = [pair for pair in pairs if is_reusable(pair)]
        self._asked = [_bigrams(pair.asked) for pair in self._pairs]
        spread: dict[str, int] = defaultdict(int)
        for bigrams in self._asked:
            for bigram in bigrams:
                spread[bigram] += 1
        count = max(1, len(self._pairs))
        self._weight = {bigram: math.log(1 + count / number) for bigram, number in spread.items()}
        self._unseen = math.log(1 + count)

    def nearest(self, text: str, limit: int = AT_MOST) -> list[Suggestion]:
        """Best first, each reply once; only what is like enough."""
        asked = _bigrams(text)
        scored = sorted(
            ((self._likeness(asked, other), number) for number, other in enumerate(self._asked)), reverse=True
        )
        found: dict[str, Suggestion] = {}
        for score, number in scored:
            if score < ENOUGH or len(found) >= limit:
                break
            pair = self._pairs[number]
            found.setdefault(
                pair.reply,
                Suggestion(text=pair.reply, kind="chat", ref=pair.ref, title=pair.asked[:40], score=score),
            )
        return list(found.values())

    def _likeness(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Weighted Dice coefficient, 0..1."""
        both = sum(self._weight.get(bigram, self._unseen) for bigram in one & other)
        mass = sum(self._weight.get(bigram, self._unseen) for bigram in one) + sum(
            self._weight[bigram] for bigram in other
        )
        return 2 * both / mass if mass else 0.0


def is_reusable(pair: Pair) -> bool:
    """Whether the reply says something, to anybody: no numbers of people, orders or parcels in it."""
    plain = pair.reply.strip()
    return _SHORTEST <= len(plain) <= _LONGEST and redact(plain) == plain and redact(pair.asked) == pair.asked


def best(faq: Iterable[Suggestion], chats: Iterable[Suggestion], limit: int = AT_MOST) -> list[Suggestion]:
    """At most `limit`, the likeliest first, no text twice."""
    found: dict[str, Suggestion] = {}
    for each in sorted((*faq, *chats), key=lambda one: -one.score):
        found.setdefault(each.text, each)
    return list(found.values())[:limit]


def _bigrams(text: str) -> frozenset[str]:
    plain = "".join(letter for letter in normalise(text).text.lower() if letter.isalnum())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1)) or frozenset({plain} - {""})
