"""Who is at the desk, and what each of them may take. Pure: presence is what the record last knew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.handoff.skills import may_serve

LOST_AFTER_MS = 60_000  # without a socket that her gateway recorded
AFFINITY_MS = 72 * 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentOnDuty:
    """`status` is what she chose; `connected`: some gateway holds a socket of hers; `load`: conversations she holds.

    `idle_since_ms`: when she last took one; 0 for never.
    """

    name: str
    role: str = "agent"
    skills: tuple[str, ...] = ()
    status: str = "offline"
    connected: bool = False
    load: int = 0
    capacity: int = 5
    idle_since_ms: int = 0

    @property
    def on_line(self) -> bool:
        return self.connected and self.status == "online"

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.load) if self.on_line else 0

    def may_serve(self, skill: str | None, customer_class: str) -> bool:
        return may_serve(self.skills, skill, customer_class)


def online_for(agents: Iterable[AgentOnDuty], skill: str | None, customer_class: str = "guest") -> list[AgentOnDuty]:
    """Those who are there and may take such a conversation."""
    return [agent for agent in agents if agent.on_line and agent.may_serve(skill, customer_class)]


def is_lost(last_seen_ms: int, now_ms: int) -> bool:
    """Whether an agent has been without a recorded socket for so long that her conversations go back to the queue."""
    return now_ms - last_seen_ms >= LOST_AFTER_MS
