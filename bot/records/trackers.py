"""What Rasa's tracker needs of a conversation: a snapshot of its state and its last events, however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from bot.records.prepared import Prepared
from bot.records.rows import dumps
from bot.records.tables import tracker_events, trackers

EVENTS_KEPT = 12  # one or two turns: rules look back one, a long talk must not cost more than a short one

_NOT_HEARD = {"heard_ms": None, "intent": None}

_STATE = Prepared(select(trackers).where(trackers.c.conversation_id == bindparam("the_id")))
_EVENTS = Prepared(
    select(tracker_events.c.event)
    .where(
        tracker_events.c.conversation_id == bindparam("the_id"),
        tracker_events.c.position >= bindparam("the_first"),
    )
    .order_by(tracker_events.c.position)
)
_ADD_EVENTS = Prepared(tracker_events.insert())
_ADD_STATE = Prepared(trackers.insert())
_CHANGE_STATE = Prepared(
    trackers.update()
    .where(trackers.c.conversation_id == bindparam("the_id"))
    .values(
        slots=bindparam("the_slots"),
        active_loop=bindparam("the_active_loop"),
        events_total=bindparam("the_events_total"),
    )
)


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
    row = _STATE.one(connection, the_id=conversation_id)
    if row is None:
        return None
    found = _EVENTS.all(connection, the_id=conversation_id, the_first=row.events_total - EVENTS_KEPT)
    events = [orjson.loads(each.event) for each in found]
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


def heard_in(event: dict[str, Any]) -> dict[str, Any]:
    """`{"heard_ms", "intent"}` of a shopper's words as they were taken; both None for every other event."""
    parsed = (event.get("parse_data") or {}) if event.get("event") == "user" and "timestamp" in event else {}
    intent = ((parsed.get("intent") or {}).get("name") or "").partition("/")[0]
    return {"heard_ms": int(float(event["timestamp"]) * 1000), "intent": intent} if intent else _NOT_HEARD


def append(connection: Connection, conversation_id: str, turn_id: str, delta: TrackerDelta) -> None:
    row = _STATE.one(connection, the_id=conversation_id)
    total = row.events_total if row is not None else 0
    _ADD_EVENTS.run_each(
        connection,
        [
            {"conversation_id": conversation_id, "position": total + offset, "turn_id": turn_id, "event": dumps(event)}
            | heard_in(event)
            for offset, event in enumerate(delta.events)
        ],
    )
    state = {
        "slots": dumps(delta.slots),
        "active_loop": dumps(delta.active_loop) if delta.active_loop else None,
        "events_total": total + len(delta.events),
    }
    if row is None:
        _ADD_STATE.run(connection, conversation_id=conversation_id, **state)
    else:
        _CHANGE_STATE.run(connection, the_id=conversation_id, **{f"the_{name}": state[name] for name in state})
