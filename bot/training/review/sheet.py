"""Clusters as a CSV table for those who would rather label in a spreadsheet: out with suggestions, in with intents.

Rows are known by their key: one whose conversation was erased, or that was looked at meanwhile, is passed over.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from bot.errors import ConfigurationError
from bot.nlu.intents import TOPIC_OF
from bot.shop.table_text import NoTable, parted_by, table_text
from bot.text.titles import MEANINGS
from bot.training.examples import sameness_key
from bot.training.review.candidates import Candidate, wish_of_tag
from bot.training.review.clusters import Cluster

COLUMNS = ("cluster", "times", "text", "intent", "suggestions", "reasons", "key")
SKIP = "skip"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NEEDED = frozenset({"text", "intent", "key"})
_SHOWN, _LONGEST_SHOWN = 8, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One row that says something: `intent` None for skip; `text` as it stands in the table, maybe edited."""

    candidate: Candidate
    text: str
    intent: str | None


def as_csv(clusters: Sequence[Cluster], suggest: Callable[[Cluster], Sequence[str]]) -> str:
    """With a byte-order mark, without which spreadsheets misread Chinese; texts never begin a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, cluster in enumerate(clusters, start=1):
        suggestions = " ".join(suggest(cluster))
        for each in cluster.candidates:
            text = f"'{each.text}" if each.text.startswith(_FORMULA) else each.text
            writer.writerow([number, each.times, text, "", suggestions, " ".join(each.reasons), each.key])
    return "\ufeff" + out.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row whose intent says something; `line` is where it ends in the file."""

    line: int
    text: str
    said: str
    key: str

    @property
    def intent(self) -> str | None:
        """None for skip, and for what is no wish."""
        return wish_of_tag(self.said)

    def __str__(self) -> str:
        words = " ".join(self.text.split())
        return f"line {self.line} “{words[:_LONGEST_SHOWN]}{'…' if len(words) > _LONGEST_SHOWN else ''}”"


def read_csv(path: Path, candidates: Mapping[str, Candidate]) -> tuple[list[Filled], int]:
    """The rows with an intent (by its name or title) or `skip`, and how many of them are no candidates any more.

    Commas, semicolons and tabs part the cells, in UTF-8, UTF-16 or GB18030, as spreadsheets save them. Raises
    ConfigurationError that names every row at fault, also for a table that cannot be read and one that nobody filled in; then nothing counts.
    """
    rows = [row for row in _rows(path) if row.said]
    if faults := [*_unknown(rows), *_two_wishes(rows)]:
        more = f"\n  … and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise ConfigurationError(f"{path}: nothing was taken in\n  " + "\n  ".join(faults[:_SHOWN]) + more)
    if not rows:
        raise ConfigurationError(f"{path}: the column intent is empty in every row: write a wish into it, or {SKIP}")
    found = [
        Filled(candidate=candidates[row.key], text=row.text, intent=row.intent)
        for row in rows
        if row.key in candidates and row.text
    ]
    return found, len(rows) - len(found)


def _rows(path: Path) -> Iterator[_Row]:
    for line, cells in _cells(path):
        text = cells["text"]
        shown = text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
        yield _Row(line=line, text=shown, said=_spelt(cells["intent"]), key=cells["key"])


def _spelt(said: str) -> str:
    """Spreadsheets like to begin a cell with a capital."""
    return said.lower() if said.lower() in (SKIP, *TOPIC_OF) else said


def _cells(path: Path) -> list[tuple[int, dict[str, str]]]:
    """(line, {column: cell}) of each row."""
    try:
        text = table_text(path.read_bytes())
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted_by(text), strict=True)
        columns = [name.strip().lower() for name in next(reader, [])]
        if not _NEEDED <= set(columns):
            raise ConfigurationError(f"{path}: the columns {', '.join(sorted(_NEEDED))} are needed: export it anew")
        return [
            (reader.line_num, {name: cell.strip() for name, cell in zip_longest(columns, cells[: len(columns)], fillvalue="")})
            for cells in reader
            if any(cells)
        ]  # fmt: skip
    except NoTable as fault:
        raise ConfigurationError(f"{path}:{fault.line}: {fault}") from fault
    except csv.Error as fault:
        raise ConfigurationError(
            f"{path}:{reader.line_num}: quotes that do not close ({fault}): mend that cell, or save it anew from a spreadsheet"
        ) from fault


def _unknown(rows: Sequence[_Row]) -> Iterator[str]:
    for row in rows:
        if row.said != SKIP and row.intent is None:
            yield f"{row}: `{row.said}` is not on the intent list{_meant(row.said)}"


def _two_wishes(rows: Sequence[_Row]) -> Iterator[str]:
    """One sentence cannot be an example of two wishes."""
    first: dict[str, _Row] = {}
    for row in rows:
        if row.intent is not None:
            other = first.setdefault(sameness_key(row.text), row)
            if other.intent != row.intent:
                yield f"{row} is `{row.intent}`, and `{other.intent}` in line {other.line}: keep one of the two"


def _meant(said: str) -> str:
    near = difflib.get_close_matches(said.lower(), [*TOPIC_OF, *MEANINGS], n=1)
    return f": did you mean {near[0]}?" if near else ": see docs/intents.md"
