"""Rasa's trackers, which rebuild themselves from their events several times a turn: the same results for less.

Each shortcut steps aside where it could differ: a test compares them with Rasa's own on random conversations.
"""

from __future__ import annotations

import copy
from itertools import islice

from rasa.shared.core.events import (
    ActionReverted,
    ActiveLoop,
    Event,
    Restarted,
    SessionStarted,
    UserUtteranceReverted,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import AnySlotDict, DialogueStateTracker
from rasa.shared.utils.common import all_subclasses


def _with_subclasses(*kinds: type[Event]) -> frozenset[type[Event]]:
    return frozenset(kinds).union(*(all_subclasses(kind) for kind in kinds))


_TAKING_BACK = _with_subclasses(ActionReverted, UserUtteranceReverted, ActiveLoop)
_BEGINNING = _with_subclasses(Restarted, SessionStarted)
_rasas_applied_events = DialogueStateTracker.applied_events
_rasas_copy = DialogueStateTracker.copy


def make_trackers_lean() -> None:
    """Put the shortcuts into Rasa's classes, for this process."""
    Slot.__copy__ = _slot_copied  # type: ignore[attr-defined]
    DialogueStateTracker.applied_events = applied_events
    DialogueStateTracker.copy = copied


def applied_events(tracker: DialogueStateTracker) -> list[Event]:
    """As Rasa's: without what was taken back, and without what came before the latest session or restart.

    Rasa asks every event for its place among abstract classes. Here that happens only where something may be taken back.
    """
    kinds = set(map(type, tracker.events))
    if not kinds.isdisjoint(_TAKING_BACK):
        return list(_rasas_applied_events(tracker))
    if kinds.isdisjoint(_BEGINNING):
        return list(tracker.events)
    events = tracker.events
    latest = next(place for place in range(len(events) - 1, -1, -1) if type(events[place]) in _BEGINNING)
    return list(islice(events, latest + 1, None))


def copied(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """A tracker in the same state, independent in all that an event changes; Rasa's replays every event into a new one."""
    if isinstance(tracker.slots, AnySlotDict):
        return _rasas_copy(tracker)
    made: DialogueStateTracker = object.__new__(type(tracker))
    made.__dict__.update(tracker.__dict__)
    made.events = tracker.events.copy()
    made.slots = {name: _slot_copied(slot) for name, slot in tracker.slots.items()}
    made.active_loop = copy.copy(tracker.active_loop)
    made.model_id = made.assistant_id = None
    return made


def _slot_copied(slot: Slot) -> Slot:
    """copy.copy pickles where it finds no `__copy__`."""
    made = object.__new__(type(slot))
    made.__dict__.update(slot.__dict__)
    return made
