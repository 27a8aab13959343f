"""Closed vocabularies (carriers, parts, colours, places, kinds of goods) found by spaCy over single characters.

spaCy's blank Chinese pipeline needs no download; its character segmenter finds every name, where jieba's words cut some.
What changes with the shop is in `bot.nlu.catalogue`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.nlu.lexicon import read_groups

_LISTS = {"carriers": "carrier", "parts": "part", "colours": "colour", "categories": "category"}
_PLACE_ENDS = ("省", "市", "区", "县", "自治区", "特别行政区", "州")
_AMBIGUOUS = frozenset(
    {"米", "包", "书", "笔", "灯", "床", "酒", "茶", "碗", "锅", "虾", "门", "屏", "鞋", "黑", "白", "红"}
)
_AMBIGUOUS_COLOURS = frozenset({"蓝", "绿", "黄", "紫", "粉", "灰", "银", "棕"})
_NOT_A_PLACE_ALONE = frozenset({"朝阳", "和平", "光明", "青山", "中山", "金山", "西湖", "通州", "白银", "大理", "凉山"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of a closed vocabulary at [start, end) of the searched text, with its normal form."""

    kind: str
    value: str
    start: int
    end: int


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The process's one instance; building it takes about half a second, most of it spaCy's import."""
    return Gazetteer()


class Gazetteer:
    """Finds terms; the longest wins where two overlap."""

    def __init__(self) -> None:
        import spacy
        from spacy.matcher import PhraseMatcher

        self._nlp: Any = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "char"}}})
        self._matcher: Any = PhraseMatcher(self._nlp.vocab)
        self._meaning: dict[tuple[str, str], str] = {}
        for kind, value, written in _entries():
            if (kind, written) not in self._meaning:
                self._meaning[kind, written] = value
                self._matcher.add(f"{kind}|{written}", [self._nlp.make_doc(written)])

    def find(self, text: str) -> list[Term]:
        """The terms of a normalised text in order, none overlapping."""
        document = self._nlp.make_doc(text)
        if len(document) != len(text):
            return []
        seen = [
            term
            for key, start, end in self._matcher(document)
            for term in self._terms(text, start, end, self._nlp.vocab.strings[key])
        ]
        taken: list[Term] = []
        free = bytearray(b"\x01" * len(text))
        for term in sorted(seen, key=lambda term: (term.start - term.end, term.start)):
            if all(free[term.start : term.end]) and not _cuts_latin(text, term.start, term.end):
                free[term.start : term.end] = bytes(term.end - term.start)
                taken.append(term)
        return sorted(taken, key=lambda term: term.start)

    def _terms(self, text: str, start: int, end: int, key: str) -> Iterator[Term]:
        """What was seen at [start, end); a place also with the kind of place behind it: 浙江省."""
        kind, _, written = key.partition("|")
        value = self._meaning[kind, written]
        if kind != "place" or written not in _NOT_A_PLACE_ALONE:
            yield Term(kind=kind, value=value, start=start, end=end)
        if kind == "place":
            for ending in _PLACE_ENDS:
                if text.startswith(ending, end):
                    yield Term(kind=kind, value=value, start=start, end=end + len(ending))


def _entries() -> list[tuple[str, str, str]]:
    entries = []
    for name, kind in _LISTS.items():
        for value, words in read_groups(name).items():
            entries += [(kind, value, word) for word in words if word not in _AMBIGUOUS | _AMBIGUOUS_COLOURS]
    for words in read_groups("places").values():
        entries += [("place", word, word) for word in words]
    return entries


def _cuts_latin(text: str, start: int, end: int) -> bool:
    def latin(char: str) -> bool:
        return char.isascii() and char.isalnum()

    before = start > 0 and latin(text[start - 1]) and latin(text[start])
    return before or (end < len(text) and latin(text[end - 1]) and latin(text[end]))
