"""Conversations, messages and turns for tests of the record, in one line each."""

from __future__ import annotations

from typing import Any

from bot.conversation.message import Reply
from bot.conversation.turn import ClaimedTurn
from bot.records import conversations, incoming, replies, turns
from bot.records.database import Database
from bot.records.incoming import Accepted, Incoming
from bot.records.replies import Outcome
from bot.records.trackers import TrackerDelta
from bot.records.turns import Ended

DEADLINE_MS = 12_000
LISTEN = {"event": "action", "name": "action_listen", "timestamp": 1.0}


def a_conversation(database: Database, *, now_ms: int = 1_000, customer_id: str | None = None) -> str:
    visit = database.write_now(conversations.open_web, now_ms=now_ms, address="192.0.2.1", customer_id=customer_id)
    return visit.conversation.id


def say(database: Database, conversation_id: str, text: str | None, *, now_ms: int, **given: Any) -> Accepted:
    client_id = given.pop("client_id", f"{text}-{now_ms}")
    message = Incoming(conversation_id=conversation_id, client_id=client_id, text=text, **given)
    return database.write_now(incoming.accept, message, now_ms=now_ms, turn_deadline_ms=DEADLINE_MS)


def claim(database: Database, conversation_id: str, *, now_ms: int, worker: str = "worker-0") -> ClaimedTurn | None:
    return database.write_now(turns.claim, conversation_id, worker=worker, now_ms=now_ms)


def claimed(database: Database, conversation_id: str, *, now_ms: int, worker: str = "worker-0") -> ClaimedTurn:
    turn = claim(database, conversation_id, now_ms=now_ms, worker=worker)
    assert turn is not None
    return turn


def an_outcome(*texts: str, effects: tuple[Any, ...] = (), slots: dict[str, Any] | None = None) -> Outcome:
    delta = TrackerDelta(slots=slots or {}, active_loop=None, events=(LISTEN,))
    return Outcome(replies=tuple(Reply(text=text) for text in texts), effects=effects, tracker=delta)


def answer(database: Database, turn: ClaimedTurn, *texts: str, now_ms: int) -> Ended:
    return database.write_now(replies.commit, turn, an_outcome(*texts), now_ms=now_ms)
