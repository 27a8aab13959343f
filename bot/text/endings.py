"""What hangs on the end of a message, taken off word by word: a pattern of such words with `+` and `$` looks at a run anew from each of its characters."""

from __future__ import annotations

from collections.abc import Sequence


def without_endings(text: str, endings: Sequence[str]) -> str:
    """The text without any of the endings behind it, again and again, longer ones first. Linear."""
    longest_first = sorted(endings, key=len, reverse=True)
    end = len(text)
    while found := next((each for each in longest_first if text.endswith(each, 0, end)), None):
        end -= len(found)
    return text[:end]
