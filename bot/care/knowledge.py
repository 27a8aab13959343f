"""Choosing the entry of the shop's question book that answers a shopper's words. Pure; the book comes from the shop.

Wordings are compared by what they mean as far as words allow: synonyms are one concept, character pairs and characters
carry the rest, each weighted by how rare it is in the book. No answer is made up here: an entry is given as it stands, or
nothing.
"""

from __future__ import annotations

import math
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Protocol

from bot.shop.faq import FaqBook, FaqEntry
from bot.text.normalise import normalise

FITS = 0.30  # of an entry that is filed under the shopper's intent
FITS_ANYWHERE = 0.5  # of an entry filed under another intent: the words must be nearly the same
REFRESH_S = 2.0
_KEYWORD_BONUS = 0.04
_KEYWORDS_COUNTED = 3
_CONCEPT, _PAIR, _LETTER = 1.6, 1.0, 0.35
_DROP = re.compile(r"[\W_]+|请问|你好|您好|在吗|亲|一下|那个|你们|我们|我想|想问|问下|知道")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`specific`: chosen by the words; otherwise it is the intent's general entry. `score` is 0..about 1.1."""

    entry: FaqEntry
    score: float
    specific: bool


class Knowledge:
    """An index of one version of the book. Building costs some ms for hundreds of entries, a question about one."""

    def __init__(self, book: FaqBook) -> None:
        self.version = book.version
        self._entries = tuple(book)
        wordings = [
            (place, _signs(_plain(each))) for place, entry in enumerate(self._entries) for each in entry.questions
        ]
        spread: dict[str, set[int]] = defaultdict(set)
        for place, signs in wordings:
            for sign in signs:
                spread[sign].add(place)
        count = max(1, len(self._entries))
        self._unseen = math.log(1 + count)
        self._rarity = {sign: math.log(1 + count / len(places)) for sign, places in spread.items()}
        self._wordings: list[tuple[int, float]] = []
        self._holders: dict[str, list[tuple[int, float]]] = defaultdict(list)  # sign → (wording, its weight there)
        for number, (place, signs) in enumerate(wordings):
            weights = self._weights(signs)
            self._wordings.append((place, _length(weights)))
            for sign, weight in weights.items():
                self._holders[sign].append((number, weight))
        self._keyword_places: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(self._entries):
            for keyword in filter(None, map(_plain, entry.keywords)):
                self._keyword_places[keyword].append(place)
        self._latest: tuple[str, list[float]] = ("", [])  # one turn asks the same several times

    def answer(self, text: str, intent: str, now: datetime) -> Answer | None:
        """The best entry for the words under this intent, else its general one, else a near-equal one elsewhere."""
        scores = self._scores_of(text)
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
        scores = self._scores_of(text)
        found = [
            Answer(entry=entry, score=scores[place], specific=True)
            for place, entry in enumerate(self._entries)
            if scores[place] >= FITS and entry.valid_at(now)
        ]
        return sorted(found, key=lambda answer: -answer.score)[:limit]

    def _scores_of(self, text: str) -> list[float]:
        if self._latest[0] != text or not self._latest[1]:
            self._latest = (text, self._scores(_plain(text)))
        return self._latest[1]

    def _scores(self, plain: str) -> list[float]:
        """Per entry the cosine likeness of its nearest wording, and a bonus for each keyword that stands in the text."""
        asked = self._weights(_signs(plain))
        length = _length(asked)
        shared: dict[int, float] = defaultdict(float)
        for sign, weight in asked.items():
            for number, there in self._holders.get(sign, ()):
                shared[number] += weight * there
        standing = self._keywords_in(plain)
        nearest = [0.0] * len(self._entries)
        for number, product in shared.items():
            place, own_length = self._wordings[number]
            nearest[place] = max(nearest[place], product / (length * own_length))
        for place, count in standing.items():
            nearest[place] += _KEYWORD_BONUS * min(count, _KEYWORDS_COUNTED)
        return nearest

    def _weights(self, signs: Mapping[str, float]) -> dict[str, float]:
        return {sign: weight * self._rarity.get(sign, self._unseen) for sign, weight in signs.items()}

    def _keywords_in(self, plain: str) -> dict[int, int]:
        """Entry's place → how many of its keywords stand in the text."""
        counts: dict[int, int] = defaultdict(int)
        for keyword, places in self._keyword_places.items():
            if keyword in plain:
                for place in places:
                    counts[place] += 1
        return counts


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

    def is_stale(self) -> None:
        """The book is known to have changed: it is asked for again at the next question."""
        self._read_at_s = -math.inf


def _plain(text: str) -> str:
    return _DROP.sub("", normalise(text).text.lower())


def _signs(plain: str) -> dict[str, float]:
    """What a plain text consists of, by weight: concepts, pairs of characters (a concept is one of them), characters."""
    signs: dict[str, float] = {}
    tokens = list(_tokens(plain))
    for token in tokens:
        if token.startswith("<"):
            signs[token] = _CONCEPT
        else:
            signs[f".{token}"] = _LETTER
    for left, right in pairwise(tokens):
        signs[left + right] = _PAIR
    return signs


def _tokens(plain: str) -> Iterator[str]:
    """Characters, and concepts in angle brackets where a synonym of the list stands."""
    at = 0
    while at < len(plain):
        for word, concept in _by_first().get(plain[at], ()):
            if plain.startswith(word, at):
                yield f"<{concept}>"
                at += len(word)
                break
        else:
            yield plain[at]
            at += 1


@cache
def _by_first() -> dict[str, tuple[tuple[str, str], ...]]:
    """First character → (word, concept), longest words first."""
    text = resources.files(f"{__package__}.lexicon").joinpath("synonyms.txt").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in text.splitlines():
        concept, colon, words = line.partition(":")
        if colon and not line.startswith("#"):
            for word in words.lower().split():
                found[word[0]].setdefault(word, concept)
    return {first: tuple(sorted(words.items(), key=lambda pair: -len(pair[0]))) for first, words in found.items()}


def _length(weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
