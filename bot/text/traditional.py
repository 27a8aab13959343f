"""Traditional characters to simplified ones, by OpenCC's tables, one character for one.

OpenCC's own `convert` is not used: it takes 40 ms for 2,000 characters and keeps no offsets. Phrases whose length
changes are left to the characters.
"""

import re
from functools import cache
from importlib.resources import files


@cache
def _characters() -> dict[int, str]:
    return {ord(wrong): right for wrong, right in _rows("TSCharacters.txt") if len(wrong) == len(right) == 1}


@cache
def _phrases() -> dict[str, str]:
    characters = _characters()
    rows = {wrong: right for wrong, right in _rows("TSPhrases.txt") if len(wrong) == len(right)}
    return {wrong: right for wrong, right in rows.items() if wrong.translate(characters) != right}


@cache
def _phrase_pattern() -> re.Pattern[str]:
    longest_first = sorted(_phrases(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def _rows(name: str) -> list[tuple[str, str]]:
    lines = files("opencc").joinpath("dictionary").joinpath(name).read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if "\t" in line]
    return [(pair[0], pair[1].split(" ")[0]) for pair in pairs if pair[1].strip()]


def simplify(text: str) -> str:
    """The text in simplified characters; the same length, so offsets hold."""
    characters = _characters()
    if text.translate(characters) == text:
        return text
    phrases = _phrases()
    parts: list[str] = []
    done = 0
    for match in _phrase_pattern().finditer(text):
        parts += (text[done : match.start()].translate(characters), phrases[match[0]])
        done = match.end()
    return "".join(parts) + text[done:].translate(characters)
