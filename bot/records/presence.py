"""Which processes of the instance are alive, as they themselves record it."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.records.tables import processes

BEAT_EVERY_S = 1.0
ALIVE_MS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """`model` is the promoted model's name that a worker answers with; `actions_ok`: it reached the action server."""

    process_id: str
    role: str
    model: str | None = None
    actions_ok: bool = False


def beat(connection: Connection, heartbeat: Heartbeat, *, now_ms: int) -> None:
    row = {
        "role": heartbeat.role,
        "model": heartbeat.model,
        "actions_ok": heartbeat.actions_ok,
        "seen_ms": now_ms,
    }
    changed = connection.execute(processes.update().where(processes.c.id == heartbeat.process_id).values(row))
    if changed.rowcount == 0:
        connection.execute(delete(processes).where(processes.c.seen_ms < now_ms - 100 * ALIVE_MS))
        connection.execute(processes.insert().values(id=heartbeat.process_id, **row))


def leave(connection: Connection, process_id: str) -> None:
    connection.execute(delete(processes).where(processes.c.id == process_id))


def forget_pid(connection: Connection, role: str, pid: int) -> None:
    """A process of this machine has ended without a word; whoever started it says so."""
    ending = f"%@{host()}:{pid}"
    connection.execute(delete(processes).where(processes.c.role == role, processes.c.id.like(ending)))


def process_id(name: str) -> str:
    """What this process is called in the record."""
    return f"{name}@{host()}:{os.getpid()}"


def host() -> str:
    return socket.gethostname()


def alive(connection: Connection, role: str, *, now_ms: int) -> list[Heartbeat]:
    rows = connection.execute(
        select(processes).where(processes.c.role == role, processes.c.seen_ms > now_ms - ALIVE_MS)
    )
    return [Heartbeat(process_id=row.id, role=row.role, model=row.model, actions_ok=row.actions_ok) for row in rows]
