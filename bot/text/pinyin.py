"""How one Chinese character sounds, without its tone. Holds no words; pypinyin's table of single characters is the source."""

import unicodedata
from functools import lru_cache

from pypinyin.pinyin_dict import pinyin_dict

_MARKS = {ord(mark): None for mark in "\u0300\u0301\u0304\u030c\u0302\u0308"}


@lru_cache(maxsize=30_000)
def sound_of(char: str) -> str:
    """The most usual reading in plain letters (ü as v); empty for what is no Chinese character."""
    readings = pinyin_dict.get(ord(char), "")
    first = str(readings).split(",")[0].replace("ü", "v").replace("ǚ", "v").replace("ǜ", "v").replace("ǘ", "v")
    return unicodedata.normalize("NFD", first).translate(_MARKS)
