"""Finding goods in the shop: a shopper's words become a need, the need a query, the shop's answers an order of goods.

It keeps the catalogue's names between messages and reads them anew after each change; products are the shop's to keep.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from bot.shop.port import Names
from bot.shop.product import Product
from bot.shop.search.fit import Fit
from bot.shop.search.need import Need
from bot.shop.search.need_reading import ShopWords
from bot.shop.search.page import fold
from bot.shop.search.query import Query, query_of
from bot.shop.search.rank import Concession, ranked, without

_TRIED = 3
REFRESH_S = 1.0


class Searchable(Protocol):
    """The part of ShopClient that searching needs."""

    async def search(self, query: Query) -> Sequence[Product]: ...

    async def names(self, known: Names | None = None) -> Names: ...


class Finder:
    """One for all conversations; holds nothing of any of them."""

    def __init__(self, shop: Searchable, now_s: Callable[[], float] = time.monotonic) -> None:
        self._shop = shop
        self._now_s = now_s
        self._read_at_s = -math.inf
        self._names: Names | None = None
        self._words = ShopWords()

    async def words(self) -> ShopWords:
        """The shop's own words as they were a second ago at the most. Raises ShopUnavailable."""
        if self._now_s() - self._read_at_s < REFRESH_S:
            return self._words
        names = await self._shop.names(self._names)
        self._read_at_s = self._now_s()
        if names is not self._names:
            self._words = ShopWords.of(names.brands, names.categories)
            self._names = names
        return self._words

    async def find(self, need: Need) -> list[Fit]:
        """The goods that keep every limit, best first. Raises ShopUnavailable."""
        found = ranked(await self._shop.search(query_of(need)), need)
        elsewhere = tuple(each for each in need.brands if each not in self._words.brands)
        if found or not elsewhere:
            return found
        as_words = replace(need, brands=(), terms=(*need.terms, *elsewhere))  # 小熊卫衣: a bear, and not the maker
        named = ranked(await self._shop.search(query_of(as_words)), as_words)
        return [each for each in named if all(word in fold(each.product.title) for word in elsewhere)]

    async def concessions(self, need: Need) -> list[Concession]:
        """What could be given up so that something fits, the easiest first, at most three."""
        found = []
        for given, relaxed in without(need):
            if not relaxed.says_anything:
                continue  # the whole shop is no answer to what was looked for
            if count := len(await self.find(relaxed)):
                found.append(Concession(given=given, need=relaxed, count=count))
            if len(found) == _TRIED:
                break
        return found
