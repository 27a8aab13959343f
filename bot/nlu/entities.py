"""What a message names, by joining the finders: numbers and dates of `bot.text`, the catalogue, closed vocabularies.

Offsets always refer to what the shopper typed. Where two finders claim the same characters the surer one wins, in the
order of `_FINDERS`. Must not import rasa.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.nlu.catalogue import CatalogueIndex
from bot.nlu.gazetteer import gazetteer
from bot.nlu.reading import Reading
from bot.nlu.sizes import find_sizes
from bot.text.amounts import find_amounts
from bot.text.dates import find_dates
from bot.text.identifiers import find_identifiers
from bot.text.numerals import find_numerals
from bot.text.ordinals import find_ordinals

_MEASURE = re.compile(
    r" ?(?:件|个|双|台|部|箱|盒|包|瓶|条|套|本|只|支|袋|份|罐|桶|张|把|单|对|斤|床|副)(?!月|小时|星期|人|码|号)"
)
_RANK_WORD = re.compile(r"[第几]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """`value`: normal form; `start`, `end`: in the typed text; `details`: JSON-able extras such as `sku` candidates."""

    kind: str
    value: Any
    start: int
    end: int
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Everything that the finders look at: the typed text, its reading, the catalogue, the shop's time (aware)."""

    typed: str
    reading: Reading
    catalogue: CatalogueIndex
    now: datetime


def find_entities(sight: Sight) -> list[Entity]:
    """The entities in the order of the text, none overlapping."""
    kept: list[Entity] = []
    free = bytearray(b"\x01" * len(sight.typed))
    for finder in _FINDERS:
        for entity in finder(sight):
            if all(free[entity.start : entity.end]):
                free[entity.start : entity.end] = bytes(len(free[entity.start : entity.end]))
                kept.append(entity)
    return sorted(kept, key=lambda entity: entity.start)


def _identifiers(sight: Sight) -> Iterator[Entity]:
    for found in find_identifiers(sight.typed):
        details = {"negated": True} if found.negated else {}
        yield Entity(kind=found.kind, value=found.value, start=found.start, end=found.end, details=details)


def _dates(sight: Sight) -> Iterator[Entity]:
    for found in find_dates(sight.typed, sight.now):
        details = {"from": found.start_at.isoformat(), "to": found.end_at.isoformat()}
        yield Entity(kind="date", value=details["from"], start=found.start, end=found.end, details=details)


def _amounts(sight: Sight) -> Iterator[Entity]:
    for found in find_amounts(sight.typed):
        low, high = found.low_fen, found.high_fen
        details = {"low_fen": low, "high_fen": high, "about": found.about}
        value = str(low) if low == high else f"{'' if low is None else low}-{'' if high is None else high}"
        yield Entity(kind="amount", value=value, start=found.start, end=found.end, details=details)


def _products(sight: Sight) -> Iterator[Entity]:
    for found in sight.catalogue.find(sight.reading.text):
        start, end = sight.reading.typed_span(found.start, found.end)
        details = {"sku": list(found.skus)} if found.skus else {}
        yield Entity(kind=found.kind, value=found.value, start=start, end=end, details=details)


def _sizes(sight: Sight) -> Iterator[Entity]:
    for found in find_sizes(sight.reading.text):
        start, end = sight.reading.typed_span(found.start, found.end)
        yield Entity(kind="size", value=found.value, start=start, end=end)


def _ordinals(sight: Sight) -> Iterator[Entity]:
    for found in find_ordinals(sight.typed):
        yield Entity(kind="ordinal", value=found.index, start=found.start, end=found.end)


def _quantities(sight: Sight) -> Iterator[Entity]:
    for found in find_numerals(sight.typed):
        measure = _MEASURE.match(sight.typed, found.end)
        whole = found.low == found.high and found.low == found.low.to_integral_value()
        if measure and whole and 0 < found.low < 10_000 and not _RANK_WORD.search(sight.typed[: found.start]):
            yield Entity(kind="quantity", value=int(found.low), start=found.start, end=measure.end())


def _terms(sight: Sight) -> Iterator[Entity]:
    for found in gazetteer().find(sight.reading.text):
        start, end = sight.reading.typed_span(found.start, found.end)
        yield Entity(kind=found.kind, value=found.value, start=start, end=end)


_FINDERS: tuple[Callable[[Sight], Iterator[Entity]], ...] = (
    _identifiers,
    _products,
    _dates,
    _amounts,
    _sizes,
    _ordinals,
    _quantities,
    _terms,
)
