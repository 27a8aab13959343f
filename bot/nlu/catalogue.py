"""The shop's living catalogue as names to be found in a message: products, models, brands, categories, options.

A worker refreshes one index in the background and all components read it through `current()`, so a new product is
recognised without training. It must hold neither prices nor stock, and it asks no shop: rows are handed in.

Names are found by one dictionary and the lengths that begin with two given characters, character by character: spaCy's
PhraseMatcher needs 3 kB a name (470 MB for 50,000 products), this 0.2 kB.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.nlu.product_names import Name, NameKind, names_of
from bot.shop.product import Product

_MOST_SKUS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name of the catalogue at [start, end) of the searched text; `skus`: up to 20 candidates, for products only."""

    kind: NameKind
    value: str
    start: int
    end: int
    skus: tuple[str, ...] = ()


class CatalogueIndex:
    """Names of all products. One writer at a time; readers never wait."""

    def __init__(self) -> None:
        self._holders: dict[str, dict[NameKind, dict[str, str]]] = {}
        self._names_by_sku: dict[str, tuple[Name, ...]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._length_counts: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many products it knows."""
        return len(self._names_by_sku)

    def refresh(self, changed: Iterable[Product], removed: Iterable[str] = ()) -> None:
        """Takes in new and changed products and forgets `removed` SKUs; costs what changed, not the catalogue's size."""
        with self._lock:
            for sku in removed:
                self._forget(sku)
            for product in changed:
                self._forget(product.sku)
                self._learn(product)

    def names(self) -> list[str]:
        """All names, for the word cutter and the correction of slips."""
        return list(self._holders)

    def find(self, text: str) -> list[Mention]:
        """The mentions in a normalised text, longest first at each place, none overlapping, in the text's order."""
        found: list[Mention] = []
        at = 0
        while at < len(text) - 1:
            length = self._longest_at(text, at)
            if length:
                found.append(self._mention(text[at : at + length], at))
            at += length or 1
        return found

    def _longest_at(self, text: str, at: int) -> int:
        for length in self._lengths.get(text[at : at + 2], ()):
            if text[at : at + length] in self._holders and not _cuts_a_latin_word(text, at, at + length):
                return length
        return 0

    def _mention(self, written: str, at: int) -> Mention:
        kinds = self._holders.get(written, {})
        kind: NameKind = next((k for k in ("brand", "category", "product") if kinds.get(k)), "product")
        values = list(kinds.get(kind, {}).items())
        end = at + len(written)
        if kind == "product" and len(values) > _MOST_SKUS:
            # What so many products share is a kind of goods, not a product.
            return Mention(kind="category", value=written, start=at, end=end)
        skus = tuple(sorted(sku for sku, _ in values)) if kind == "product" else ()
        value = values[0][1] if len(values) == 1 or kind != "product" else written
        return Mention(kind=kind, value=value, start=at, end=end, skus=skus)

    def _learn(self, product: Product) -> None:
        names = tuple(names_of(product))
        self._names_by_sku[product.sku] = names
        for name in names:
            if name.written not in self._holders:
                self._count_length(name.written, 1)
            self._holders.setdefault(name.written, {}).setdefault(name.kind, {})[product.sku] = name.value

    def _forget(self, sku: str) -> None:
        for name in self._names_by_sku.pop(sku, ()):
            kinds = self._holders[name.written]
            kinds[name.kind].pop(sku, None)
            if not any(kinds.values()):
                del self._holders[name.written]
                self._count_length(name.written, -1)

    def _count_length(self, written: str, step: int) -> None:
        counts = self._length_counts[written[:2]]
        counts[len(written)] += step
        lengths = tuple(sorted((length for length, count in counts.items() if count), reverse=True))
        self._lengths[written[:2]] = lengths


def _cuts_a_latin_word(text: str, start: int, end: int) -> bool:
    before = start > 0 and _joined(text[start - 1], text[start])
    return before or (end < len(text) and _joined(text[end - 1], text[end]))


def _joined(left: str, right: str) -> bool:
    both_latin = left.isascii() and left.isalpha() and right.isascii() and right.isalpha()
    both_digits = left.isdigit() and right.isdigit()
    return both_latin or both_digits


_current = CatalogueIndex()


def current() -> CatalogueIndex:
    """The process's index; empty until the worker refreshes it."""
    return _current


def use(index: CatalogueIndex) -> None:
    """Puts a whole new index in place, for tests and for a rebuild from nothing."""
    global _current
    _current = index
