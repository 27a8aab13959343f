"""Rasa's tracker store over the record: loads a bounded piece of a conversation, and on `save` only collects.

It is handed to the MessageProcessor as it is, without Rasa's fail-safe wrapper: a store that fails must fail the turn.
"""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from bot.records.trackers import TrackerDelta, TrackerSnapshot
from bot.worker.current import CurrentTurn, current_turn

# The first class of a name wins, as in Event.resolve_by_type.
_EVENT_TYPES: dict[str, type[Event]] = {
    kind.type_name: kind for kind in reversed(all_subclasses(Event)) if isinstance(kind.type_name, str)
}
_KEPT_OF_PARSE = ("text", "intent", "entities", "emotion")


class TurnTrackerStore(TrackerStore):
    """Reads and fills the `current_turn`; the worker stores its delta in the turn's transaction."""

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as of the turn's beginning: slots and loop first, then its last events; None when new.

        Within a turn that takes up two wishes, the second finds what the first left.
        """
        turn = current_turn.get()
        if turn.tracker is not None:
            return turn.tracker
        if turn.snapshot is None:
            return None
        tracker = _restored(sender_id, turn.snapshot, self.domain.slots)
        turn.loaded_events = len(tracker.events)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Collect what is new. Rasa also calls this with an empty tracker before a new sender's first turn."""
        turn = current_turn.get()
        turn.delta = delta_of(tracker, turn)
        turn.tracker = tracker


def _restored(sender_id: str, snapshot: TrackerSnapshot, slots: list[Slot]) -> DialogueStateTracker:
    """Slots that rules may ask for are set by events, which a state is built from; all others just have their values."""
    telling = {slot.name for slot in slots if slot.has_features()}
    events: list[Event] = [SessionStarted()]
    events += [SlotSet(name, value) for name, value in snapshot.slots.items() if name in telling]
    if snapshot.active_loop:
        events.append(ActiveLoop(snapshot.active_loop.get("name")))
    for document in snapshot.events:
        event = _event_of(document)
        if event is not None and (type(event) is not SlotSet or event.key in telling):
            events.append(event)
    tracker = DialogueStateTracker.from_events(sender_id, events, slots)
    for name, value in snapshot.slots.items():
        if name in tracker.slots and name not in telling:
            tracker.slots[name].value = value
    return tracker


def delta_of(tracker: DialogueStateTracker, turn: CurrentTurn) -> TrackerDelta:
    """The events since the turn began, and the state after them, pruned of what nobody reads again."""
    new = list(tracker.events)[turn.loaded_events :]
    loop = tracker.active_loop
    return TrackerDelta(
        slots={name: slot.value for name, slot in tracker.slots.items() if slot.value != slot.initial_value},
        active_loop={"name": loop.name} if loop else None,
        events=tuple(_pruned(event) for event in new),
    )


def _event_of(document: dict[str, Any]) -> Event | None:
    """As Event.from_parameters, which walks all classes of events for each one."""
    kind = _EVENT_TYPES.get(str(document.get("event")))
    if kind is None:
        return Event.from_parameters(document)
    return kind._from_parameters(dict(document))


def _pruned(event: Event) -> dict[str, Any]:
    document = event.as_dict()
    for name in ("assistant_id", "model_id"):
        document.get("metadata", {}).pop(name, None)
    if type(event) is UserUttered:
        parse = document.get("parse_data") or {}
        document["parse_data"] = {name: parse[name] for name in _KEPT_OF_PARSE if name in parse}
        document["parse_data"]["intent"] = {
            "name": event.intent.get("name"),
            "confidence": round(float(event.intent.get("confidence") or 0.0), 3),
        }
        document["metadata"] = {"turn_id": (event.metadata or {}).get("turn_id")}
    return {name: value for name, value in document.items() if value is not None}
