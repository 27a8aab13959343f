"""Size charts as pages state them, and the size that suits a body. Pure; no size is given that the chart does not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.shop.product import Product

CHART_NAMES = ("尺码参考", "尺码表", "尺码")
_ROW = re.compile(r"^(?P<size>[A-Z0-9.]{1,5}|均码|\d{2}-\d{2})\s*码?\s*(?:适合)?\s*(?P<rest>.*)$", re.IGNORECASE)
_MEASURE = re.compile(
    r"(?P<name>身高|体重|腰围|胸围|臀围|脚长|脚)?\s{0,3}(?<![\d.])(?P<low>\d{1,5}(?:\.\d{1,3})?)"
    r"(?:\s{0,3}(?:-|到|至|~)\s{0,3}(?P<high>\d{1,5}(?:\.\d{1,3})?))?"
    r"\s{0,3}(?P<unit>厘米|cm|公斤|kg|斤|个月|岁|毫米|码脚)(?P<bound>以下|以内|以上)?",
    re.IGNORECASE,
)
_LENGTHS = {"厘米": 1.0, "cm": 1.0, "毫米": 0.1}
_WEIGHTS = {"公斤": 1.0, "kg": 1.0, "斤": 0.5}
_AGES = {"个月": 1.0, "岁": 12.0}
_TALL_CM = 75  # a length without a name is a height from here on
_EDGE = {"height": 1.5, "weight": 1.5, "age": 0.0}
_MOST = 10_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One size; `ranges` by height, weight, waist, chest, hip, foot (cm, kg), age (months), shoe (usual size)."""

    size: str
    ranges: dict[str, Range]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What she said of the body, by the same names; `usual` is the shoe or clothes size that she wears elsewhere."""

    measures: dict[str, float]
    usual: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """`size` suits; `other` is the second one when she is between two. `outside`: beyond the chart's ends."""

    size: str
    other: str = ""
    row: Row | None = None
    outside: bool = False
    missing: tuple[str, ...] = ()


def chart_of(product: Product) -> tuple[Row, ...]:
    """The rows of the page's chart, smallest first; empty when the page has no chart of measures."""
    rows: list[Row] = []
    names: list[str] = []
    for part in re.split(r"[；;\n]", chart_text(product)):
        match = _ROW.match(part.strip())
        ranges, names = _ranges(match["rest"] if match else "", names)
        if match and ranges:
            rows.append(Row(size=match["size"].upper(), ranges=ranges))
    return tuple(rows)


def chart_text(product: Product) -> str:
    """What the page says of sizes, as it stands."""
    return next((product.attributes[name] for name in CHART_NAMES if name in product.attributes), "")


def advise(rows: tuple[Row, ...], body: Body) -> Advice | None:
    """The size for a body; None when the chart knows none of her measures. Where measures disagree the larger size counts."""
    known = [name for name in body.measures if any(name in row.ranges for row in rows)]
    if not known:
        return None
    places = [_place(rows, name, body.measures[name]) for name in known]
    at = max(place.index for place in places)
    row = rows[at]
    lower = min(place.index for place in places)
    above = any(place.index == at and place.near_next for place in places) and at + 1 < len(rows)
    other = rows[lower].size if lower < at else rows[at + 1].size if above else ""
    missing = tuple(name for name in ("height", "weight") if name in row.ranges and name not in known)
    return Advice(size=row.size, other=other, row=row, outside=any(each.beyond for each in places), missing=missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a measure stands in a chart: a row, whether the next larger one holds it too or nearly, or it is beyond all."""

    index: int
    near_next: bool = False
    beyond: bool = False


def _place(rows: tuple[Row, ...], name: str, value: float) -> _Place:
    there = [(index, row.ranges[name]) for index, row in enumerate(rows) if name in row.ranges]
    held = [index for index, each in there if each.holds(value)]
    if held:
        edge = rows[held[0]].ranges[name].high - value < _EDGE.get(name, 0.0)
        return _Place(index=held[0], near_next=len(held) > 1 or edge)
    larger = [index for index, each in there if each.low >= value]
    if all(each.low == each.high for _, each in there) and larger and value >= there[0][1].low:
        return _Place(index=larger[0])
    near = min(there, key=lambda pair: min(abs(pair[1].low - value), abs(pair[1].high - value)))
    return _Place(index=near[0], beyond=value < there[0][1].low - 2 or value > there[-1][1].high)


def _ranges(text: str, names: list[str]) -> tuple[dict[str, Range], list[str]]:
    """The measures of a row. A row without names has those of the row before: 30 码腰围 76 厘米；31 码 79 厘米."""
    found: dict[str, Range] = {}
    named: list[str] = []
    for place, match in enumerate(_MEASURE.finditer(text)):
        name = _name_of(match) or (names[place] if place < len(names) else "")
        if not name:
            continue
        factor = {**_LENGTHS, **_WEIGHTS, **_AGES}.get(match["unit"].lower(), 1.0)
        low = float(match["low"]) * factor
        high = float(match["high"]) * factor if match["high"] else low
        if match["bound"]:
            low, high = (low, _MOST) if match["bound"] == "以上" else (0.0, high)
        found[name] = Range(low=low, high=high)
        named.append(name)
    return found, named or names


def _name_of(match: re.Match[str]) -> str:
    names = {
        "身高": "height",
        "体重": "weight",
        "腰围": "waist",
        "胸围": "chest",
        "臀围": "hip",
        "脚长": "foot",
        "脚": "shoe",
    }
    if match["name"]:
        return names[match["name"]]
    unit = match["unit"].lower()
    if unit in _WEIGHTS:
        return "weight"
    if unit in _AGES:
        return "age"
    if unit == "码脚":
        return "shoe"
    return "height" if float(match["low"]) * _LENGTHS[unit] >= _TALL_CM and match["high"] else ""
