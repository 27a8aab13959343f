"""Agents and waiting shoppers for pure tests, in one line each."""

from __future__ import annotations

from typing import Any

from bot.handoff.offers import Unoffered
from bot.handoff.queue import Urgency, Waiting, rank_ms
from bot.handoff.roster import AgentOnDuty


def an_agent(name: str = "小林", **given: Any) -> AgentOnDuty:
    values: dict[str, Any] = {"skills": ("all",), "status": "online", "connected": True}
    return AgentOnDuty(name=name, **{**values, **given})


def waits(
    name: str, since_s: float = 0, *, skill: str | None = None, customer_class: str = "guest", **urgent: Any
) -> Waiting:
    urgency = Urgency(customer_class=customer_class, **urgent)
    return Waiting(
        conversation_id=name, rank=rank_ms(int(since_s * 1000), urgency), skill=skill, customer_class=customer_class
    )


def unoffered(
    name: str, since_s: float = 0, *, asked: tuple[str, ...] = (), wanted: str | None = None, **more: Any
) -> Unoffered:
    return Unoffered(waiting=waits(name, since_s, **more), asked=frozenset(asked), wanted=wanted)
