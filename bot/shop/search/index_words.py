"""The words by which a product is found in an index, and the words of a query. Pure.

A query is cut by jieba's list of words, the frequent ones of it and those of the kinds of goods. The index holds every pair of
characters that stand together, so that a word is found however its surroundings are cut, and a brand that is no word too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from bot.shop.product import Product
from bot.shop.search.kinds import all_words, kinds_of
from bot.shop.search.wishes import all_wishes
from bot.shop.word_lists import lines_of
from bot.text.everyday_words import everyday_words
from bot.text.traditional import simplify

_LEAST_FREQUENCY = 300
_OWN_FREQUENCY = 5_000
_LONGEST_WORD = 8
_LONGEST_FIELD = 500
_LATIN_OR_HAN = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?|[\u3400-\u9fff]+")


def asked_words(text: str) -> tuple[str, ...]:
    """The index words that must all be there where a word stands: its pairs of characters; of IP67 the letters."""
    found: list[str] = []
    for run in _LATIN_OR_HAN.findall(simplify(text.lower())[:_LONGEST_FIELD]):
        if run[0].isascii():
            found.append(_letters_of(run))
        else:
            found += _pairs(run)
    return tuple(dict.fromkeys(found))


def _stored_words(text: str) -> list[str]:
    found: list[str] = []
    for run in _LATIN_OR_HAN.findall(simplify(text.lower())[:_LONGEST_FIELD]):
        if run[0].isascii():
            found += (run, _letters_of(run))
        else:
            found += _pairs(run)
            found += [character for character in run if character in _single_words()]
    return found


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _letters_of(run: str) -> str:
    letters = "".join(each for each in run if each.isalpha())
    return letters if 1 < len(letters) < len(run) else run


@lru_cache(maxsize=1)
def _single_words() -> frozenset[str]:
    return frozenset(word for wish in all_wishes().values() for word in wish.shown_by if len(word) == 1)


def content_words(text: str) -> tuple[str, ...]:
    """The words of a query that say something about goods: no stop words, no single characters."""
    cut: list[str] = []
    for run in _LATIN_OR_HAN.findall(text):
        cut += [run] if run[0].isascii() else _rejoined(_cut(run))
    kept = (word for word in cut if len(word) > 1 and word not in _stop_words() and not word.isdigit())
    return tuple(dict.fromkeys(kept))


def _rejoined(words: Iterable[str]) -> list[str]:
    """Characters that were left alone one beside the other are a word that the dictionary does not know: 餐具."""
    joined: list[str] = []
    loose = False
    for word in words:
        alone = len(word) == 1 and word not in _stop_words()
        if alone and loose:
            joined[-1] += word
        else:
            joined.append(word)
        loose = alone
    return joined


def index_text(product: Product) -> str:
    """All index words of a product, parted by spaces: kinds, brand and category whole, then the words of its page."""
    whole = [kind_word(kind) for kind in sorted(kinds_of(product))]
    whole += [brand_word(product.brand), category_word(product.category)]
    page: Iterable[str] = (product.title, *product.aliases, product.brand, product.category)
    facts = (part for pair in product.attributes.items() for part in pair)
    options = (value for variant in product.variants for value in variant.options.values())
    words = dict.fromkeys(word for text in (*page, *facts, *options) for word in _stored_words(text))
    return " ".join([*whole, *words])


def kind_word(kind: str) -> str:
    return f"kind_{_glued(kind)}"


def brand_word(brand: str) -> str:
    return f"brand_{_glued(brand)}"


def category_word(category: str) -> str:
    return f"category_{_glued(category)}"


def _glued(name: str) -> str:
    return "".join(_LATIN_OR_HAN.findall(name.lower())) or "_"


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    return frozenset(word for line in lines_of("stop_words") for word in line.split())


def _cut(run: str) -> list[str]:
    """The likeliest words of a run of Chinese, each as likely as it is frequent (jieba's way, without its guessing)."""
    costs, total = _costs()
    best: list[tuple[float, int]] = [(0.0, 0)] * (len(run) + 1)
    for start in range(len(run) - 1, -1, -1):
        ends = (
            end
            for end in range(start + 1, min(len(run), start + _LONGEST_WORD) + 1)
            if end == start + 1 or run[start:end] in costs
        )
        best[start] = max((best[end][0] + costs.get(run[start:end], -total), end) for end in ends)
    words: list[str] = []
    at = 0
    while at < len(run):
        words.append(run[at : best[at][1]])
        at = best[at][1]
    return words


@lru_cache(maxsize=1)
def _costs() -> tuple[dict[str, float], float]:
    """(word → logarithm of how frequent it is, what a character costs that is no word): read from jieba's list, 7 MB."""
    frequencies: dict[str, int] = dict.fromkeys(all_words(), _OWN_FREQUENCY)
    for word, count in everyday_words():
        if len(word) == 1 or (len(word) <= _LONGEST_WORD and count >= _LEAST_FREQUENCY):
            frequencies[word] = count
    total = math.log(sum(frequencies.values()))
    return {word: math.log(count or 1) - total for word, count in frequencies.items()}, total
