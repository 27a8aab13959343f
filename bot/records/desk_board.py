"""The whole desk at one moment: who waits, who is served, who is there, how fast it goes. Read in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from sqlalchemy import func, or_, select
from sqlalchemy.engine import Connection

from bot.handoff.agent import Agent
from bot.handoff.chat import Chat
from bot.handoff.places import Pace
from bot.handoff.queue import mean_service_s
from bot.handoff.roster import AgentOnDuty
from bot.records import agents as agent_records
from bot.records import chats, desk_presence
from bot.records.chats import Remembered
from bot.records.handoff_tables import handoffs, offers

_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS
_SERVICES_READ = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOffer:
    handoff_id: str
    conversation_id: str
    agent: str
    expires_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """`chats` are the open ones, by conversation id; `ended` those of the picture before that are not; `agents` those who
    are not disabled, by name."""

    chats: dict[str, Chat] = field(default_factory=dict)
    ended: dict[str, Chat] = field(default_factory=dict)
    agents: dict[str, AgentOnDuty] = field(default_factory=dict)
    offers: tuple[OpenOffer, ...] = ()
    pace: Pace = field(default_factory=Pace)

    @property
    def waiting(self) -> list[Chat]:
        return [chat for chat in self.chats.values() if chat.state == "waiting"]

    def held_by(self, agent: str) -> list[Chat]:
        return [chat for chat in self.chats.values() if chat.state == "assigned" and chat.agent == agent]


def read(
    connection: Connection, *, now_ms: int, known: Collection[str] = (), remembered: Remembered | None = None
) -> Board:
    """`known` are the conversations of the picture before; `remembered` is the reader's own."""
    open_chats = chats.open_ones(connection, remembered)
    return Board(
        chats=open_chats,
        ended={chat.conversation_id: chat for chat in chats.some(connection, set(known) - open_chats.keys())},
        agents=_roster(connection, open_chats, now_ms),
        offers=_offers(connection),
        pace=pace(connection, now_ms=now_ms),
    )


def _roster(connection: Connection, open_chats: dict[str, Chat], now_ms: int) -> dict[str, AgentOnDuty]:
    load = Counter(chat.agent for chat in open_chats.values() if chat.state == "assigned")
    return {name: replace(agent, load=load[name]) for name, agent in on_duty(connection, now_ms=now_ms).items()}


def on_duty(connection: Connection, *, now_ms: int) -> dict[str, AgentOnDuty]:
    """Everybody who is not disabled, without what she has on her hands."""
    connected = desk_presence.connected(connection, now_ms=now_ms)
    last_taken = _last_taken(connection, now_ms=now_ms)
    return {
        agent.name: _seated(agent, agent.name in connected, last_taken.get(agent.name, 0))
        for agent in agent_records.list_all(connection)
        if not agent.disabled
    }


def _last_taken(connection: Connection, *, now_ms: int) -> dict[str, int]:
    """When each agent last took one, of those that she holds or that ended within a day: older ones tell nothing of who is
    at leisure now, and there are ever more of them."""
    here = handoffs.c
    of_today = or_(here.state == "assigned", here.ended_ms > now_ms - _DAY_MS)
    rows = connection.execute(
        select(here.agent, func.max(here.assigned_ms).label("at_ms"))
        .where(of_today, here.assigned_ms.is_not(None))
        .group_by(here.agent)
    )
    return {row.agent: row.at_ms for row in rows if row.agent is not None}


def _seated(agent: Agent, connected: bool, idle_since_ms: int) -> AgentOnDuty:
    return AgentOnDuty(
        name=agent.name,
        role=agent.role,
        skills=agent.skills,
        status=agent.status,
        connected=connected,
        capacity=agent.capacity,
        idle_since_ms=idle_since_ms,
    )


def _offers(connection: Connection) -> tuple[OpenOffer, ...]:
    rows = connection.execute(
        select(offers.c.handoff_id, offers.c.agent, offers.c.expires_ms, handoffs.c.conversation_id)
        .join(handoffs, handoffs.c.id == offers.c.handoff_id)
        .where(offers.c.state == "open")
    )
    return tuple(
        OpenOffer(
            handoff_id=row.handoff_id, conversation_id=row.conversation_id, agent=row.agent, expires_ms=row.expires_ms
        )
        for row in rows
    )


def pace(connection: Connection, *, now_ms: int) -> Pace:
    """How long conversations took that ended within the last hour."""
    here = handoffs.c
    rows = connection.execute(
        select(here.assigned_ms, here.ended_ms)
        .where(here.ended_ms > now_ms - _HOUR_MS, here.assigned_ms.is_not(None))
        .order_by(here.ended_ms.desc())
        .limit(_SERVICES_READ)
    )
    return Pace(service_s=mean_service_s([(row.ended_ms - row.assigned_ms) / 1000 for row in rows]))
