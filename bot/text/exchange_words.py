"""What is wanted instead: 大一码, 小两号, 白色的, 42 码. Pure; which choices there are is the shop's."""

from __future__ import annotations

import re
import unicodedata

_STEP = re.compile(r"([大小])\s*([一二两三1-3半])\s*个?\s*[码号]")
_STEPS = {"一": 1, "1": 1, "半": 1, "二": 2, "两": 2, "2": 2, "三": 3, "3": 3}
_COLOURS = "黑白灰蓝绿红粉紫橙棕黄金银青杏咖米"


def step_in(text: str) -> int:
    """+1 for 大一码, -2 for 小两号, 0 where nothing of the kind is said."""
    found = _STEP.search(text)
    if found is None:
        return 0
    return _STEPS[found[2]] * (1 if found[1] == "大" else -1)


def value_named(value: str, text: str, *, alone: bool) -> bool:
    """Whether an option's value is named. Sizes and numbers stand alone, or before 码, 号, 的; a colour by its one character.

    `alone`: the text is the answer to the question which one, so that a value needs no such word after it.
    """
    said, wanted = _plain(text), _plain(value)
    if wanted.isascii():
        bounded = rf"(?<![0-9a-z]){re.escape(wanted)}(?![0-9a-z])"
        found = re.search(bounded, said)
        return bool(
            found and (alone or re.match(r"\s*(?:[码号的]|$)", said[found.end() :]) or "换" in said[: found.start()])
        )
    if len(wanted) > 1 and wanted in said:
        return True
    colours = [each for each in wanted if each in _COLOURS]
    marked = r"(?:色|的|$)" if not alone else ""
    return any(re.search(f"{colour}{marked}", said) for colour in colours)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip(" 。.!！~吧啊呢")
