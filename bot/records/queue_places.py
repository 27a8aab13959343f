"""The place of everybody who waits, read lightly: without what the desk's lists show of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot.clock import steady_ms
from bot.handoff.places import Place, places
from bot.handoff.queue import Waiting
from bot.records import desk_board
from bot.records.handoff_tables import handoffs


def read(connection: Connection) -> dict[str, Place]:
    """By conversation id."""
    now_ms = steady_ms()
    here = handoffs.c
    rows = connection.execute(
        select(here.conversation_id, here.rank_ms, here.skill, here.customer_class).where(here.state == "waiting")
    ).all()
    if not rows:
        return {}
    waiting = [
        Waiting(
            conversation_id=row.conversation_id, rank=row.rank_ms, skill=row.skill, customer_class=row.customer_class
        )
        for row in rows
    ]
    held = connection.execute(
        select(here.agent, func.count().label("count")).where(here.state == "assigned").group_by(here.agent)
    )
    load = Counter({row.agent: row.count for row in held})
    agents = [replace(agent, load=load[agent.name]) for agent in desk_board.on_duty(connection, now_ms=now_ms).values()]
    return places(waiting, agents, desk_board.pace(connection, now_ms=now_ms))
