"""Slips of input methods and pinyin left in Latin letters, put right towards the shop's own words.

Holds no spelling of the language at large: a run that is a word by itself, or that a neighbour needs, is left alone.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from bot.text.everyday_words import everyday_words
from bot.text.pinyin import sound_of

_HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2,6}")
_LATIN = re.compile(r"(?<![a-z0-9])[a-z]{2,20}(?: [a-z]{1,6}){0,4}(?![a-z0-9])")
_LONGEST = 8
_MIN_LATIN_WORD = 6
_FREQUENT_FROM = 3
# Too common as words of their own for one of them to be somebody's slip.
_GRAMMAR = frozenset(
    "的了吗呢吧啊呀哦嘛么不是我你他她它们在有就也都还和或要会能可这那什给对没上下一个到被把去来好多少说想看做说得地着过话啲以"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The shop's words of 2–6 Chinese characters and the two ways in which a slip finds them: by sound, by letters."""

    words: frozenset[str]
    by_sound: dict[tuple[str, ...], str] = field(repr=False)
    by_letters: dict[str, str] = field(repr=False)
    first_sounds: frozenset[str] = field(repr=False)

    @classmethod
    def of(cls, words: Iterable[str]) -> "Vocabulary":
        """Of any words; longer, shorter and non-Chinese ones are passed over, and so are two that sound alike."""
        kept = frozenset(word for word in words if _HAN_WORD.fullmatch(word))
        sounds: dict[tuple[str, ...], list[str]] = {}
        for word in kept:
            sounds.setdefault(tuple(map(sound_of, word)), []).append(word)
        by_sound = {sound: alike[0] for sound, alike in sounds.items() if len(alike) == 1}
        by_letters = {"".join(sound): word for sound, word in by_sound.items()}
        first_sounds = frozenset(sound[0] for sound in by_sound)
        return cls(words=kept, by_sound=by_sound, by_letters=by_letters, first_sounds=first_sounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """`wrong` at [start, end) of the text should read `right`."""

    start: int
    end: int
    wrong: str
    right: str


def correct(text: str, vocabulary: Vocabulary) -> list[Correction]:
    """The corrections of a normalised text, in order, none overlapping; empty where nothing is surely wrong."""
    found = [*_latin(text, vocabulary), *_chinese(text, vocabulary)]
    return sorted(found, key=lambda each: each.start)


def corrected(text: str, corrections: Iterable[Correction]) -> str:
    """The text with the corrections made."""
    parts: list[str] = []
    done = 0
    for each in corrections:
        parts += (text[done : each.start], each.right)
        done = each.end
    return "".join([*parts, text[done:]])


@cache
def _slips() -> dict[str, str]:
    lines = files(__package__).joinpath("slips.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {wrong: right for wrong, right in rows if wrong != right}


class _Pairs:
    """Words of two characters, each pair as one number in a sorted array: a set of strings takes thirty times as much."""

    def __init__(self, words: Iterable[str]) -> None:
        self._codes = array("Q", sorted(map(self._code, words)))

    def __contains__(self, word: str) -> bool:
        if len(word) != 2:
            return False
        code = self._code(word)
        place = bisect_left(self._codes, code)
        return place < len(self._codes) and self._codes[place] == code

    @staticmethod
    def _code(word: str) -> int:
        return ord(word[0]) << 21 | ord(word[1])


@cache
def _frequent() -> _Pairs:
    """Two-character words of everyday Chinese."""
    return _Pairs(word for word, count in everyday_words() if len(word) == 2 and count >= _FREQUENT_FROM)


def _latin(text: str, vocabulary: Vocabulary) -> list[Correction]:
    found: list[Correction] = []
    for match in _LATIN.finditer(text):
        words = [(part.start() + match.start(), part[0]) for part in re.finditer("[a-z]+", match[0])]
        at = 0
        while at < len(words):
            taken, right = _longest_reading([word for _, word in words[at:]], vocabulary)
            if right:
                start, end = words[at][0], words[at + taken - 1][0] + len(words[at + taken - 1][1])
                found.append(Correction(start=start, end=end, wrong=text[start:end], right=right))
            at += taken
    return found


def _longest_reading(words: list[str], vocabulary: Vocabulary) -> tuple[int, str | None]:
    for count in range(min(5, len(words)), 0, -1):
        letters = "".join(words[:count])
        right = _slips().get(letters)
        if not right and len(letters) >= _MIN_LATIN_WORD:
            right = vocabulary.by_letters.get(letters)
        if right:
            return count, right
    return 1, None


def _chinese(text: str, vocabulary: Vocabulary) -> list[Correction]:
    found: list[Correction] = []
    sounds = [sound_of(char) for char in text]
    at = 0
    while at < len(text):
        correction = _slip_at(text, at, vocabulary) if text[at] in _slip_starts() else None
        if not correction and sounds[at] in vocabulary.first_sounds:
            correction = _sound_at(text, at, sounds, vocabulary)
        if correction:
            found.append(correction)
        at = correction.end if correction else at + 1
    return found


@cache
def _slip_starts() -> frozenset[str]:
    return frozenset(wrong[0] for wrong in _slips() if not wrong.isascii())


def _slip_at(text: str, at: int, vocabulary: Vocabulary) -> Correction | None:
    slips = _slips()
    for size in range(min(_LONGEST, len(text) - at), 1, -1):
        wrong = text[at : at + size]
        right = slips.get(wrong)
        if right and wrong not in vocabulary.words and not _needed_outside(text, at, at + size, right):
            return Correction(start=at, end=at + size, wrong=wrong, right=right)
    return None


def _sound_at(text: str, at: int, sounds: list[str], vocabulary: Vocabulary) -> Correction | None:
    for end in range(at + 2, min(len(text), at + 6) + 1):
        if not sounds[end - 1]:
            break
        right = vocabulary.by_sound.get(tuple(sounds[at:end]))
        if right and _is_slip_of(text, at, end, right, vocabulary):
            return Correction(start=at, end=end, wrong=text[at:end], right=right)
    return None


def _is_slip_of(text: str, start: int, end: int, right: str, vocabulary: Vocabulary) -> bool:
    wrong = text[start:end]
    if wrong == right or wrong in vocabulary.words or wrong in _frequent():
        return False
    changed = [at for at in range(len(wrong)) if wrong[at] != right[at]]
    if len(changed) * 2 > len(wrong) or any(wrong[at] in _GRAMMAR for at in changed):
        return False
    inside = any(
        wrong[at : at + 2] in _frequent() for at in range(len(wrong) - 1) if at in changed or at + 1 in changed
    )
    return not inside and not _needed_outside(text, start, end, right)


def _needed_outside(text: str, start: int, end: int, right: str) -> bool:
    """True when the first or last character makes an everyday word with its neighbour (可以|经常, 现在|次品).

    An unchanged one proves nothing beside a changed one that cannot stand alone: 开发 is a word in 开发飘, and so it is in
    开发票.
    """
    frequent = _frequent()
    wrong = text[start:end]
    can_stand_alone = any(old in _GRAMMAR for old, new in zip(wrong, right, strict=False) if old != new)
    left = (can_stand_alone or wrong[0] != right[0]) and text[max(0, start - 1) : start + 1] in frequent
    return left or ((can_stand_alone or wrong[-1] != right[-1]) and text[end - 1 : end + 1] in frequent)
