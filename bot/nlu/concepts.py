"""Reads a text as a row of concepts and single characters: 我那个耳机到哪了 → 我 <that> <digital> <arrive_where> 了.

The words of each concept are written by hand in lexicon/concepts.txt. Must stay free of rasa and of learned things.
"""

from __future__ import annotations

from functools import lru_cache

from bot.nlu.lexicon import read_groups


@lru_cache(maxsize=1)
def _marks() -> tuple[dict[str, str], int]:
    """({word: mark of its first concept}, length of the longest word)."""
    marks: dict[str, str] = {}
    for concept, words in read_groups("concepts").items():
        for word in words:
            marks.setdefault(word, f"<{concept}>")
    return marks, max(map(len, marks))


def row_of(text: str) -> list[str]:
    """Characters and concept marks in the order of a normalised text; the longest word at each place wins."""
    marks, longest = _marks()
    row: list[str] = []
    at, end = 0, len(text)
    while at < end:
        for length in range(min(longest, end - at), 0, -1):
            mark = marks.get(text[at : at + length])
            if mark:
                row.append(mark)
                at += length
                break
        else:
            row.append(text[at])
            at += 1
    return row


def concepts_in(text: str) -> set[str]:
    """The names of the concepts that a normalised text touches."""
    return {mark[1:-1] for mark in row_of(text) if len(mark) > 1}
