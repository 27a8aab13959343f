"""What Rasa's tracker is told when a person takes over and when the bot gets the conversation back, and reading moods from it.

Events in Rasa's own JSON, written without Rasa: the next turn loads them like its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.handoff.wishes import WISHES
from bot.records import trackers
from bot.records.tables import tracker_events
from bot.records.trackers import TrackerDelta

LINES_TOLD = 5
FORGOTTEN = ("requested_slot", "asked", "asked_times", "choice_round", "number_given", "tail_given", "misses")
_LISTEN = "action_listen"
_INFLUENCES = "handoff_outcome"
_READ_BACK = 60
_ANSWER = "inform"
_LIKELY = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What NLU made of one turn's words. `wish`: the intent where it is one; of an answer to the bot's question the wish that
    its words are likest, for a message that she leaves says what it is about."""

    turn_id: str
    intent: str | None
    wish: str | None
    emotion: str
    text: str


def end_loop(
    connection: Connection, conversation_id: str, turn_id: str, *, now_s: float, told: Mapping[str, Any] | None = None
) -> None:
    """A person takes over: no form goes on asking, and no question of the bot's stays open.

    `told` are slots of which those about a handoff are set again, a late turn having written over them.
    """
    snapshot = trackers.load(connection, conversation_id)
    if snapshot is None:
        return
    kept = {name: value for name, value in (told or {}).items() if name.startswith("handoff_")}
    slots = {**{name: value for name, value in snapshot.slots.items() if name not in FORGOTTEN}, **kept}
    cleared = ["requested_slot", *(name for name in FORGOTTEN if name in snapshot.slots and name != "requested_slot")]
    events = [{"event": "active_loop", "name": None, "timestamp": now_s}]
    events += [_slot(name, None, now_s) for name in cleared]
    events += [_slot(name, value, now_s) for name, value in kept.items()]
    _append(connection, conversation_id, turn_id, slots, events)


def hand_back(
    connection: Connection,
    conversation_id: str,
    turn_id: str,
    *,
    slots: dict[str, Any],
    lines: Sequence[str],
    now_s: float,
) -> None:
    """The bot gets it back: what came of it, as slots, and at most the last 5 lines that the agent wrote."""
    snapshot = trackers.load(connection, conversation_id)
    before = snapshot.slots if snapshot else {}
    listen = {"event": "action", "name": _LISTEN, "timestamp": now_s}
    # Between two turn's ends, and few enough to be loaded whole (trackers.EVENTS_KEPT); the other slots are in the state.
    events: list[dict[str, Any]] = [listen]
    events += [{"event": "agent", "text": line, "timestamp": now_s, "metadata": {}} for line in lines[-LINES_TOLD:]]
    events += [_slot(name, value, now_s) for name, value in slots.items() if value is None or name == _INFLUENCES]
    events.append(listen)
    kept = {name: value for name, value in {**before, **slots}.items() if value is not None}
    _append(connection, conversation_id, turn_id, kept, events)


def readings(connection: Connection, conversation_id: str) -> list[Reading]:
    """What her latest turns were taken for, oldest first."""
    here = tracker_events.c
    rows = connection.execute(
        select(here.event, here.turn_id)
        .where(here.conversation_id == conversation_id)
        .order_by(here.position.desc())
        .limit(_READ_BACK)
    )
    found = []
    for row in rows:
        event = orjson.loads(row.event)
        if event.get("event") == "user":
            found.append(_reading(event, row.turn_id))
    return found[::-1]


def _reading(event: dict[str, Any], turn_id: str | None) -> Reading:
    parse = event.get("parse_data") or {}
    emotion = parse.get("emotion")
    level = emotion.get("level") if isinstance(emotion, dict) else emotion
    intent = (parse.get("intent") or {}).get("name")
    return Reading(
        turn_id=turn_id or "",
        intent=intent,
        wish=intent if intent in WISHES else _likest(parse) if intent == _ANSWER else None,
        emotion=str(level or "calm"),
        text=str(event.get("text") or ""),
    )


def _likest(parse: Mapping[str, Any]) -> str | None:
    ranking = parse.get("intent_ranking") or []
    likely = (each["name"] for each in ranking if each.get("name") in WISHES and each.get("confidence", 0) >= _LIKELY)
    return next(likely, None)


def _slot(name: str, value: Any, now_s: float) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value, "timestamp": now_s}


def _append(
    connection: Connection, conversation_id: str, turn_id: str, slots: dict[str, Any], events: Sequence[dict[str, Any]]
) -> None:
    trackers.append(
        connection, conversation_id, turn_id, TrackerDelta(slots=slots, active_loop=None, events=tuple(events))
    )
