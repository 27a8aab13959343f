"""Which goods can have the trouble that a message tells: data of the shop, read once, and matching by it. Pure otherwise."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import ConfigurationError
from bot.settings import PROJECT_ROOT
from bot.shop.product import Product

TROUBLE_FILE = PROJECT_ROOT / "data" / "shop" / "troubles.yml"
_GAP = r"[^，,。.！!？?\s]{0,4}"
_KIND_FIELDS, _TROUBLE_FIELDS = {"categories", "words", "unless"}, {"said", "of", "not_of"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of goods: by the shop's category, or by a word in what they are called."""

    categories: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def holds(self, names: Collection[str], category: str) -> bool:
        if any(word in name for word in self.unless for name in names):
            return False
        return category in self.categories or any(word in name for word in self.words for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """`of`: the kinds that can have it; with `all_but` those that cannot."""

    said: re.Pattern[str]
    of: frozenset[str]
    all_but: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsTroubles:
    kinds: dict[str, Kind]
    troubles: tuple[Trouble, ...]

    def told_in(self, words: str) -> tuple[Trouble, ...]:
        """The troubles that the words tell; none where they tell none that belongs to certain goods."""
        return tuple(each for each in self.troubles if each.said.search(words))

    def count(self, told: Iterable[Trouble], title: str, product: Product | None) -> int:
        """How many of them such goods can have. Goods of no known kind may have any."""
        names, category = (title, *product.aliases) if product else (title,), product.category if product else ""
        kinds = frozenset(name for name, kind in self.kinds.items() if kind.holds(names, category))
        return sum(not kinds or bool(each.of & kinds) != each.all_but for each in told)


@lru_cache(maxsize=4)
def read_troubles(path: Path = TROUBLE_FILE) -> GoodsTroubles:
    """Raises ConfigurationError that names the file and the entry at fault."""
    try:
        return troubles_of(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigurationError(f"{path}: {error}") from error


def troubles_of(document: dict[str, Any]) -> GoodsTroubles:
    """Raises ValueError, TypeError, KeyError or AttributeError for what is missing or unknown."""
    kinds = {name: _kind(name, line) for name, line in document["kinds"].items()}
    troubles = tuple(_trouble(number, line, kinds) for number, line in enumerate(document["troubles"], start=1))
    return GoodsTroubles(kinds=kinds, troubles=troubles)


def _kind(name: str, line: dict[str, Any]) -> Kind:
    if unknown := set(line) - _KIND_FIELDS:
        raise ValueError(f"kinds.{name}: {', '.join(sorted(unknown))} is unknown")
    categories = frozenset(_texts(f"kinds.{name}", line.get("categories", ())))
    words, unless = (_texts(f"kinds.{name}", line.get(each, ())) for each in ("words", "unless"))
    if not categories and not words:
        raise ValueError(f"kinds.{name}: no categories and no words")
    return Kind(categories=categories, words=words, unless=unless)


def _trouble(number: int, line: dict[str, Any], kinds: Collection[str]) -> Trouble:
    where = f"troubles, {number}"
    if unknown := set(line) - _TROUBLE_FIELDS:
        raise ValueError(f"{where}: {', '.join(sorted(unknown))} is unknown")
    if ("of" in line) == ("not_of" in line):
        raise ValueError(f"{where}: either of or not_of")
    of = frozenset(_texts(where, line.get("of") or line.get("not_of")))
    if strange := of - set(kinds):
        raise ValueError(f"{where}: {', '.join(sorted(strange))} is none of the kinds")
    said = [_GAP.join(map(re.escape, each.split("*"))) for each in _texts(where, line["said"])]
    if not said or not of:
        raise ValueError(f"{where}: said and kinds are needed")
    return Trouble(said=re.compile("|".join(said)), of=of, all_but="not_of" in line)


def _texts(where: str, given: Any) -> tuple[str, ...]:
    if isinstance(given, str) or not all(isinstance(each, str) and each for each in given):
        raise ValueError(f"{where}: a list of words is meant")
    return tuple(given)
