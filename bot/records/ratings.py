"""How shoppers rated a conversation; the client's id dedupes a rating as it does a message."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.errors import Conflict, RatedAlready
from bot.records import bad_ratings, messages
from bot.records.handoff_tables import handoffs
from bot.records.rows import dumps
from bot.records.tables import messages as message_table
from bot.records.tables import ratings

_UNSERVED = frozenset({"abandoned", "offline"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """`score` is 1–5."""

    client_id: str
    score: int
    factors: tuple[str, ...] = ()
    comment: str | None = None

    def body_hash(self) -> str:
        return hashlib.sha256(orjson.dumps([self.score, self.factors, self.comment])).hexdigest()


def add(connection: Connection, conversation_id: str, rating: Rating, *, now_ms: int) -> None:
    """Store it once. Raises Conflict for the same id with another body, or when this service has its rating; NotFound."""
    row = messages.lock(connection, conversation_id)
    known = connection.execute(
        select(ratings.c.body_hash).where(
            ratings.c.conversation_id == conversation_id, ratings.c.client_id == rating.client_id
        )
    ).scalar_one_or_none()
    if known is not None:
        if known != rating.body_hash():
            raise Conflict("this id was used for another rating: send it again under a new id")
        return
    if messages.was_used(connection, conversation_id, rating.client_id):
        raise Conflict("this id was used for a message: send the rating under a new id")
    handoff = _rated_handoff(connection, conversation_id)
    if handoff is not None and handoff.rating == "given":
        raise RatedAlready("this service was rated already")
    if handoff is not None and handoff.rating != "asked":
        raise Conflict("this service is not to be rated")
    if handoff is not None:
        connection.execute(update(handoffs).where(handoffs.c.id == handoff.id).values(rating="given"))
    connection.execute(
        ratings.insert().values(
            conversation_id=conversation_id,
            client_id=rating.client_id,
            body_hash=rating.body_hash(),
            score=rating.score,
            factors=dumps(list(rating.factors)),
            comment=rating.comment,
            handoff_id=handoff.id if handoff is not None else None,
            after_seq=row.next_seq - 1,
            at_ms=now_ms,
        )
    )
    if rating.score <= bad_ratings.BAD:
        words = "，".join(filter(None, (*rating.factors, rating.comment)))
        bad = bad_ratings.BadRating(key=f"{conversation_id}/{rating.client_id}", score=rating.score, words=words)
        bad_ratings.open_ticket(connection, row, bad, now_ms=now_ms)


def is_wanted(connection: Connection, conversation_id: str, next_seq: int) -> bool:
    """Whether an ended conversation may be rated now: once per service, never after abuse, not without a word said, and not
    by who left while she waited for a person: nobody has served her."""
    handoff = _rated_handoff(connection, conversation_id)
    if handoff is not None:
        return bool(handoff.rating == "asked")
    if _left_unserved(connection, conversation_id):
        return False
    given = select(ratings.c.client_id).where(
        ratings.c.conversation_id == conversation_id, ratings.c.after_seq >= next_seq - 1
    )
    return next_seq > 1 and connection.execute(given.limit(1)).one_or_none() is None


def _rated_handoff(connection: Connection, conversation_id: str) -> Any | None:
    """The conversation's latest handoff, when a person served it and it has not begun anew since."""
    here = handoffs.c
    row = connection.execute(
        select(here.id, here.rating, here.state, here.outcome)
        .where(here.conversation_id == conversation_id)
        .order_by(here.requested_ms.desc(), here.id)
        .limit(1)
    ).one_or_none()
    return row if row is not None and row.state == "resolved" else None


def _left_unserved(connection: Connection, conversation_id: str) -> bool:
    """Whether she gave up waiting (a message may stand in her stead), and no answer was given to her since. Who left her
    message outside working hours never waited."""
    here, said = handoffs.c, message_table.c
    latest = connection.execute(
        select(here.state, here.requested_ms, here.ended_ms)
        .where(here.conversation_id == conversation_id)
        .order_by(here.requested_ms.desc(), here.id)
        .limit(1)
    ).one_or_none()
    if latest is None or latest.state not in _UNSERVED or latest.ended_ms == latest.requested_ms:
        return False
    since = select(said.seq).where(
        said.conversation_id == conversation_id, said.at_ms > latest.ended_ms, said.role.in_(("bot", "agent"))
    )
    return connection.execute(since.limit(1)).one_or_none() is None
