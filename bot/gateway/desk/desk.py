"""The desk's parts on this gateway as one value, and what all its handlers do after a commit: tell whom it concerns."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from bot.gateway.announcer import Announcer
from bot.gateway.background import Background
from bot.gateway.desk.hall import Hall
from bot.gateway.desk.keeper import Keeper
from bot.handoff.agent import Agent
from bot.handoff.roster import AgentOnDuty
from bot.records.handoffs import Stepped
from bot.records.notes import Note
from bot.records.proposals import Proposal
from bot.signals import Signals
from bot.signals.wakeups import DESK


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """`name` is this gateway's, by which it knows its own signals."""

    hall: Hall
    keeper: Keeper
    announcer: Announcer
    signals: Signals
    background: Background
    name: str

    def ring(self) -> None:
        """The desk has something new to see, here and at the other gateways."""
        self.keeper.stir()
        self.background.start(self.signals.publish(DESK, self.name.encode()))

    def ring_after(self, wait_ms: int) -> None:
        self.background.start(self._ring_after(wait_ms))

    async def _ring_after(self, wait_ms: int) -> None:
        await asyncio.sleep(wait_ms / 1000)
        self.ring()

    def rung(self, payload: bytes) -> None:
        """Some process rang; our own rings have been heard already."""
        if payload != self.name.encode():
            self.keeper.stir()

    def stepped(self, *steps: Stepped) -> None:
        """Committed steps: the shopper hears the words and who holds it, the workers of a turn, the desk of all."""
        for step in steps:
            if not step.changed:
                continue
            self.announcer.said(step.messages)
            self.announcer.holder_changed(step.conversation_id)
            if step.turn_begin_ms is not None:
                self.announcer.timers.set(step.conversation_id, step.turn_begin_ms)
        if steps:
            self.ring()

    def noted(self, note: Note) -> None:
        """Whoever looks at the conversation reads the note: here at once, at other gateways when they hear the bell."""
        self.keeper.newsboy.note(note)
        self.ring()

    def decided(self, proposal: Proposal) -> None:
        """As `noted`, for what was decided about money."""
        self.keeper.newsboy.proposal(proposal)
        self.ring()

    def close_sessions(self, sessions: Iterable[str]) -> None:
        self.hall.close_sessions(sessions)

    def on_duty(self, agent: Agent) -> AgentOnDuty:
        """As the newest picture shows her, else as the record knows her."""
        return self.keeper.board.agents.get(agent.name) or AgentOnDuty(
            name=agent.name, role=agent.role, skills=agent.skills, status=agent.status, capacity=agent.capacity
        )
