"""Entries of the shop's question-and-answer book. Pure dataclasses; choosing the entry that fits a question is bot.care's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqEntry:
    """One answer. `intents` are names of the intent list; `questions` are wordings of it; valid while from ≤ now < until.

    `general` marks the entry to give for its intents when none fits the words better.
    """

    entry_id: str
    intents: tuple[str, ...]
    questions: tuple[str, ...]
    keywords: tuple[str, ...]
    answer: str
    general: bool = False
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def valid_at(self, at: datetime) -> bool:
        return (self.valid_from is None or self.valid_from <= at) and (
            self.valid_until is None or at < self.valid_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqBook:
    """All entries in the file's order; `version` grows with every change, so a reader may keep an index of it."""

    version: int
    entries: tuple[FaqEntry, ...]

    def __iter__(self) -> Iterator[FaqEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)
