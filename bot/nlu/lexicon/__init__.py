"""Hand-written word lists of the language model, one `name: words` list per file, and their reader."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def read_groups(name: str) -> dict[str, tuple[str, ...]]:
    """{group: its words} of lexicon/<name>.txt; `#` begins a comment line; words are lower case, without doubles."""
    groups: dict[str, tuple[str, ...]] = {}
    text = resources.files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        group, colon, words = line.partition(":")
        if not colon:
            raise ValueError(f"lexicon/{name}.txt:{number}: write `group: word word`")
        groups[group.strip()] = tuple(dict.fromkeys(words.lower().split()))
    return groups
