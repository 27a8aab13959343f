"""The typed text in the one spelling that the models read, with every character's place in the typed text kept.

Holds the steps and nothing that judges: emotion is measured on the typed text, before repetition is cut.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from bot.text.emoji import PICTOGRAPH, STICKER, meanings, spoken
from bot.text.traditional import simplify

Span = tuple[int, int]
Mapped = tuple[str, list[Span]]
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇"
_NUMERALS = "0-9零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖幺"
_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u17b4\u17b5\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
_SPACED = re.compile(rf"(?<=[{_HAN}。、《》“”‘’])[ ]+(?=[{_HAN}。、《》“”‘’])")
_SPACES = re.compile(r" *\n[ \n]*|  +")
_SAME_HAN = re.compile(rf"(?![{_NUMERALS}])([{_HAN}])\1{{2,}}")
_SAME_LETTER = re.compile(r"([a-z])\1{4,}")
_SAME_DOT = re.compile(r"(\.)\1{3,}")
_SAME_PUNCTUATION = re.compile(r"([!?,;:~。、^_=+·—-])\1{2,}")
_SAME_UNIT = re.compile(rf"((?:(?![{_NUMERALS}])[{_HAN}]){{2,4}}?)\1{{2,}}")
_MAX_ROUNDS = 8
# A few ligatures stand for a whole sentence; written out, 2,000 of them would be 36,000 characters.
_MAX_GROWTH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """`text` and, for each of its characters, the [start, end) in what was typed; spans never run backwards."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """[start, end) of the normalised text in the typed one; an empty span stays empty; out of range is clipped."""
        size = len(self.spans)
        start, end = max(0, min(start, size)), max(0, min(end, size))
        if start < end:
            return self.spans[start][0], self.spans[end - 1][1]
        at = self.spans[start][0] if start < size else (self.spans[-1][1] if size else 0)
        return at, at


def normalise(text: str) -> Normalised:
    """NFKC, no invisible characters, simplified, lower case, emoji as words, repetition and loose spaces cut.

    Normalising the result again changes nothing. Line feeds stay: they part the fragments of one turn. Digits and
    Chinese numerals are never cut, however often they repeat.
    """
    mapped = (text, [(at, at + 1) for at in range(len(text))])
    before = None
    for _ in range(_MAX_ROUNDS):
        if mapped[0] == before:
            break
        before = mapped[0]
        for step in _STEPS:
            mapped = step(mapped)
    return Normalised(text=mapped[0], spans=tuple(mapped[1]))


def _compatible(mapped: Mapped) -> Mapped:
    text, spans = mapped
    if unicodedata.is_normalized("NFKC", text):
        return mapped
    chars: list[str] = []
    kept: list[Span] = []
    for start, end in _clusters(text):
        cluster = text[start:end]
        new = unicodedata.normalize("NFKC", cluster)
        new = new if len(new) <= _MAX_GROWTH * len(cluster) else cluster
        chars.append(new)
        kept += [(spans[start][0], spans[end - 1][1])] * len(new)
    return "".join(chars), kept


def _clusters(text: str) -> list[Span]:
    starts = [at for at, char in enumerate(text) if at == 0 or not _joins_previous(char)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _joins_previous(char: str) -> bool:
    if char < "\u0300" or "\u4e00" <= char <= "\u9fff":
        return False
    return unicodedata.combining(char) != 0 or "\u1161" <= char <= "\u11c2" or char in "\u3099\u309a\uff9e\uff9f"


def is_invisible(char: str) -> bool:
    """True for what shows nothing and is no white space: controls, format and bidi marks, fillers, lone marks."""
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} or char in _BLANK_LETTERS or bool(_MARKS.match(char))


class _Visible(dict[int, str]):
    """Code point → what is left of it: itself, a line feed, a space, a plain digit in lower case, or nothing."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _BREAKS:
            shown = "\n"
        elif char == "\t" or unicodedata.category(char) == "Zs":
            shown = " "
        elif "\u2776" <= char <= "\u2793":
            shown = str(unicodedata.digit(char, char))
        elif is_invisible(char):
            shown = ""
        else:
            shown = char.lower() if len(char.lower()) == 1 else char
        self[code] = shown
        return shown


_VISIBLE = _Visible()


def _visible(mapped: Mapped) -> Mapped:
    text, spans = mapped
    shown = text.translate(_VISIBLE)
    if len(shown) == len(text):
        return shown, spans
    return shown, [span for char, span in zip(text, spans, strict=True) if _VISIBLE[ord(char)]]


def _simplified(mapped: Mapped) -> Mapped:
    return simplify(mapped[0]), mapped[1]


def _emoji_spoken(mapped: Mapped) -> Mapped:
    mapped = _replaced(mapped, STICKER, lambda match: meanings().get(match[1], match[0]))
    return _replaced(mapped, PICTOGRAPH, lambda match: spoken(match[0]))


def _replaced(mapped: Mapped, pattern: re.Pattern[str], word: Callable[[re.Match[str]], str]) -> Mapped:
    text, spans = mapped
    chars: list[str] = []
    kept: list[Span] = []
    done = 0
    for match in pattern.finditer(text):
        new = word(match)
        if new == match[0]:
            continue
        start, end = match.span()
        chars += (text[done:start], new)
        kept += spans[done:start]
        kept += [(spans[start][0], spans[end - 1][1])] * len(new)
        done = end
    return mapped if not done else ("".join(chars) + text[done:], kept + spans[done:])


def _repetition_cut(mapped: Mapped) -> Mapped:
    for pattern, most in _CUTS:
        text, spans = mapped
        kept: list[int] = []
        done = 0
        for match in pattern.finditer(text):
            kept += range(done, match.start() + len(match[1]) * most)
            done = match.end()
        if done:
            kept += range(done, len(text))
            mapped = "".join([text[at] for at in kept]), [spans[at] for at in kept]
    return mapped


def _spaces_cut(mapped: Mapped) -> Mapped:
    mapped = _replaced(mapped, _SPACES, lambda match: "\n" if "\n" in match[0] else " ")
    text, spans = _replaced(mapped, _SPACED, lambda match: "")
    first = len(text) - len(text.lstrip())
    last = max(first, len(text.rstrip()))
    return text[first:last], spans[first:last]


_CUTS: tuple[tuple[re.Pattern[str], int], ...] = (
    (_SAME_HAN, 2),
    (_SAME_LETTER, 4),
    (_SAME_DOT, 3),
    (_SAME_PUNCTUATION, 2),
    (_SAME_UNIT, 2),
)
_STEPS: tuple[Callable[[Mapped], Mapped], ...] = (
    _compatible,
    _visible,
    _simplified,
    _emoji_spoken,
    _spaces_cut,
    _repetition_cut,
)
