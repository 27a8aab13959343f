"""Recall and precision of the search over the demo shop's written queries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.shop.product import Product
from bot.shop.search.fit import Fit
from bot.shop.search.need import Need
from bot.shop.search.need_reading import ShopWords, read_need
from bot.shop.search.rank import ranked

QUERIES = Path(__file__).with_name("queries.tsv")
LOOKED_AT = 20


@dataclass(frozen=True)
class Judged:
    """One query: what is right, what came back (best first)."""

    query: str
    need: Need
    right: frozenset[str]
    found: tuple[Fit, ...]

    @property
    def recall(self) -> float:
        return len(self.right & self.skus) / len(self.right) if self.right else float(not self.found)

    @property
    def precision(self) -> float:
        return len(self.right & self.skus) / len(self.found) if self.found else float(not self.right)

    @property
    def skus(self) -> frozenset[str]:
        return frozenset(each.product.sku for each in self.found)


def queries() -> list[tuple[str, frozenset[str]]]:
    lines = [line for line in QUERIES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    pairs = (line.split("\t") for line in lines)
    return [(query, frozenset() if skus == "-" else frozenset(skus.split())) for query, skus in pairs]


def judged(products: tuple[Product, ...]) -> list[Judged]:
    """Every query, answered from these products."""
    words = ShopWords.of(
        tuple({product.brand for product in products}), tuple({product.category for product in products})
    )
    return [_judged(query, right, products, words) for query, right in queries()]


def _judged(query: str, right: frozenset[str], products: tuple[Product, ...], words: ShopWords) -> Judged:
    need = read_need(query, words)
    answerable = not need.impossible_price and not need.contradicts_itself
    found = ranked(products, need)[:LOOKED_AT] if answerable else []
    return Judged(query=query, need=need, right=right, found=tuple(found))


def mean(values: list[float]) -> float:
    return sum(values) / len(values)
