"""Reading the word lists of lexicon/: lines with fields, `#` begins a comment line. Kept once a process."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def lines_of(name: str) -> tuple[str, ...]:
    """The lines of lexicon/<name>.txt that say something."""
    text = resources.files(f"{__package__}.lexicon").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def groups_of(name: str) -> dict[str, tuple[str, ...]]:
    """`name: words` lines as {name: words}, lower case."""
    groups = (line.partition(":") for line in lines_of(name))
    return {group.strip(): tuple(words.lower().split()) for group, _, words in groups}
