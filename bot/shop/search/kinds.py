"""Kinds of goods: which a text names, which a product is, and which kind is wider than which. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.shop.product import Product
from bot.shop.word_lists import groups_of

_BESIDE = re.compile(r"[配带送含装连]$")
_FOR_IT = re.compile(r"^ ?(?:用的|专用|上用|能用|可用|配套)")
_ALONE_BEFORE = re.compile(r"(?:^|[本双件个口盏瓶点些的买找看要喝穿卖张把款下么啥 ，,])$")
_ALONE_AFTER = re.compile(r"^(?:$|[吗呢吧的有么啊呀推送好合适，。,.!！?？、 \d一两二三四五六七八九十])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A kind named at [start, end) of a text."""

    kind: str
    start: int
    end: int


def wider(kind: str) -> tuple[str, ...]:
    """The kind and all that are wider, narrowest first."""
    found = [kind]
    while above := _tree()[0].get(found[-1]):
        found.append(above)
    return tuple(found)


def narrower(kind: str) -> frozenset[str]:
    """The kind and all narrower ones."""
    return frozenset(each for each in _tree()[1] if kind in wider(each))


def all_words() -> frozenset[str]:
    return frozenset(word for words in _tree()[1].values() for word in words)


def named_in(text: str) -> list[Named]:
    """The kinds that a normalised text names, in its order; the longest word wins. 书 or 鞋 count only as words."""
    found: list[Named] = []
    at = 0
    while at < len(text):
        named = _longest_at(text, at)
        if named:
            found.append(named)
        at = named.end if named else at + 1
    return found


def wanted_in(text: str) -> tuple[Named, ...]:
    """The kinds that are wanted: not those that something is only for (配电脑的键盘). Of two in a row the last is meant."""
    named = named_in(text)
    wanted = [
        each for each in named if not _BESIDE.search(text[: each.start]) and not _FOR_IT.match(text[each.end :])
    ] or named
    if not wanted:
        return ()
    heads = [
        each
        for each, after in zip(wanted, [*wanted[1:], None], strict=True)
        if after is None or re.search(r"[和跟或、,，。 ]|还是", text[each.end : after.start])
    ]
    return tuple(heads)


def kinds_of(product: Product) -> frozenset[str]:
    """The product's kinds by its title and aliases, with all wider ones."""
    return _kinds_of(product.title, product.aliases)


def narrowest_kinds(product: Product) -> tuple[str, ...]:
    """The product's kinds by its title (else by its aliases), without those that are only wider than another of them."""
    found = _kinds_of(product.title, ()) or kinds_of(product)
    return tuple(sorted(kind for kind in found if not any(kind in wider(each)[1:] for each in found)))


@lru_cache(maxsize=20_000)
def _kinds_of(title: str, aliases: tuple[str, ...]) -> frozenset[str]:
    own: set[str] = set()
    for written in (title, *aliases):
        text = "".join(written.lower().split())
        named = named_in(text)
        inner = {each.start for each in named}
        own |= {each.kind for each in named if each.end not in inner and not _BESIDE.search(text[: each.start])}
    return frozenset(above for kind in own for above in wider(kind))


def _longest_at(text: str, at: int) -> Named | None:
    for word, kind in _by_first().get(text[at], ()):
        if not text.startswith(word, at):
            continue
        end = at + len(word)
        alone = len(word) > 1 or (_ALONE_BEFORE.search(text[:at]) and _ALONE_AFTER.match(text[end:]))
        if alone and not _cuts_latin(text, at, end):
            return Named(kind=kind, start=at, end=end)
    return None


def _cuts_latin(text: str, start: int, end: int) -> bool:
    def latin(pair: str) -> bool:
        return len(pair) == 2 and all(each.isascii() and each.isalnum() for each in pair)

    return (start > 0 and latin(text[start - 1 : start + 1])) or latin(text[end - 1 : end + 1])


@cache
def _tree() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """({kind: the next wider one}, {kind: its words})."""
    above: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    for head, written in groups_of("kinds").items():
        name, _, wider_name = (part.strip() for part in head.partition("<"))
        words[name] = (name, *written)
        if wider_name:
            above[name] = wider_name
    return above, words


@cache
def _by_first() -> dict[str, tuple[tuple[str, str], ...]]:
    """First character → (word, kind), longest words first."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for kind, words in _tree()[1].items():
        for word in words:
            found[word[0]].setdefault(word, kind)
    return {first: tuple(_longest_first(words)) for first, words in found.items()}


def _longest_first(words: dict[str, str]) -> Iterator[tuple[str, str]]:
    return iter(sorted(words.items(), key=lambda pair: -len(pair[0])))
