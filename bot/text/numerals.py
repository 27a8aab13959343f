"""Numbers as people write them: 一百二十, 两千五, 1万2, 三五百, 半, 1,299.5. Holds values, no units of goods or money."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.text.fold import digit_of, fold

_DIGITS = "〇零○一二两三四五六七八九壹贰叁肆伍陆柒捌玖幺貳參陸俩仨"
_UNITS = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "k": 1000,
    "万": 10000,
    "萬": 10000,
    "w": 10000,
}
_UNITS |= {"亿": 100_000_000, "億": 100_000_000}
_LARGE = 10000
_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3}){1,3}(?![0-9])(?:\.[0-9]{1,4})?|[0-9]{1,20}(?:\.[0-9]{1,4})?"
_MIXED = rf"(?:{_ARABIC})(?: ?[十百千万亿萬億](?:[0-9]{{1,4}}|[{_DIGITS}十百千]{{1,8}})?|[kw](?![a-z]))?"
_CHINESE = rf"[{_DIGITS}十百千万亿拾佰仟萬億]{{1,24}}(?:点[{_DIGITS}]{{1,6}})?"
_SOME = "[几数][十百千万]{1,2}|十几"
_NUMERAL = re.compile(rf"(?P<mixed>{_MIXED})|(?P<some>{_SOME})|(?P<chinese>{_CHINESE})|(?P<half>半)")
_APPROXIMATE = re.compile(
    r"((?:[一二三四五六七八九]?十)?)([一二两三四五六七八九])([二两三四五六七八九])([十百千万]{0,2})"
)
_PAIRS = {
    ("一", "二"),
    ("一", "两"),
    ("二", "三"),
    ("两", "三"),
    ("三", "四"),
    ("三", "五"),
    ("四", "五"),
    ("五", "六"),
}
_PAIRS |= {("六", "七"), ("七", "八"), ("八", "九")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number at [start, end) of the text, between `low` and `high`, both included; the two are equal unless it is

    said as a range (三五百 is 300 to 500, 几百 is 200 to 900).
    """

    low: Decimal
    high: Decimal
    start: int
    end: int


def find_numerals(text: str) -> list[Numeral]:
    """Every number in the text, in order. A bare 半 is 0.5; what follows a number (块, 天) is not read here."""
    folded = fold(text)
    found: list[Numeral] = []
    for match in _NUMERAL.finditer(folded):
        bounds = _bounds(match[0])
        if bounds:
            found.append(Numeral(low=bounds[0], high=bounds[1], start=match.start(), end=match.end()))
    return found


def parse_numeral(text: str) -> Decimal | None:
    """The value of a text that is one exact number and nothing else; None for anything else, ranges too."""
    folded = fold(text.strip())
    bounds = _bounds(folded) if _NUMERAL.fullmatch(folded) else None
    return bounds[0] if bounds and bounds[0] == bounds[1] else None


def _bounds(folded: str) -> tuple[Decimal, Decimal] | None:
    if folded == "半":
        return Decimal("0.5"), Decimal("0.5")
    if folded == "十几":
        return Decimal(11), Decimal(19)
    if folded[0] in "几数":
        unit = _product(folded[1:])
        return 2 * unit, 9 * unit
    if pair := _APPROXIMATE.fullmatch(folded):
        teen, low, high, units = pair.groups()
        if (low, high) in _PAIRS and bool(units) != bool(teen):
            base, unit = (_whole(teen) if teen else None) or Decimal(0), _product(units)
            return base + _digit(low) * unit, base + _digit(high) * unit
    value = _value(folded)
    return (value, value) if value is not None else None


def _product(units: str) -> Decimal:
    product = Decimal(1)
    for unit in units:
        product *= _UNITS[unit]
    return product


def _digit(char: str) -> Decimal:
    return Decimal({"两": "2", "俩": "2", "仨": "3"}.get(char) or digit_of(char) or "0")


def _value(folded: str) -> Decimal | None:
    arabic = re.match(_ARABIC, folded)
    if arabic:
        return _scaled(Decimal(arabic[0].replace(",", "")), folded[arabic.end() :].strip())
    whole, point, fraction = folded.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return value
    return value + Decimal("0." + "".join(str(_digit(char)) for char in fraction))


def _scaled(value: Decimal, rest: str) -> Decimal:
    """3万8 and 1千零五十: the number before the unit times the unit, plus what follows."""
    if not rest:
        return value
    unit = Decimal(_UNITS[rest[0]])
    tail = rest[1:]
    if not tail:
        return value * unit
    if tail.isascii():
        return value * unit + Decimal(tail) * (unit / 10 if len(tail) == 1 else 1)
    return value * unit + (_whole(tail) or 0) * (unit / 10 if len(tail) == 1 else 1)


def _whole(chars: str) -> Decimal | None:
    if not any(char in _UNITS for char in chars):
        return Decimal("".join(str(_digit(char)) for char in chars)) if chars else None
    total = section = Decimal(0)
    digit: Decimal | None = None
    last_unit, floor = 1, _LARGE
    for char in chars:
        if char not in _UNITS:
            if digit:
                return None
            digit = _digit(char)
            last_unit = 1 if digit == 0 else last_unit
            continue
        unit = _UNITS[char]
        if unit >= _LARGE:
            part = section + (digit or 0) or (Decimal(1) if not total else Decimal(0))
            total = (total + part) * unit if unit > _LARGE else total + part * unit
            section, floor = Decimal(0), _LARGE
        elif unit >= floor:
            return None
        else:
            section += (1 if digit is None else digit) * unit
            floor = unit
        digit, last_unit = None, unit
    # 两千五 leaves out the last unit: 2,500; 一千零五 does not.
    return total + section + (digit or 0) * (max(1, last_unit // 10) if last_unit > 10 else 1)
