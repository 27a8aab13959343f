"""Which one of a list just shown: 第二个, 最后一款, 前一个. Holds no list."""

import re
from dataclasses import dataclass

from bot.text.fold import fold
from bot.text.numerals import parse_numeral

_MEASURES = "个件款种只条双台部单样项家张把套瓶盒箱包本位笔行排顶串辆副支块份枚卷袋组"
_NUMBER = "[0-9]{1,3}|[一二三四五六七八九十两]{1,3}"
_NTH = re.compile(
    rf"(?P<back>倒数)?第 ?(?P<nth>{_NUMBER})(?: ?[{_MEASURES}])?(?![0-9]|次|天|周|季|代|遍|回|时间|一次|方|三方|期|年|月|人民|医院)"
)
_NUMBERED = re.compile(
    rf"(?:(?:选|就要|要|就) ?(?P<nth>[0-9])|(?<![0-9])(?P<named>[0-9])) ?号(?(nth)(?!电池|线)|(?:款|那[{_MEASURES}]))"
)
_LAST = re.compile(rf"(?:最后|末尾|最末|最下面|最底下|上面|刚才|刚刚)(?:的|那|这)?(?:一|那|这|那一|这一)?[{_MEASURES}]")
_FIRST = re.compile(rf"(?:最前面|最上面|头|最先|开头)(?:的|那|这)?(?:一|那|这|那一)?[{_MEASURES}]")
_FORMER = re.compile(rf"(?:前|后)(?:面)?(?:的)?(?:一|那|那一)[{_MEASURES}]|前者|后者")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinal:
    """`index` counts from 1, or from the end: -1 is the last one. [start, end) of the text."""

    index: int
    start: int
    end: int


def find_ordinals(text: str) -> list[Ordinal]:
    """The ordinals in order, none overlapping. 前一个 is the first, 后一个 and 上面那个 are the last (the newest shown)."""
    folded = fold(text)
    found = [*_nths(folded), *_by_place(folded)]
    kept: list[Ordinal] = []
    for ordinal in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or ordinal.start >= kept[-1].end:
            kept.append(ordinal)
    return kept


def _nths(folded: str) -> list[Ordinal]:
    found: list[Ordinal] = []
    for pattern in (_NTH, _NUMBERED):
        for match in pattern.finditer(folded):
            value = parse_numeral(match["nth"] or match["named"])
            if value:
                back = -1 if match.groupdict().get("back") else 1
                found.append(Ordinal(index=back * int(value), start=match.start(), end=match.end()))
    return found


def _by_place(folded: str) -> list[Ordinal]:
    found = [Ordinal(index=-1, start=match.start(), end=match.end()) for match in _LAST.finditer(folded)]
    found += [Ordinal(index=1, start=match.start(), end=match.end()) for match in _FIRST.finditer(folded)]
    for match in _FORMER.finditer(folded):
        found.append(Ordinal(index=1 if match[0][0] == "前" else -1, start=match.start(), end=match.end()))
    return found
