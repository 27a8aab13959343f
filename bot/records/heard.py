"""What shoppers said in the last days as the bot took it, what speaks against that, and what a maintainer has looked at.

It reads and writes rows; which messages were missed is judged in bot/training/review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot.records.handoff_tables import handoffs, relabels, tags
from bot.records.tables import messages, ratings, reviewed, tracker_events, turns

LOW_RATING = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One text as Rasa got it. `position` orders it in its conversation, `last_seq` is its last message's seq (None for
    a system turn), `clicked`: a button's payload and nothing that was typed. `confidence` 0–1."""

    conversation_id: str
    position: int
    at_ms: int
    last_seq: int | None
    text: str
    intent: str
    confidence: float
    clicked: bool


@dataclass(slots=True, kw_only=True)
class Talk:
    """One conversation: what was said, in order; after which seq it was rated low; when (ms) and after which seq a person
    was asked for; agents' tags; the lines that agents relabelled, as (last_seq of the turn that heard it, intent); the
    shopper's name where the desk knows it."""

    heard: list[Heard] = field(default_factory=list)
    rated_low: list[int] = field(default_factory=list)
    handoffs: list[tuple[int, int]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    relabels: list[tuple[int, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One look at one text of one conversation; `did` is labelled or skipped, `intent` only with the first."""

    conversation_id: str
    words: str
    did: str
    intent: str | None


def talks_since(connection: Connection, *, since_ms: int) -> dict[str, Talk]:
    """The conversations with something said since then, by id."""
    talks: defaultdict[str, Talk] = defaultdict(Talk)
    here = tracker_events.c
    rows = connection.execute(
        select(here.conversation_id, here.position, here.event, turns.c.first_ms, turns.c.last_seq)
        .select_from(tracker_events.join(turns, turns.c.id == here.turn_id))
        .where(turns.c.first_ms >= since_ms, here.event.like('%"event":"user"%'))
        .order_by(here.conversation_id, here.position)
    )
    for row in rows:
        event = orjson.loads(row.event)
        text = event.get("text") or ""
        if event.get("event") != "user" or not text.strip():
            continue
        intent = (event.get("parse_data") or {}).get("intent") or {}
        talks[row.conversation_id].heard.append(
            Heard(
                conversation_id=row.conversation_id,
                position=row.position,
                at_ms=row.first_ms,
                last_seq=row.last_seq,
                text=text,
                intent=str(intent.get("name") or ""),
                confidence=float(intent.get("confidence") or 0.0),
                clicked=text.startswith("/"),
            )
        )
    _add_marks(connection, talks, since_ms)
    return dict(talks)


def _add_marks(connection: Connection, talks: dict[str, Talk], since_ms: int) -> None:
    low = select(ratings.c.conversation_id, ratings.c.after_seq)
    for row in connection.execute(low.where(ratings.c.score <= LOW_RATING, ratings.c.at_ms >= since_ms)):
        if row.conversation_id in talks:
            talks[row.conversation_id].rated_low.append(row.after_seq)
    asked = select(handoffs.c.conversation_id, handoffs.c.requested_ms, handoffs.c.from_seq, handoffs.c.customer_name)
    for row in connection.execute(asked.where(handoffs.c.requested_ms >= since_ms)):
        if row.conversation_id in talks:
            talks[row.conversation_id].handoffs.append((row.requested_ms, row.from_seq))
            talks[row.conversation_id].names |= {row.customer_name} - {None, ""}
    for row in connection.execute(select(tags)):
        if row.conversation_id in talks:
            talks[row.conversation_id].tags.append(row.tag)
    _add_relabels(connection, talks)


def _add_relabels(connection: Connection, talks: dict[str, Talk]) -> None:
    its_message = (messages.c.conversation_id == relabels.c.conversation_id) & (messages.c.seq == relabels.c.seq)
    query = (
        select(relabels.c.conversation_id, relabels.c.intent, turns.c.last_seq)
        .select_from(relabels.join(messages, its_message).join(turns, turns.c.id == messages.c.turn_id))
        .order_by(relabels.c.conversation_id, relabels.c.seq)
    )
    for row in connection.execute(query):
        if row.conversation_id in talks:
            talks[row.conversation_id].relabels.append((row.last_seq, row.intent))


def actions_of(connection: Connection, conversation_id: str) -> list[tuple[int, str]]:
    """(position, name) of every action that ran in one conversation, in order."""
    rows = connection.execute(
        select(tracker_events.c.position, tracker_events.c.event)
        .where(tracker_events.c.conversation_id == conversation_id)
        .order_by(tracker_events.c.position)
    )
    events = ((row.position, orjson.loads(row.event)) for row in rows)
    return [(position, str(event.get("name"))) for position, event in events if event.get("event") == "action"]


def looked_at(connection: Connection) -> set[str]:
    """The hashes of all words that somebody looked at."""
    return {row.words for row in connection.execute(select(reviewed.c.words).distinct())}


def labelled(connection: Connection) -> dict[str, int]:
    """How many different texts were given each intent so far."""
    rows = connection.execute(
        select(reviewed.c.intent, func.count(reviewed.c.words.distinct()).label("times"))
        .where(reviewed.c.did == "labelled")
        .group_by(reviewed.c.intent)
    )
    return {str(row.intent): row.times for row in rows}


def note_looked(connection: Connection, looks: Iterable[Looked], *, now_ms: int) -> None:
    """The later look counts. A conversation that was erased meanwhile is passed over."""
    for look in looks:
        here = (reviewed.c.conversation_id == look.conversation_id) & (reviewed.c.words == look.words)
        connection.execute(reviewed.delete().where(here))
        if connection.execute(select(turns.c.id).where(turns.c.conversation_id == look.conversation_id)).first():
            connection.execute(
                reviewed.insert().values(
                    conversation_id=look.conversation_id,
                    words=look.words,
                    did=look.did,
                    intent=look.intent,
                    at_ms=now_ms,
                )
            )
