"""Which agents have a socket, as the gateways that hold them record it. An empty Redis proves nothing; this does."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.engine import Connection

from bot.handoff.roster import LOST_AFTER_MS
from bot.records.handoff_tables import agent_presence

BEAT_EVERY_MS = 5_000
CONNECTED_MS = 3 * BEAT_EVERY_MS  # a gateway that says nothing for so long is taken to be dead


def beat(connection: Connection, gateway: str, sockets: Mapping[str, int], *, now_ms: int) -> None:
    """This gateway holds so many sockets of each of these agents; 0: it has just lost the last one."""
    for agent, count in sockets.items():
        here = agent_presence.c
        values = {"sockets": count, "seen_ms": now_ms}
        changed = connection.execute(
            agent_presence.update().where(here.agent == agent, here.gateway == gateway).values(values)
        )
        if changed.rowcount == 0:
            connection.execute(agent_presence.insert().values(agent=agent, gateway=gateway, **values))
    connection.execute(delete(agent_presence).where(agent_presence.c.seen_ms < now_ms - 100 * LOST_AFTER_MS))


def connected(connection: Connection, *, now_ms: int) -> set[str]:
    """The agents of whom some living gateway holds a socket."""
    here = agent_presence.c
    rows = connection.execute(
        select(here.agent).distinct().where(here.sockets > 0, here.seen_ms > now_ms - CONNECTED_MS)
    )
    return {row.agent for row in rows}


def last_seen(connection: Connection) -> dict[str, int]:
    """When each agent was last known to have a socket; absent: never."""
    here = agent_presence.c
    rows = connection.execute(select(here.agent, func.max(here.seen_ms).label("seen_ms")).group_by(here.agent))
    return {row.agent: row.seen_ms for row in rows}
