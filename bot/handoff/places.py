"""What everybody who waits is told: her place and how long it will take. Pure; computed for all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from bot.handoff.queue import DEFAULT_SERVICE_S, Waiting, expected_wait_s, in_order
from bot.handoff.roster import AgentOnDuty, online_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long serving one takes, on average of the last hour."""

    service_s: float = DEFAULT_SERVICE_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`position` from 1, among those who wait for the same people; `eta_s` None while none of these is online."""

    position: int
    eta_s: int | None


def places(waiting: Iterable[Waiting], agents: Collection[AgentOnDuty], pace: Pace) -> dict[str, Place]:
    """By conversation id. Somebody stands before her when some online agent of hers could take that one first.

    While nobody suitable is online, those count who could wait for the same skill.
    """
    found: dict[str, Place] = {}
    ordered = [(one.conversation_id, _Kind(one.skill, one.customer_class == "vip")) for one in in_order(waiting)]
    reaches = {kind: _reach(kind, agents) for kind in {kind for _, kind in ordered}}
    moved = {  # who is put back by one of each kind
        kind: [other for other, theirs in reaches.items() if theirs.whom & mine.whom] for kind, mine in reaches.items()
    }
    position = dict.fromkeys(reaches, 1)
    for conversation_id, kind in ordered:
        reach = reaches[kind]
        eta_s = None
        if reach.slots is not None:
            eta_s = expected_wait_s(position[kind], slots=reach.slots, free=reach.free, service_s=pace.service_s)
        found[conversation_id] = Place(position=position[kind], eta_s=eta_s)
        for other in moved[kind]:
            position[other] += 1
    return found


class _Kind(NamedTuple):
    skill: str | None
    vip: bool


class _Reach(NamedTuple):
    """`whom`: the agents online whom such a one waits for, else all who could wait for her skill; `slots` None: nobody is."""

    whom: frozenset[str]
    slots: int | None
    free: int


def _reach(kind: _Kind, agents: Collection[AgentOnDuty]) -> _Reach:
    suitable = online_for(agents, kind.skill, "vip" if kind.vip else "guest")
    if not suitable:
        return _Reach(frozenset({f"skill {kind.skill}"}), None, 0)
    names = frozenset(agent.name for agent in suitable)
    return _Reach(names, sum(agent.capacity for agent in suitable), sum(agent.free for agent in suitable))
