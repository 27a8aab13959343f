"""The order in which goods that fit are shown, and what to give up when none does. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.shop.product import Product
from bot.shop.search.fit import Fit, fit, is_for_children
from bot.shop.search.need import Need

Given = (
    str  # high, low, wishes, colour, size, brands, age, sex, not_words, not_brands, seen, all, or “wish” and its name
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concession:
    """A limit that would have to go, and how many goods would then fit."""

    given: Given
    need: Need
    count: int


def ranked(products: Iterable[Product], need: Need) -> list[Fit]:
    """The products that fit, best first: in stock before sold out; the cheapest first when the price is the point."""
    found = [each for product in products if (each := fit(product, need)) is not None]
    if need.sex == "c":
        found = [each for each in found if is_for_children(each.product)] or found
    if need.sort == "cheap":
        return sorted(found, key=lambda each: (not each.in_stock, -round(each.score), each.price_fen, each.product.sku))
    sign = -1 if need.sort == "dear" else 1
    return sorted(found, key=lambda each: (not each.in_stock, -each.score, sign * each.price_fen, each.product.sku))


def without(need: Need) -> list[tuple[Given, Need]]:
    """The needs with one limit less, the one that is given up most easily first."""
    found: list[tuple[Given, Need]] = []
    if need.seen:
        found.append(("seen", replace(need, seen=())))
    if need.colour:
        found.append(("colour", replace(need, colour="")))
    if need.size:
        found.append(("size", replace(need, size="")))
    if need.brands:
        found.append(("brands", replace(need, brands=())))
    if need.high_fen is not None:
        found.append(("high", replace(need, high_fen=None)))
    if need.low_fen is not None:
        found.append(("low", replace(need, low_fen=None)))
    if len(need.wishes) > 1:
        found += [
            (f"wish {name}", replace(need, wishes=tuple(each for each in need.wishes if each != name)))
            for name in reversed(need.wishes)
        ]
    if need.wishes:
        found.append(("wishes", replace(need, wishes=())))
    if need.not_words:
        found.append(("not_words", replace(need, not_words=())))
    if need.not_brands:
        found.append(("not_brands", replace(need, not_brands=())))
    if need.load_kg is not None:
        found.append(("load", replace(need, load_kg=None)))
    if need.age_months is not None:
        found.append(("age", replace(need, age_months=None)))
    if need.sex:
        found.append(("sex", replace(need, sex="")))
    if len(found) > 1:
        found.append(("all", Need(kinds=need.kinds, categories=need.categories, terms=need.terms)))
    return found
