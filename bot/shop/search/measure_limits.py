"""Limits that a need sets to what pages state in figures: 轻于50克, 续航10小时以上, 5升以上, 三个人用. Pure.

A limit is a short text (`重量不到50克`): a slot holds it, an answer repeats it, `keeps` reads it. A page that states no such
figure keeps no limit, but for the number of persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.shop.product import Product
from bot.text.numerals import find_numerals


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a unit measures: the lines of a page that state it, likeliest first; whether the title may state it, too."""

    name: str
    units: dict[str, float]
    lines: tuple[str, ...]
    in_title: bool = False


_MEASURES = (
    Measure(
        name="重量",
        units={"千克": 1000, "公斤": 1000, "kg": 1000, "斤": 500, "克": 1},
        lines=("重量", "净重", "净含量"),
        in_title=True,
    ),
    Measure(name="电量", units={"毫安时": 1, "毫安": 1, "mah": 1}, lines=("电池容量", "电池", "容量"), in_title=True),
    Measure(
        name="容量", units={"毫升": 1, "ml": 1, "升": 1000, "l": 1000}, lines=("容量", "净含量", "水箱"), in_title=True
    ),
    Measure(name="续航", units={"小时": 60, "分钟": 1}, lines=("续航", "使用时间")),
    Measure(name="屏幕", units={"英寸": 1, "寸": 1}, lines=("屏幕",), in_title=True),
    Measure(name="功率", units={"瓦": 1, "w": 1}, lines=("功率", "输出功率"), in_title=True),
    Measure(name="噪音", units={"分贝": 1, "db": 1}, lines=("噪音", "声音")),
    Measure(name="页数", units={"页": 1}, lines=("页数",)),
    Measure(name="人数", units={"人": 1}, lines=("适合", "容量", "人数"), in_title=True),
)
_UNITS = sorted((unit for each in _MEASURES for unit in each.units), key=len, reverse=True)
_NUMBER = r"(?P<number>\d{1,6}(?:\.\d{1,2})?|[一二两三四五六七八九十百千万半]{1,6})"
_STATED = re.compile(
    rf"(?P<low>\d{{1,6}}(?:\.\d+)?)(?:\s?(?:到|至|-|~)\s?(?P<high>\d{{1,6}}(?:\.\d+)?))?\s?(?P<unit>{'|'.join(_UNITS)})"
)
_UNDER = r"轻于|小于|低于|少于|不到|矮于|短于|<"
_MOST = r"不超过|不大于|不高于|不多于|不重于|最多|最大|最重|控制在|≤|别超过|不要超过"
_OVER = r"重于|大于|高于|多于|超过|长于|>"
_LEAST = r"不低于|不少于|不小于|至少|起码|最少|≥"
_SAID = re.compile(
    rf"(?:(?P<under>{_UNDER})|(?P<most>{_MOST})|(?P<over>{_OVER})|(?P<least>{_LEAST}))?\s?{_NUMBER}\s?个?"
    rf"(?P<unit>{'|'.join(_UNITS)})(?![款份次年月])\s?(?:(?P<within>以内|以下|之内|内(?!存))|(?P<beyond>以上|起步?(?=的|$|[，, ])|往上))?"
)
_MAY_BE_SILENT = frozenset({"人数"})  # few pages say for how many: silence breaks nothing
_SAID_OF_PERSONS = str.maketrans("两二三四五六七八九", "223456789")
_PERSONS = re.compile(
    r"(?:一家)?(?P<number>[2-9]|[二两三四五六七八九])\s?"
    r"(?:个?人(?:用|住|睡|坐|吃|喝|一起)|口(?:人|之家)|(?<=一家.)口|(?<=[们家里共].)个?人(?=$|[，, 。的]))"
)
_TIME_OF_USE = re.compile(r"续航|待机|能用|用得?|听|播放|工作|电池")
_OF_HER_BODY = re.compile(r"体重|身高|穿|我\d|胖|承重|坐|睡|承|撑|扛|载")
_HER_PET_OR_CHILD = re.compile(
    r"的?(?:大|小|中|大型|中型|小型|胖)?(?:狗狗?|猫咪?|犬|宝宝|宝贝|孩子|小孩|娃|(?<=的)人)(?=$|[的用坐穿戴能可拉牵背遛，,。？?吗呢 ])"
)
_OF_SCREENS = re.compile(r"屏|手机|平板|电脑|笔记本|手表|显示器|电视|投影|阅读器|相框")
_OPPOSITE = {"under": "least", "within": "over", "most": "over", "over": "most", "least": "under", "beyond": "under"}
_DENIED_BEFORE = re.compile(
    r"(?:不能|不可以?|不得|不想|不希望|不愿意?|不准|不许|(?<!要)不要|别)(?:是|要|买|选|给我|推荐){0,2}(?:重量|容量|续航|屏幕|功率|噪音)?[ ]?$"
)
_NOT_THERE_BEFORE = re.compile(r"(?<!有)没有?[ ]?$")
_DENIED_BEHIND = re.compile(
    r"的?[ ]?[\u4e00-\u9fff]{0,4}?[ ]?(?P<no>(?:都|就|一律)?(?:不要|别要|不考虑|不行|不可以)(?:了|哦|啊|哈|吧)?)(?=$|[，,。.!！ ])"
)
_OF_THE_WAY = re.compile(r"发货|送到|到货|[发送]出|内[发送到]")
_AFTER_LIMIT = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{2})(?P<how>不到|超过|)(?P<number>[\d.]+)(?P<unit>[\u4e00-\u9fffa-z]+?)(?P<end>以内|以上|)$"
)


