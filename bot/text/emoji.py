"""Emoji and bracketed stickers as short Chinese words, from the hand-written table beside this module.

Holds no judgement of emotion: what a word means for the mood is decided elsewhere, on the typed text.
"""

import re
from functools import cache
from importlib.resources import files

# Dingbat digits (❶) are no emoji; the skin tones, flags and sex signs of a sequence go with the unknown ones.
PICTOGRAPH = re.compile("[\U0001f000-\U0001faff\u2300-\u23ff\u2600-\u2775\u2794-\u27bf\u2b00-\u2bff\u203c\u2049]")
STICKER = re.compile(r"\[([^\[\]\s]{1,5})\]")


@cache
def meanings() -> dict[str, str]:
    """Emoji or sticker name (simplified, lower case) → word."""
    lines = files(__package__).joinpath("emoji.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


def spoken(emoji: str) -> str:
    """The word for one pictograph; empty for one that the table does not know."""
    return meanings().get(emoji, "")
