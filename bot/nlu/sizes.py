"""Sizes as shoppers write them: XL, 2XL, 42码, 175/92A, 大一码, 均码. Pure; works on a normalised text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIZE = re.compile(
    r"(?<![a-z0-9])(?:"
    r"(?P<letters>[2-6]xl|x{0,4}l|x{0,2}s|m)(?:码|号|的|$|(?=[一-龥\s,。!?]))"
    r"|(?P<body>1[4-9][05]/\d{2,3}[abcy]?)"
    r"|(?P<number>\d{2}(?:\.5)?)(?:码|号(?=鞋|的鞋))"
    r")|(?P<word>均码|大码|中码|小码|加大码|特大号|大号|中号|小号|加大号|大一码|小一码|大一号|小一号|大两码|小两码)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """`value`: normal form (upper case letters, the plain number, or the word) at [start, end)."""

    value: str
    start: int
    end: int


def find_sizes(text: str) -> list[Size]:
    """The sizes in order; a bare s, m or l counts only before a Chinese character, a mark, or at the end."""
    found = []
    for match in _SIZE.finditer(text):
        written = match["letters"] or match["body"] or match["number"] or match["word"]
        start = match.start() + match[0].index(written)
        end = start + len(written) + (1 if match[0].endswith(("码", "号")) and not match["word"] else 0)
        found.append(Size(value=written.upper(), start=start, end=end))
    return found
