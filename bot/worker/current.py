"""The turn that this task runs. Rasa passes only a sender id around; everything else of a turn travels beside it, here."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from bot.records.trackers import TrackerDelta, TrackerSnapshot


@dataclass(slots=True)
class CurrentTurn:
    """`snapshot` is what the record knew when the turn began; `delta` is what the tracker store collected for it."""

    turn_id: str
    metadata: dict[str, Any]
    snapshot: TrackerSnapshot | None
    trusted: bool
    delta: TrackerDelta | None = None
    loaded_events: int = 0
    variants_used: dict[str, int] = field(default_factory=dict)


current_turn: ContextVar[CurrentTurn] = ContextVar("current_turn")
