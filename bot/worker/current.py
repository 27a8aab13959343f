"""The turn that this task runs. Rasa passes only a sender id around; everything else of a turn travels beside it, here."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rasa.shared.core.trackers import DialogueStateTracker

from bot.records.trackers import TrackerDelta, TrackerSnapshot


@dataclass(slots=True)
class CurrentTurn:
    """`snapshot` is what the record knew when the turn began; `delta` is what the tracker store collected for it.

    `halved` is true once a message with two wishes was taken apart; `next_wish` is the half still to be taken up, on the
    `tracker` that the first one left. `mood` is that of the conversation with this message.
    """

    turn_id: str
    metadata: dict[str, Any]
    snapshot: TrackerSnapshot | None
    trusted: bool
    delta: TrackerDelta | None = None
    loaded_events: int = 0
    tracker: DialogueStateTracker | None = None
    halved: bool = False
    next_wish: str | None = None
    mood: dict[str, Any] | None = None
    variants_used: dict[str, int] = field(default_factory=dict)


current_turn: ContextVar[CurrentTurn] = ContextVar("current_turn")
