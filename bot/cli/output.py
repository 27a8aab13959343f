"""How commands print: results to stdout as a table or JSON, everything else to stderr."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

from bot.clock import iso

_COLOUR = re.compile(r"\x1b\[\d+m")
_COLOURS = {"red": 31, "green": 32, "yellow": 33, "bold": 1, "dim": 2}


def note(line: str) -> None:
    """Progress and notes: never part of a result."""
    print(line, file=sys.stderr, flush=True)


def paint(text: str, colour: str) -> str:
    """The text in a colour (red, green, yellow, bold, dim) where somebody looks at it; plain into pipes and with NO_COLOR."""
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if _is_looked_at(sys.stdout) else text


def _is_looked_at(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def print_json(value: Any) -> None:
    """One JSON document on one line."""
    print(to_json(value), flush=True)


def to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def print_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """A table of the named columns; Chinese characters count as two columns of the terminal."""
    lines = [tuple(columns), *(tuple(_cell(row.get(column)) for column in columns) for row in rows)]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(columns))]
    for line in lines:
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        print("  ".join(padded).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    plain = value if isinstance(value, (str, int, float, dict, list)) else _plain(value)
    return plain if isinstance(plain, str) else to_json(plain)


def _width(text: str) -> int:
    seen = _COLOUR.sub("", text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in seen)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, (date, Path)):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
