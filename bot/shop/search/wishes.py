"""Wishes of goods by name (防水, 跑步, 油皮): how shoppers ask for one, and which words of a page show it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.shop.search.page import fold
from bot.shop.word_lists import groups_of, lines_of


@dataclass(frozen=True, slots=True, kw_only=True)
class WishWords:
    asked: re.Pattern[str]
    shown_by: tuple[str, ...]


@cache
def all_wishes() -> dict[str, WishWords]:
    found = {}
    for line in lines_of("wishes"):
        name, asked, shown_by = (part.strip() for part in line.split(" | "))
        pattern = re.compile("|".join(asked.lower().split()))
        found[name] = WishWords(asked=pattern, shown_by=tuple(fold(word) for word in shown_by.split()))
    return found


def asked_in(text: str) -> tuple[str, ...]:
    """The wishes that a text asks for; of 主动降噪 and 降噪 only the one that says more."""
    found = {name: match for name, words in all_wishes().items() if (match := words.asked.search(text))}
    kept = []
    for name, match in found.items():
        inside = (other for key, other in found.items() if key != name and len(other[0]) > len(match[0]))
        if not any(other.start() <= match.start() and match.end() <= other.end() for other in inside):
            kept.append(name)
    return tuple(kept)


def shown_by(name: str) -> tuple[str, ...]:
    """The words that show a wish; a wish of no list is shown by its own words."""
    known = all_wishes().get(name)
    return known.shown_by if known else (fold(name),)


def sex_in(text: str) -> str:
    """`f` or `m` by whom it is for, `c` for a child, empty when nobody is named."""
    best = ("", 0)
    for words, sex in groups_of_people().items():
        for word in words:
            if word in text and len(word) > best[1]:
                best = (sex, len(word))
    if not best[0] and (alone := re.search(r"男(?![孩童朋友])|女(?![孩儿童朋友])", text)):
        return "m" if alone[0] == "男" else "f"
    return best[0]


@cache
def groups_of_people() -> dict[tuple[str, ...], str]:
    pairs = (line.rpartition(":") for line in lines_of("people"))
    return {tuple(words.split()): sex.strip() for words, _, sex in pairs}


def colour_in(text: str) -> str:
    """The colour that a text names: 白色, 黑的, 白的那款, 墨绿M码; empty when it names none."""
    families = groups_of("colours")
    names = "|".join(sorted(families, key=len, reverse=True))
    match = re.search(
        rf"(?<![0-9一二两三四五六七八九十半毫厘分千])({names})(?:色|的|款(?!式)|那|(?=\s?(?:[2-6]?x{{0,3}}[sml]|[34]\d(?:\.5)?)码))",
        text,
        re.IGNORECASE,
    ) or re.search(r"(透明)", text)
    return match[1] if match else ""


def is_colour(colour: str, choice: str) -> bool:
    """Whether a choice's name (珍珠白) is of a colour (白). 米白 is both; 黑白 is both."""
    return any(word in choice for word in groups_of("colours").get(colour, (colour,)))
