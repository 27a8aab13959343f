"""Words of comfort: which of the written ones is said, for a cause, a mood and a case. Pure but for reading the files once.

The texts are data (data/care/comfort/). A choice follows from the turn's id, so a turn that runs again says the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.errors import ConfigurationError
from bot.settings import PROJECT_ROOT

COMFORT_FOLDER = PROJECT_ROOT / "data" / "care" / "comfort"
LEVELS = ("anxious", "upset", "angry")
TAGS = ("gift", "again", "loyal", "new")  # the first of a case's tags that has words is the one that counts
GAPS = frozenset({"goods", "promised", "coming", "eta", "ship_by", "signed_at", "late_by"})
_GAP = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One written comfort. `key` names it in the record, whatever else changes in its file."""

    key: str
    topic: str
    level: str
    tag: str | None
    text: str

    @property
    def gaps(self) -> frozenset[str]:
        return frozenset(_GAP.findall(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`topic`: a file of the folder; `facts`: what the record gives for the gaps; `used`: keys not to be said again."""

    topic: str
    level: str
    tags: frozenset[str] = frozenset()
    facts: Mapping[str, str]
    used: Collection[str] = ()


@lru_cache(maxsize=4)
def read_comfort(folder: Path = COMFORT_FOLDER) -> tuple[Words, ...]:
    """All of them, by file and in the order written. Raises ConfigurationError that names the file at fault."""
    found: list[Words] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            found += _of_file(path.stem, yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, yaml.YAMLError, ValueError, AttributeError) as error:
            raise ConfigurationError(f"{path}: {error}") from error
    return tuple(found)


def _of_file(topic: str, document: dict[str, list[str]]) -> list[Words]:
    found = []
    for key, texts in document.items():
        level, _, tag = key.partition(" ")
        if level not in LEVELS or (tag and tag not in TAGS):
            raise ValueError(f"{key!r} is no level, or has no known tag")
        for text in texts:
            if unknown := set(_GAP.findall(text)) - GAPS:
                raise ValueError(f"the gap {', '.join(sorted(unknown))} is unknown: {text}")
            found.append(Words(key=_key(topic, text), topic=topic, level=level, tag=tag or None, text=text))
    return found


def _key(topic: str, text: str) -> str:
    return f"{topic}-{hashlib.blake2b(text.encode(), digest_size=3).hexdigest()}"


def choose(wanted: Wanted, turn_id: str, words: tuple[Words, ...] | None = None) -> Words | None:
    """The words to say; None when all that fit have been heard. Those for her own case first, then those with most facts."""
    fitting = [each for each in words or read_comfort() if _fits(each, wanted)]
    for tag in (*TAGS, None):
        mine = [each for each in fitting if each.tag == tag]
        most = max((bool(each.gaps) for each in mine), default=False)
        best = [each for each in mine if bool(each.gaps) is most]
        if best:
            return best[_place(turn_id, wanted.topic) % len(best)]
    return None


def _fits(each: Words, wanted: Wanted) -> bool:
    return (
        each.topic == wanted.topic
        and each.level == wanted.level
        and each.key not in wanted.used
        and (each.tag is None or each.tag in wanted.tags)
        and all(wanted.facts.get(gap) for gap in each.gaps)
    )


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its gaps filled; a gap without a fact raises KeyError."""
    return _GAP.sub(lambda match: facts[match.group(1)], text)


def _place(turn_id: str, topic: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{turn_id} {topic}".encode(), digest_size=4).digest(), "big")
