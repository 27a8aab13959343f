"""Keys for Rasa's REST channel: told once, stored as a hash; a key names the space in which its senders live."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.clock import steady_ms
from bot.errors import Conflict, NotFound, Unauthorised
from bot.records.conversations import hash_token
from bot.records.database import Database
from bot.records.rows import at
from bot.records.tables import channels


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    name: str
    created_at: datetime
    revoked_at: datetime | None

    @property
    def space(self) -> str:
        return f"channel:{self.name}"


def add(database: Database, name: str) -> str:
    """The channel's key, which cannot be shown again; a revoked one goes on with a new key in the same space.

    Raises Conflict when the name is taken by a live one.
    """
    return database.write_now(_add, name)


def _add(connection: Connection, name: str) -> str:
    known = connection.execute(select(channels.c.revoked_ms).where(channels.c.name == name)).one_or_none()
    if known is not None and known.revoked_ms is None:
        raise Conflict(f"a channel {name!r} exists: choose another name, or revoke it")
    key = secrets.token_urlsafe(32)
    values = {"key_hash": hash_token(key), "created_ms": steady_ms(), "revoked_ms": None}
    if known is None:
        connection.execute(channels.insert().values(name=name, **values))
    else:
        connection.execute(update(channels).where(channels.c.name == name).values(**values))
    return key


def list_all(database: Database) -> list[Channel]:
    return database.read_now(lambda c: [_channel(row) for row in c.execute(select(channels).order_by(channels.c.name))])


def revoke(database: Database, name: str) -> None:
    """Raises NotFound when there is no such live channel."""
    database.write_now(_revoke, name)


def _revoke(connection: Connection, name: str) -> None:
    changed = connection.execute(
        update(channels).where(channels.c.name == name, channels.c.revoked_ms.is_(None)).values(revoked_ms=steady_ms())
    )
    if changed.rowcount != 1:
        raise NotFound(f"there is no channel {name!r}: see `xiaonuan channels list`")


def by_key(connection: Connection, key: str) -> Channel:
    """Raises Unauthorised for a key that is unknown or revoked."""
    row = connection.execute(
        select(channels).where(channels.c.key_hash == hash_token(key), channels.c.revoked_ms.is_(None))
    ).one_or_none()
    if row is None:
        raise Unauthorised("the channel key is unknown or revoked: `xiaonuan channels add NAME` makes a new one")
    return _channel(row)


def _channel(row: object) -> Channel:
    return Channel(
        name=row.name,  # type: ignore[attr-defined]
        created_at=at(row.created_ms),  # type: ignore[attr-defined]
        revoked_at=at(row.revoked_ms) if row.revoked_ms else None,  # type: ignore[attr-defined]
    )
