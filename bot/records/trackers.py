"""What Rasa's tracker needs of a conversation: a snapshot of its state and its last events, however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.records.rows import dumps
from bot.records.tables import tracker_events, trackers

EVENTS_KEPT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerSnapshot:
    """`slots` holds only those that are set; `events` the last ones as Rasa serialises them, beginning after a turn's end."""

    slots: dict[str, Any]
    active_loop: dict[str, Any] | None
    events: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerDelta:
    """What one turn adds: its new events, and the state after them."""

    slots: dict[str, Any]
    active_loop: dict[str, Any] | None
    events: tuple[dict[str, Any], ...]


def load(connection: Connection, conversation_id: str) -> TrackerSnapshot | None:
    """None for a conversation that Rasa has not seen. Costs the same for the 5th and the 500th turn."""
    row = connection.execute(select(trackers).where(trackers.c.conversation_id == conversation_id)).one_or_none()
    if row is None:
        return None
    found = connection.execute(
        select(tracker_events.c.event)
        .where(
            tracker_events.c.conversation_id == conversation_id,
            tracker_events.c.position >= row.events_total - EVENTS_KEPT,
        )
        .order_by(tracker_events.c.position)
    )
    events = [orjson.loads(event) for (event,) in found]
    if row.events_total > EVENTS_KEPT:
        events = _after_first_listen(events)
    return TrackerSnapshot(
        slots=orjson.loads(row.slots),
        active_loop=orjson.loads(row.active_loop) if row.active_loop else None,
        events=tuple(events),
    )


def _after_first_listen(events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cut at a turn's end, so that no half of a turn is replayed."""
    for index, event in enumerate(events):
        if event.get("event") == "action" and event.get("name") == "action_listen":
            return list(events[index:])
    return list(events)


def append(connection: Connection, conversation_id: str, turn_id: str, delta: TrackerDelta) -> None:
    row = connection.execute(
        select(trackers.c.events_total).where(trackers.c.conversation_id == conversation_id)
    ).one_or_none()
    total = row.events_total if row is not None else 0
    if delta.events:
        connection.execute(
            tracker_events.insert(),
            [
                {
                    "conversation_id": conversation_id,
                    "position": total + offset,
                    "turn_id": turn_id,
                    "event": dumps(event),
                }
                for offset, event in enumerate(delta.events)
            ],
        )
    state = {
        "slots": dumps(delta.slots),
        "active_loop": dumps(delta.active_loop) if delta.active_loop else None,
        "events_total": total + len(delta.events),
    }
    if row is None:
        connection.execute(trackers.insert().values(conversation_id=conversation_id, **state))
    else:
        connection.execute(trackers.update().where(trackers.c.conversation_id == conversation_id).values(state))
