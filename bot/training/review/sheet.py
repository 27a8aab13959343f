"""Clusters as a CSV table for those who would rather label in a spreadsheet: out with suggestions, in with intents.

Rows are known by their key: one whose conversation was erased, or that was looked at meanwhile, is passed over.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ConfigurationError
from bot.nlu.intents import TOPIC_OF
from bot.training.review.candidates import Candidate
from bot.training.review.clusters import Cluster

COLUMNS = ("cluster", "times", "text", "intent", "suggestions", "reasons", "key")
SKIP = "skip"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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


def read_csv(path: Path, candidates: Mapping[str, Candidate]) -> tuple[list[Filled], int]:
    """The rows with an intent (or `skip`), and how many of them are no candidates any more.

    Raises ConfigurationError with the line for a table or an intent that cannot be read; then nothing counts.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise ConfigurationError(f"{path}: not a table in UTF-8 ({fault}): save it as “CSV UTF-8”") from fault
    found: list[Filled] = []
    gone = 0
    for line, row in enumerate(rows, start=2):
        if not {"text", "intent", "key"} <= row.keys():
            raise ConfigurationError(f"{path}: the columns text, intent and key are needed: export it anew")
        intent = (row["intent"] or "").strip()
        if not intent:
            continue
        if intent != SKIP and intent not in TOPIC_OF:
            raise ConfigurationError(f"{path}:{line}: `{intent}` is not on the intent list{_meant(intent)}")
        candidate = candidates.get((row["key"] or "").strip())
        text = (row["text"] or "").strip().removeprefix("'")
        if candidate is None or not text:
            gone += 1
        else:
            found.append(Filled(candidate=candidate, text=text, intent=None if intent == SKIP else intent))
    return found, gone


def _meant(intent: str) -> str:
    import difflib

    near = difflib.get_close_matches(intent, list(TOPIC_OF), n=1)
    return f": did you mean {near[0]}?" if near else ": see docs/intents.md"
