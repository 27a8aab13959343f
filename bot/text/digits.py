"""Digit strings in any spelling: where they are and what they say. Holds no meaning of a number."""

import re
from dataclasses import dataclass

from bot.text.fold import CHINESE_DIGITS, digit_of, fold

_DIGIT = f"[0-9{CHINESE_DIGITS}]"
# 4059…0236三天了, …0236一直没动: the numeral after the number begins the next word.
_WORD_AFTER = re.compile(
    rf"(?<=[0-9]{{4}})[{CHINESE_DIGITS}]{{1,2}}(?=[天个次周年月点日遍件直起共样会下些定小星礼回多趟])"
)
_HIDDEN = "\u200b-\u200f\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069\u00ad\ufe0e\ufe0f\u20e3"
_GROUP = re.compile(rf"{_DIGIT}(?:[{_HIDDEN}]*{_DIGIT})*")
# A phone as apps show it, 136****8487, and what `bot.text.redact` writes: never taken apart, never joined with a neighbour.
MASKED_PHONE = re.compile(r"(?<![0-9a-z*])1[3-9][0-9][ -]?[*x]{4,5}[ -]?([0-9]{4})(?![0-9a-z])")
_MASKED = re.compile(rf"{MASKED_PHONE.pattern}|[0-9]{{0,3}}\*{{4,}}[0-9a-z]{{0,4}}")
# The letters O, l and I where a long number, or a tail that is called so or follows one, can only have 0 and 1. What
# stands alone is a tail only with O for 0: 100L is a litre's.
_LETTERED = re.compile(
    r"(?<![a-z0-9])[0-9oli]{11,20}(?![a-z0-9])(?:[\s,，、;；]{1,3}[0-9oli]{4}(?![a-z0-9]))?"
    r"|(?:尾号|手机号|[后末][四4]位)[是为:：\s]{0,3}[0-9oli]{4}(?![a-z0-9])"
    r"|^\s*[0-9o]{4}(?=[吧呢啊哦的\s.。,，!！]{0,3}$)"
)
_LETTERED_PIECE = re.compile(r"[0-9oli]+")
_AS_DIGITS = str.maketrans("oli", "011")
_MOST_LETTERS = 0.65
_DATE = re.compile(r"(?<![0-9])20[0-9]{2}([-./])[01]?[0-9]\1[0-3]?[0-9](?![0-9]|\1[0-9])")
_WEAK_GAP = re.compile(rf"[{_HIDDEN}]*(?:[ \t][{_HIDDEN}]*|[-._/+·•][{_HIDDEN}]*| *- *)")
_GAP = re.compile(rf"[\s\-._/+·•,、，;；|()（）{_HIDDEN}]{{1,6}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitGroup:
    """Digits that stand together: as ASCII in `digits`, at [start, end) of the text.

    `gap` is what parts it from the group before: "weak" (a space, a hyphen), "strong" (a comma, a line feed), or "none"
    when something else stands between.
    """

    digits: str
    start: int
    end: int
    gap: str


def find_digit_groups(text: str) -> list[DigitGroup]:
    """Every group of digits in the text, in order; dates with separators and masked numbers are left out.

    Full-width, circled and foreign digits count, Chinese ones (〇零一…九幺壹…) too; 两十百千万 do not.
    """
    folded = fold(text)
    taken = [match.span() for pattern in (_MASKED, _DATE) for match in pattern.finditer(folded)]
    if taken:
        folded = _blanked(folded, taken)
    folded = _LETTERED.sub(lambda found: _LETTERED_PIECE.sub(_in_digits, found[0]), folded)
    folded = _WORD_AFTER.sub(lambda word: "#" * len(word[0]), folded)
    groups: list[DigitGroup] = []
    for match in _GROUP.finditer(folded):
        digits = "".join(filter(None, map(digit_of, match[0])))
        gap = _gap_between(folded, groups[-1].end, match.start()) if groups else "none"
        groups.append(DigitGroup(digits=digits, start=match.start(), end=match.end(), gap=gap))
    return groups


def _in_digits(match: re.Match[str]) -> str:
    letters = sum(char in "oli" for char in match[0])
    return match[0].translate(_AS_DIGITS) if letters <= _MOST_LETTERS * len(match[0]) else match[0]


def _blanked(folded: str, spans: list[tuple[int, int]]) -> str:
    chars = list(folded)
    for start, end in spans:
        chars[start:end] = "#" * (end - start)
    return "".join(chars)


def _gap_between(folded: str, start: int, end: int) -> str:
    if _WEAK_GAP.fullmatch(folded, start, end):
        return "weak"
    return "strong" if _GAP.fullmatch(folded, start, end) else "none"
