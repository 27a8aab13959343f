"""The business clock's offset, shared by all processes of an instance through the record."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.records.database import Database
from bot.records.tables import business_clock


def offset(connection: Connection) -> timedelta:
    found = connection.execute(select(business_clock.c.offset_s).where(business_clock.c.id == 1)).scalar_one_or_none()
    return timedelta(seconds=found or 0.0)


def business_ms(connection: Connection, now_ms: int) -> int:
    """The business clock at a moment of the steady one."""
    return now_ms + int(offset(connection).total_seconds() * 1000)


def move(database: Database, delta: timedelta) -> timedelta:
    """Move business time by `delta` on top of earlier moves; returns the whole offset."""
    return database.write_now(lambda connection: _set(connection, offset(connection) + delta))


def reset(database: Database) -> timedelta:
    return database.write_now(lambda connection: _set(connection, timedelta()))


def _set(connection: Connection, value: timedelta) -> timedelta:
    seconds = value.total_seconds()
    changed = connection.execute(business_clock.update().where(business_clock.c.id == 1).values(offset_s=seconds))
    if changed.rowcount == 0:
        connection.execute(business_clock.insert().values(id=1, offset_s=seconds))
    return value