def limits_in(text: str) -> tuple[tuple[str, ...], str]:
    """The limits that a normalised text sets, and the text with blanks where they stood."""
    found: dict[str, str] = {}
    left = text
    for match in _SAID.finditer(text):
        measure = _measure_of(match["unit"])
        denied = _denial(text, match)
        limit = _limit(match, measure, denied=denied is not None)
        if not limit or not _is_meant(text, match, measure):
            continue
        found[measure.name] = limit
        for start, end in (match.span(), denied or match.span()):
            left = left[:start] + " " * (end - start) + left[end:]
    if persons := _PERSONS.search(text):
        found["人数"] = f"人数{_number(persons['number']):g}人"
        left = left[: persons.start()] + " " * len(persons[0]) + left[persons.end() :]
    for name in found:
        left = left.replace(name, " " * len(name))
    return tuple(found.values()), left


def keeps(product: Product, limit: str, *, options: Iterable[str] = ()) -> tuple[str, str] | None:
    """The line of the page (name and value) by which a product keeps a limit; None when it breaks it or states nothing.
    `options` are those of the choice that is looked at: where they state it, they count."""
    read = _AFTER_LIMIT.match(limit)
    if read is None:
        return None
    measure = _measure_of(read["unit"])
    asked = float(read["number"]) * measure.units[read["unit"]]
    for name, value in _places(product, measure, tuple(options)):
        stated = _stated(value, measure)
        if stated is not None:
            return (name, value) if _holds(asked, read["how"], read["end"], stated) else None
    return ("", "") if measure.name in _MAY_BE_SILENT else None


def states_it(values: Iterable[str], limit: str) -> bool:
    """Whether one of these values states what the limit is about: the 10 公斤 of a choice."""
    read = _AFTER_LIMIT.match(limit)
    return read is not None and any(_stated(value, _measure_of(read["unit"])) is not None for value in values)


def about(limit: str) -> str:
    """What a limit is about: two of one measure replace each other."""
    return limit[:2]


def _places(product: Product, measure: Measure, options: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield from (("", value) for value in options)
    yield from ((name, product.attributes[name]) for name in measure.lines if name in product.attributes)
    if measure.in_title:
        yield "", product.title


@lru_cache(maxsize=20_000)
def _stated_in(value: str, name: str) -> tuple[float, float] | None:
    measure = next(each for each in _MEASURES if each.name == name)
    plain = value.lower().translate(_SAID_OF_PERSONS) if name in _MAY_BE_SILENT else value.lower()
    for match in _STATED.finditer(plain):
        factor = measure.units.get(match["unit"])
        if factor is not None:
            return float(match["low"]) * factor, float(match["high"] or match["low"]) * factor
    return None


def _stated(value: str, measure: Measure) -> tuple[float, float] | None:
    return _stated_in(value, measure.name)


def _holds(asked: float, how: str, end: str, stated: tuple[float, float]) -> bool:
    low, high = stated
    if how == "不到":
        return high < asked
    if how == "超过":
        return low > asked
    if end == "以内":
        return high <= asked
    return low >= asked if end == "以上" else low <= asked <= high


def _limit(match: re.Match[str], measure: Measure, *, denied: bool) -> str:
    number = _number(match["number"])
    how = _how(match)
    if not number or not how:
        return ""
    said = f"{number:g}{match['unit']}"
    how = _OPPOSITE[how] if denied else how
    if how in ("under", "over"):
        return f"{measure.name}{'不到' if how == 'under' else '超过'}{said}"
    return f"{measure.name}{said}{'以内' if how in ('most', 'within') else '以上'}"


def _how(match: re.Match[str]) -> str:
    if match["over"] and match["within"]:
        return "within"
    return next((each for each in ("under", "over", "most", "within", "least", "beyond") if match[each]), "")


def _denial(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """Where the no before or behind a limit stands: 不能超过2公斤, 2公斤以上的不要; None where nothing denies it."""
    before = text[max(0, match.start() - 12) : match.start()]
    operator = match["over"] or match["under"]
    said = _DENIED_BEFORE.search(before) or (_NOT_THERE_BEFORE.search(before) if operator else None)
    if said:
        return match.start() - len(said[0]), match.start()
    behind = _DENIED_BEHIND.match(text, match.end())
    return behind.span("no") if behind else None


def _is_meant(text: str, match: re.Match[str], measure: Measure) -> bool:
    """Whether goods are to measure so much: neither is she, nor is it how long the way takes, nor what it has to bear."""
    if measure.name == "续航":
        return _TIME_OF_USE.search(text) is not None and not _OF_THE_WAY.search(text)
    if measure.name == "人数":
        return False
    if measure.name == "屏幕":
        return _OF_SCREENS.search(text) is not None
    if measure.name != "重量":
        return True
    return not _OF_HER_BODY.search(text) and not _HER_PET_OR_CHILD.match(text, match.end())


@lru_cache(maxsize=256)
def _measure_of(unit: str) -> Measure:
    return next(each for each in _MEASURES if unit in each.units)


def _number(said: str) -> float:
    if said == "半":
        return 0.5
    found = find_numerals(said)
    return float(found[0].low) if found else 0.0
