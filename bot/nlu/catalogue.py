"""The shop's living catalogue as names to be found in a message: products, models, brands, categories, options.

A worker refreshes one index in the background and all components read it through `current()`, so a new product is
recognised without training. It must hold neither prices nor stock, and it asks no shop: rows are handed in.

Names are found by one dictionary and the lengths that begin with two given characters, character by character: spaCy's
PhraseMatcher needs 3 kB a name, this 0.25 kB (120 MB and 13 s of processor time for 50,000 products with eleven names each).
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
        # Nearly every name belongs to one product: a bare SKU takes no memory where a list takes 88 bytes.
        self._skus: dict[str, str | list[str]] = {}
        self._shared: dict[str, Counter[tuple[NameKind, str]]] = {}
        self._titles: dict[str, str] = {}
        self._own_names: dict[str, tuple[str, ...]] = {}
        self._shared_names: dict[str, tuple[Name, ...]] = {}
        self._kept: dict[tuple[Name, ...], tuple[Name, ...]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._length_counts: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many products it knows."""
        return len(self._titles)

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
        return list({**self._skus, **self._shared})

    def find(self, text: str) -> list[Mention]:
        """The mentions in a normalised text, longest first at each place, none overlapping, in the text's order."""
        found: list[Mention] = []
        at = 0
        while at < len(text) - 1:
            mention = self._longest_at(text, at)
            if mention:
                found.append(mention)
            at = mention.end if mention else at + 1
        return found

    def _longest_at(self, text: str, at: int) -> Mention | None:
        for length in self._lengths.get(text[at : at + 2], ()):
            written = text[at : at + length]
            if len(written) == length and not _cuts_a_latin_word(text, at, at + length):
                mention = self._mention(written, at)
                if mention:
                    return mention
        return None

    def _mention(self, written: str, at: int) -> Mention | None:
        end = at + len(written)
        if shared := list(self._shared.get(written, ())):
            kind, value = min(shared)
            return Mention(kind=kind, value=value, start=at, end=end)
        skus = _as_list(self._skus.get(written, []))
        if not skus:
            return None
        if len(skus) > _MOST_SKUS:
            # What so many products share is a kind of goods, not a product.
            return Mention(kind="category", value=written, start=at, end=end)
        value = self._titles.get(skus[0], written) if len(skus) == 1 else written
        return Mention(kind="product", value=value, start=at, end=end, skus=tuple(sorted(skus)))

    def _learn(self, product: Product) -> None:
        own: list[str] = []
        shared: list[Name] = []
        self._titles[product.sku] = product.title
        for name in names_of(product):
            if name.written not in self._skus and name.written not in self._shared:
                self._count_length(name.written, 1)
            if name.kind == "product":
                self._add(name.written, product.sku)
                own.append(name.written)
            else:
                self._shared.setdefault(name.written, Counter())[name.kind, name.value] += 1
                shared.append(name)
        self._own_names[product.sku] = tuple(own)
        both = tuple(shared)
        self._shared_names[product.sku] = self._kept.setdefault(both, both)

    def _add(self, written: str, sku: str) -> None:
        holders = self._skus.get(written)
        if isinstance(holders, list):
            holders.append(sku)
        else:
            self._skus[written] = sku if holders is None else [holders, sku]

    def _forget(self, sku: str) -> None:
        self._titles.pop(sku, None)
        for written in self._own_names.pop(sku, ()):
            holders = self._skus[written]
            if isinstance(holders, list):
                holders.remove(sku)
            else:
                self._skus[written] = []
            self._drop_if_empty(written)
        for name in self._shared_names.pop(sku, ()):
            self._shared[name.written] -= Counter({(name.kind, name.value): 1})
            self._drop_if_empty(name.written)

    def _drop_if_empty(self, written: str) -> None:
        if written in self._skus and not self._skus[written]:
            del self._skus[written]
        elif written in self._shared and not self._shared[written]:
            del self._shared[written]
        else:
            return
        if written not in self._skus and written not in self._shared:
            self._count_length(written, -1)

    def _count_length(self, written: str, step: int) -> None:
        counts = self._length_counts[written[:2]]
        counts[len(written)] += step
        lengths = tuple(sorted((length for length, count in counts.items() if count), reverse=True))
        self._lengths[written[:2]] = lengths


def _as_list(skus: str | list[str]) -> list[str]:
    return [skus] if isinstance(skus, str) else list(skus)


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
