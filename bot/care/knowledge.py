"""Choosing the entry of the shop's question book that answers a shopper's words. Pure; the book comes from the shop.

Wordings are compared by character pairs weighted by how rare they are in the book; a keyword that stands in the text
counts extra. No answer is made up here: an entry is given as it stands, or nothing.
"""

from __future__ import annotations

import math
import re
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.shop.faq import FaqBook, FaqEntry
from bot.text.normalise import normalise

FITS = 0.34  # of an entry that is filed under the shopper's intent
FITS_ANYWHERE = 0.62  # of an entry filed under another intent: the words must be nearly the same
REFRESH_S = 2.0
_KEYWORD_BONUS = 0.12
_KEYWORDS_COUNTED = 3
_DROP = re.compile(r"[\W_]+|请问|你好|您好|在吗|亲|一下|那个|你们|我们|我想|想问|问下|知道")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`specific`: chosen by the words; otherwise it is the intent's general entry. `score` is 0..about 1.4."""

    entry: FaqEntry
    score: float
    specific: bool


class Knowledge:
    """An index of one version of the book. Building costs some ms for hundreds of entries, a question well under one."""

    def __init__(self, book: FaqBook) -> None:
        self.version = book.version
        self._entries = tuple(book)
        wordings = [(place, _pairs(each)) for place, entry in enumerate(self._entries) for each in entry.questions]
        spread: dict[str, set[int]] = defaultdict(set)
        self._holders: dict[str, list[int]] = defaultdict(list)  # pair → the wordings that hold it
        for number, (place, pairs) in enumerate(wordings):
            for pair in pairs:
                spread[pair].add(place)
                self._holders[pair].append(number)
        count = max(1, len(self._entries))
        self._unseen = math.log(1 + count)
        self._rarity = {pair: math.log(1 + count / len(places)) for pair, places in spread.items()}
        self._wordings = [(place, self._mass(pairs)) for place, pairs in wordings]
        self._keywords = [tuple(filter(None, map(_plain, entry.keywords))) for entry in self._entries]

    def answer(self, text: str, intent: str, now: datetime) -> Answer | None:
        """The best entry for the words under this intent, else its general one, else a near-equal one elsewhere."""
        scores = self._scores(_plain(text))
        scored = [(scores[place], entry) for place, entry in enumerate(self._entries) if entry.valid_at(now)]
        own = [pair for pair in scored if intent in pair[1].intents]
        best = max(own, key=lambda pair: pair[0], default=None)
        if best and best[0] >= FITS:
            return Answer(entry=best[1], score=best[0], specific=True)
        elsewhere = max(scored, key=lambda pair: pair[0], default=None)
        if elsewhere and elsewhere[0] >= FITS_ANYWHERE:
            return Answer(entry=elsewhere[1], score=elsewhere[0], specific=True)
        general = [pair for pair in own if pair[1].general]
        if general:
            return Answer(entry=general[0][1], score=general[0][0], specific=False)
        return None

    def ranked(self, text: str, now: datetime, limit: int) -> list[Answer]:
        """The entries whose words are likest, whatever they are filed under, best first: for people who choose."""
        scores = self._scores(_plain(text))
        found = [
            Answer(entry=entry, score=scores[place], specific=True)
            for place, entry in enumerate(self._entries)
            if scores[place] >= FITS and entry.valid_at(now)
        ]
        return sorted(found, key=lambda answer: -answer.score)[:limit]

    def _scores(self, plain: str) -> list[float]:
        """Per entry the likeness of its nearest wording, and a bonus for each keyword that stands in the text."""
        asked = _pairs_of(plain)
        shared: dict[int, float] = defaultdict(float)
        for pair in asked:
            for number in self._holders.get(pair, ()):
                shared[number] += self._rarity[pair]
        scores = [_KEYWORD_BONUS * self._keywords_in(plain, place) for place in range(len(self._entries))]
        nearest = [0.0] * len(scores)
        asked_mass = self._mass(asked)
        for number, both in shared.items():
            place, mass = self._wordings[number]
            nearest[place] = max(nearest[place], 2 * both / (asked_mass + mass))  # weighted Dice coefficient, 0..1
        return [score + likeness for score, likeness in zip(scores, nearest, strict=True)]

    def _keywords_in(self, plain: str, place: int) -> int:
        return min(sum(keyword in plain for keyword in self._keywords[place]), _KEYWORDS_COUNTED)

    def _mass(self, pairs: frozenset[str]) -> float:
        return sum(self._rarity.get(pair, self._unseen) for pair in pairs)


class BookSource(Protocol):
    """Where the book comes from; a ShopClient is one."""

    async def faq(self) -> FaqBook: ...


class Shelf:
    """Keeps the index of the newest book: it asks the shop again after `REFRESH_S`, so a new entry is live in seconds."""

    def __init__(self, source: BookSource, now_s: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._now_s = now_s
        self._read_at_s = -math.inf
        self._knowledge: Knowledge | None = None

    async def knowledge(self) -> Knowledge:
        """The current index. Raises ShopUnavailable when there is none yet and the shop does not answer."""
        if self._knowledge is not None and self._now_s() - self._read_at_s < REFRESH_S:
            return self._knowledge
        book = await self._source.faq()
        if self._knowledge is None or book.version != self._knowledge.version:
            self._knowledge = Knowledge(book)
        self._read_at_s = self._now_s()
        return self._knowledge


def _plain(text: str) -> str:
    return _DROP.sub("", normalise(text).text.lower())


def _pairs(text: str) -> frozenset[str]:
    return _pairs_of(_plain(text))


def _pairs_of(plain: str) -> frozenset[str]:
    if len(plain) < 2:
        return frozenset({plain}) if plain else frozenset()
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))
