"""The order in which goods that fit are shown, and what to give up when none does. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.shop.product import Product
from bot.shop.search.fit import Fit, fit, is_for_children
from bot.shop.search.kinds import kinds_of
from bot.shop.search.need import Need

Given = str  # high, low, wishes, limits, colour, size, brands, age, sex, not_words, not_brands, seen, all, or “wish” and its name


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


def spread(found: Sequence[Fit], kinds: Sequence[str]) -> list[Fit]:
    """The same goods, the best of each kind before all others where several kinds are looked for: 空气炸锅 电饭煲."""
    firsts: list[Fit] = []
    for kind in kinds if len(kinds) > 1 else ():
        first = next((each for each in found if kind in kinds_of(each.product)), None)
        if first is not None and first not in firsts:
            firsts.append(first)
    return [*firsts, *(each for each in found if each not in firsts)]


def kinds_missing(found: Sequence[Fit], kinds: Sequence[str]) -> tuple[str, ...]:
    """Of several kinds those of which nothing was found."""
    there: frozenset[str] = frozenset().union(*(kinds_of(each.product) for each in found))
    return tuple(kind for kind in kinds if kind not in there) if len(kinds) > 1 else ()


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
        alone = need.wishes[0] if len(need.wishes) == 1 else ""
        found.append((f"wish {alone}" if alone else "wishes", replace(need, wishes=())))
    if need.limits:
        found.append(("limits", replace(need, limits=())))
    if need.terms and need.categories and not need.kinds:
        found.append((f"wish {need.terms[0]}", replace(need, terms=())))
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
