"""Canned replies, shared by the whole desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.errors import Conflict, NotFound
from bot.records.handoff_tables import canned_replies


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedReply:
    """`shortcut` is what is typed after a slash; `text` may hold {name}, {agent}, {order_id}, {goods}."""

    id: str
    shortcut: str
    title: str
    text: str
    skill: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "canned_id": self.id,
            "shortcut": self.shortcut,
            "title": self.title,
            "text": self.text,
            "skill": self.skill,
        }


def list_all(connection: Connection) -> list[CannedReply]:
    """By shortcut."""
    rows = connection.execute(select(canned_replies).order_by(canned_replies.c.shortcut))
    return [
        CannedReply(id=row.id, shortcut=row.shortcut, title=row.title, text=row.text, skill=row.skill) for row in rows
    ]


def put(connection: Connection, reply: CannedReply) -> None:
    """New, or instead of the one with this id. Raises Conflict when another one has its shortcut."""
    here = canned_replies.c
    other = select(here.id).where(here.shortcut == reply.shortcut, here.id != reply.id)
    if connection.execute(other).one_or_none() is not None:
        raise Conflict("another canned reply has this shortcut")
    connection.execute(delete(canned_replies).where(here.id == reply.id))
    connection.execute(
        canned_replies.insert().values(
            id=reply.id, shortcut=reply.shortcut, title=reply.title, text=reply.text, skill=reply.skill
        )
    )


def remove(connection: Connection, canned_id: str) -> None:
    """Raises NotFound."""
    if connection.execute(delete(canned_replies).where(canned_replies.c.id == canned_id)).rowcount != 1:
        raise NotFound("no such canned reply")
