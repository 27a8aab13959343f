"""The lines about a complaint beside its comfort: written variants by name, chosen by the turn's id. Reads its file once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from bot.care.comfort import filled
from bot.errors import ConfigurationError
from bot.settings import PROJECT_ROOT

LINES_FILE = PROJECT_ROOT / "data" / "care" / "lines.yml"
_GAP = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=4)
def read_lines(path: Path = LINES_FILE) -> Mapping[str, tuple[str, ...]]:
    """Name → variants. Raises ConfigurationError that names the file."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = {name: tuple(str(text) for text in texts) for name, texts in document.items()}
    except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise ConfigurationError(f"{path}: {error}") from error
    if empty := [name for name, texts in found.items() if not texts]:
        raise ConfigurationError(f"{path}: no words for {', '.join(empty)}")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The lines as one turn says them: the same turn, the same words."""

    turn_id: str
    written: Mapping[str, tuple[str, ...]] = field(default_factory=read_lines)

    def say(self, name: str, facts: Mapping[str, str] | None = None, *, nth: int | None = None) -> str:
        """The line `name` with its facts; with `nth`, what is said again is said in the next of its wordings.

        Raises KeyError where there is no such line or a gap stays open.
        """
        variants = self.written[name]
        if nth is not None:
            return filled(variants[nth % len(variants)], facts or {})
        digest = hashlib.blake2b(f"{self.turn_id} {name}".encode(), digest_size=4).digest()
        return filled(variants[int.from_bytes(digest, "big") % len(variants)], facts or {})


def gaps_of(name: str) -> frozenset[str]:
    """The facts that any variant of a line needs."""
    return frozenset(gap for text in read_lines()[name] for gap in _GAP.findall(text))
