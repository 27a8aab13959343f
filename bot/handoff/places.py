"""What everybody who waits is told: her place and how long it will take. Pure; computed for all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

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
    ordered = in_order(waiting)
    groups: dict[tuple[str | None, bool], tuple[frozenset[str], int, int]] = {}
    ahead: dict[frozenset[str], int] = {}
    reach: list[frozenset[str]] = []
    for one in ordered:
        kind = (one.skill, one.customer_class == "vip")
        if kind not in groups:
            suitable = online_for(agents, one.skill, one.customer_class)
            groups[kind] = (
                frozenset(agent.name for agent in suitable),
                sum(agent.capacity for agent in suitable),
                sum(agent.free for agent in suitable),
            )
        names, slots, free = groups[kind]
        key = names or frozenset({f"skill {one.skill}"})
        if key not in ahead:
            ahead[key] = sum(1 for other in reach if other & key)
        position = ahead[key] + 1
        eta_s = expected_wait_s(position, slots=slots, free=free, service_s=pace.service_s) if names else None
        found[one.conversation_id] = Place(position=position, eta_s=eta_s)
        for other in ahead:
            if other & key:
                ahead[other] += 1
        reach.append(key)
    return found
