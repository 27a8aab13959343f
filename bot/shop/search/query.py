"""A need as a question to an index: words that must stand there, and bounds of the price. Pure.

An index answers with candidates; whether one really fits is decided by `fit` over the product itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.shop.search import index_words as words
from bot.shop.search import wishes
from bot.shop.search.need import Need

CANDIDATES = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Of each of the `groups` one alternative must be found, and all words of that alternative. `dearest_first` and
    `cheapest_first` say which candidates to give when there are too many; the best fitting ones otherwise."""

    groups: tuple[tuple[tuple[str, ...], ...], ...]
    low_fen: int | None = None
    high_fen: int | None = None
    dearest_first: bool = False
    cheapest_first: bool = False
    limit: int = CANDIDATES


def query_of(need: Need) -> Query:
    """Every limit that an index can keep. A need that says nothing is answered by anything, cheapest first."""
    groups: list[tuple[tuple[str, ...], ...]] = []
    for named, whole in (
        (need.kinds, words.kind_word),
        (need.categories, words.category_word),
        (need.brands, words.brand_word),
    ):
        if named:
            groups.append(tuple((whole(name),) for name in named))
    said = bool(groups)
    groups += [_alternatives(wishes.shown_by(name)) for name in need.wishes]
    if need.terms and not said:
        groups += [((term,),) if term.isascii() else _alternatives((term,)) for term in need.terms]
    if need.size.isalnum() and need.size.isascii():
        groups.append(((need.size.lower(),),))
    return Query(
        groups=tuple(group for group in groups if group),
        low_fen=need.low_fen,
        high_fen=need.high_fen,
        dearest_first=need.sort == "dear",
        cheapest_first=need.sort == "cheap",
    )


def _alternatives(texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(cut for text in texts if (cut := words.asked_words(text)))
