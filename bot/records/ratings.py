"""How shoppers rated a conversation; the client's id dedupes a rating as it does a message."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import orjson
from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.errors import Conflict
from bot.records import messages
from bot.records.rows import dumps
from bot.records.tables import ratings


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
    """Store it once. Raises Conflict for the same id with another body, NotFound for no such conversation."""
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
    connection.execute(
        ratings.insert().values(
            conversation_id=conversation_id,
            client_id=rating.client_id,
            body_hash=rating.body_hash(),
            score=rating.score,
            factors=dumps(list(rating.factors)),
            comment=rating.comment,
            after_seq=row.next_seq - 1,
            at_ms=now_ms,
        )
    )
