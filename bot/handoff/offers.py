"""Whom a waiting conversation is offered to: one agent for a while, then the next. Pure.

An offer is no assignment: taking it is a claim, and any agent of the skill may claim without one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from bot.handoff.queue import Waiting, in_order
from bot.handoff.roster import AgentOnDuty, online_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Unoffered:
    """One who waits without an offer. `asked` were offered her in this round; `wanted` goes first: the agent to whom she
    is passed on, else whom she talked with within 72 h."""

    waiting: Waiting
    asked: frozenset[str] = frozenset()
    wanted: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """`new_round`: everybody suitable has let her pass once, and is asked again."""

    conversation_id: str
    agent: str
    new_round: bool = False


@dataclass(slots=True)
class _Load:
    """How much each agent has on her hands, open offers counted in."""

    taken: Counter[str] = field(default_factory=Counter)

    def free(self, agent: AgentOnDuty) -> int:
        return agent.free - self.taken[agent.name]

    def order(self, agent: AgentOnDuty) -> tuple[float, int, str]:
        """The least laden in proportion goes first, then who has waited longest for work."""
        return (agent.load + self.taken[agent.name]) / agent.capacity, agent.idle_since_ms, agent.name


def plan(
    unoffered: Iterable[Unoffered], agents: Collection[AgentOnDuty], open_offers: Mapping[str, int]
) -> list[Offer]:
    """New offers, in the order of the queue. `open_offers`: {agent: how many are open to her}."""
    load = _Load(taken=Counter(open_offers))
    by_id = {each.waiting.conversation_id: each for each in unoffered}
    planned = []
    for waiting in in_order(each.waiting for each in by_id.values()):
        offer = _offer(by_id[waiting.conversation_id], agents, load)
        if offer is not None:
            load.taken[offer.agent] += 1
            planned.append(offer)
    return planned


def _offer(one: Unoffered, agents: Collection[AgentOnDuty], load: _Load) -> Offer | None:
    suitable = online_for(agents, one.waiting.skill, one.waiting.customer_class)
    if one.wanted is not None and one.wanted not in one.asked:
        wanted = next((agent for agent in agents if agent.name == one.wanted and agent.on_line), None)
        if wanted is not None and load.free(wanted) > 0:
            return Offer(conversation_id=one.waiting.conversation_id, agent=wanted.name)
    free = [agent for agent in suitable if load.free(agent) > 0]
    if not free:
        return None
    fresh = [agent for agent in free if agent.name not in one.asked]
    chosen = min(fresh or free, key=load.order)
    return Offer(conversation_id=one.waiting.conversation_id, agent=chosen.name, new_round=not fresh)
