"""How one Chinese character sounds, without its tone. Holds no words; pypinyin's table of single characters is the source.

The table is read from its file alone: importing pypinyin itself also loads its phrases, 46 MB that nobody here asks for.
"""

import unicodedata
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from sys import intern

_FIRST, _LAST = 0x3007, 0x9FFF  # from 〇
_MARKS = {ord(mark): None for mark in "\u0300\u0301\u0304\u030c\u0302\u0308"}


def sound_of(char: str) -> str:
    """The most usual reading in plain letters (ü as v); empty for what is no Chinese character."""
    return _sounds()[ord(char) - _FIRST] if _FIRST <= ord(char) <= _LAST else ""


@cache
def _sounds() -> tuple[str, ...]:
    """One sound per code point from _FIRST to _LAST."""
    table = _table()
    return tuple(intern(_plain(str(table.get(code, "")))) for code in range(_FIRST, _LAST + 1))


def _table() -> dict[int, str]:
    """Code point → readings with tones, parted by commas."""
    package = find_spec("pypinyin")
    assert package and package.submodule_search_locations
    path = Path(package.submodule_search_locations[0]) / "pinyin_dict.py"
    spec = spec_from_file_location("pinyin_dict_alone", path)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    table: dict[int, str] = module.pinyin_dict
    return table


def _plain(readings: str) -> str:
    first = readings.split(",")[0].replace("ü", "v").replace("ǚ", "v").replace("ǜ", "v").replace("ǘ", "v")
    return unicodedata.normalize("NFD", first).translate(_MARKS)
