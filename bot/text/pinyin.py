"""How one Chinese character sounds, without its tone. Holds no words; pypinyin's table of single characters is the source.

The table is read from its file: importing the package would load its phrases too, which take 50 MB in every process.
"""

import importlib.util
import unicodedata
from functools import cache, lru_cache
from importlib.machinery import SourceFileLoader
from pathlib import Path

_MARKS = {ord(mark): None for mark in "\u0300\u0301\u0304\u030c\u0302\u0308"}


@lru_cache(maxsize=30_000)
def sound_of(char: str) -> str:
    """The most usual reading in plain letters (ü as v); empty for what is no Chinese character."""
    readings = _table().get(ord(char), "")
    first = str(readings).split(",")[0].replace("ü", "v").replace("ǚ", "v").replace("ǜ", "v").replace("ǘ", "v")
    return unicodedata.normalize("NFD", first).translate(_MARKS)


@cache
def _table() -> dict[int, str]:
    """Character → its readings, the most usual first."""
    package = importlib.util.find_spec("pypinyin")
    assert package is not None and package.origin is not None
    file = Path(package.origin).with_name("pinyin_dict.py")
    loader = SourceFileLoader("bot.text._pinyin_table", str(file))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    table: dict[int, str] = module.pinyin_dict
    return table
