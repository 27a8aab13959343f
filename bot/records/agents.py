"""People at the desk: adding them, letting them in and keeping them out. Whatever takes a right away ends their sessions."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.errors import Conflict, NotFound
from bot.handoff.agent import DEFAULT_CAPACITY, Agent
from bot.records.handoff_tables import agent_sessions, agents
from bot.records.rows import dumps


def add(
    connection: Connection,
    *,
    name: str,
    password_hash: str,
    role: str,
    skills: tuple[str, ...],
    now_ms: int,
    capacity: int = DEFAULT_CAPACITY,
) -> Agent:
    """Raises Conflict when the name is taken, also by somebody who is disabled."""
    if connection.execute(select(agents.c.name).where(agents.c.name == name)).one_or_none():
        raise Conflict(f"an agent {name!r} exists: choose another name, or `xiaonuan agents enable` her")
    connection.execute(
        agents.insert().values(
            name=name,
            password_hash=password_hash,
            role=role,
            skills=dumps(list(skills)),
            capacity=capacity,
            status="offline",
            status_ms=now_ms,
            created_ms=now_ms,
        )
    )
    return get(connection, name)


def get(connection: Connection, name: str) -> Agent:
    """Raises NotFound."""
    row = connection.execute(select(agents).where(agents.c.name == name)).one_or_none()
    if row is None:
        raise NotFound(f"there is no agent {name!r}: see `xiaonuan agents list`")
    return agent_of(row)


def list_all(connection: Connection) -> list[Agent]:
    return [agent_of(row) for row in connection.execute(select(agents).order_by(agents.c.name))]


def password_hash(connection: Connection, name: str) -> str | None:
    """None for somebody who does not exist or is disabled."""
    found: str | None = connection.execute(
        select(agents.c.password_hash).where(agents.c.name == name, agents.c.disabled_ms.is_(None))
    ).scalar_one_or_none()
    return found


def set_password(connection: Connection, name: str, new_hash: str, *, now_ms: int) -> None:
    """Ends her sessions. Raises NotFound."""
    _change(connection, name, password_hash=new_hash)
    end_sessions(connection, name, now_ms=now_ms)


def disable(connection: Connection, name: str, *, now_ms: int) -> None:
    """Raises NotFound. What she holds goes back to the queue: bot.records.handoffs.requeue_all."""
    _change(connection, name, disabled_ms=now_ms, status="offline", status_ms=now_ms)
    end_sessions(connection, name, now_ms=now_ms)


def enable(connection: Connection, name: str, *, now_ms: int) -> None:
    """She signs in anew. Raises NotFound."""
    _change(connection, name, disabled_ms=None)
    end_sessions(connection, name, now_ms=now_ms)


def set_status(connection: Connection, name: str, status: str, *, now_ms: int) -> None:
    """Raises NotFound."""
    _change(connection, name, status=status, status_ms=now_ms)


def end_sessions(connection: Connection, name: str, *, now_ms: int, but: str = "") -> None:
    """All of hers, but the one with this hash."""
    here = agent_sessions.c
    connection.execute(
        update(agent_sessions)
        .where(here.agent == name, here.ended_ms.is_(None), here.token_hash != but)
        .values(ended_ms=now_ms)
    )


def _change(connection: Connection, name: str, **values: Any) -> None:
    if connection.execute(update(agents).where(agents.c.name == name).values(**values)).rowcount != 1:
        raise NotFound(f"there is no agent {name!r}: see `xiaonuan agents list`")


def agent_of(row: Any) -> Agent:
    return Agent(
        name=row.name,
        role=row.role,
        skills=tuple(orjson.loads(row.skills)),
        status=row.status,
        capacity=row.capacity,
        disabled=row.disabled_ms is not None,
    )
