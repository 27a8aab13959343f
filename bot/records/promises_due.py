"""Promises whose time has passed: they are marked broken, once, by whichever gateway looks first."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.records.handoff_tables import promises


def any_overdue(connection: Connection, *, business_ms: int) -> bool:
    """Whether one is open past its time: spares a writing transaction each second. `business_ms` as `due_ms`."""
    here = promises.c
    overdue = select(here.id).where(here.state == "open", here.due_ms < business_ms)
    return connection.execute(overdue.limit(1)).one_or_none() is not None


def mark_broken(connection: Connection, *, business_ms: int) -> int:
    """How many were kept by nobody in time."""
    here = promises.c
    marked = connection.execute(
        update(promises).where(here.state == "open", here.due_ms < business_ms).values(state="broken")
    )
    return int(marked.rowcount)
