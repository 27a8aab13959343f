"""What must happen at the desk though nobody does it: sessions that ended, agents that are lost, offers that lapse, people
who wait while nobody is online. Every gateway looks; the record lets each thing happen once.
"""

from __future__ import annotations

import asyncio

import structlog

from bot.clock import steady_ms
from bot.errors import Unavailable, XiaonuanError
from bot.gateway import words
from bot.gateway.desk.desk import Desk
from bot.records import agent_sessions, desk_presence, queue_care
from bot.records.chats import Remembered
from bot.records.database import Database
from bot.records.incoming import MESSAGE_BUTTON

LOOK_EVERY_S = 1.0
SESSIONS_EVERY_S = 0.4
OFFER_MS = 20_000

_log = structlog.get_logger("gateway")


class Watchman:
    """`run` and `check_sessions` go on for ever."""

    def __init__(self, *, database: Database, desk: Desk, name: str) -> None:
        self._database = database
        self._desk = desk
        self._name = name
        self._recorded: dict[str, int] = {}  # what this gateway last said of its sockets
        self._beat_ms = 0
        self._remembered = Remembered()

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except XiaonuanError as error:
                _log.warning("watchman.failed", reason=error.message)
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """One round. A beat comes first: a gateway that slept must not take its own agents for lost."""
        if steady_ms() - self._beat_ms >= desk_presence.BEAT_EVERY_MS or self._sockets() != self._recorded:
            await self.beat()
        todo = await self._database.read(queue_care.needed, now_ms=steady_ms(), remembered=self._remembered)
        if not todo:
            return
        done = await self._database.write(
            queue_care.take, now_ms=steady_ms(), offer_ms=OFFER_MS, gone=words.AGENT_GONE,
            nobody=words.NOBODY_YET, button=MESSAGE_BUTTON, remembered=self._remembered,
        )  # fmt: skip
        for agent in done.lost:
            _log.warning("agent.lost", agent=agent)
        self._desk.stepped(*done.steps)
        if done.changed:
            self._desk.ring()

    async def beat(self) -> None:
        """Record who has a socket here, and who has just lost the last one. Raises Unavailable."""
        now = self._sockets()
        told = {**dict.fromkeys(self._recorded, 0), **now}
        self._beat_ms = steady_ms()
        if not told:
            return
        await self._database.write_soft(desk_presence.beat, self._name, told, now_ms=self._beat_ms)
        if set(now) != {agent for agent, count in self._recorded.items() if count}:
            self._desk.ring()
        self._recorded = now

    def _sockets(self) -> dict[str, int]:
        return self._desk.hall.sockets()

    async def check_sessions(self) -> None:
        """Pages whose session has ended are closed within a second; changed skills and roles hold at once."""
        while True:
            await asyncio.sleep(SESSIONS_EVERY_S)
            if not len(self._desk.hall):
                continue
            try:
                await self._check()
            except Unavailable as error:
                _log.warning("sessions.unchecked", reason=error.message)

    async def _check(self) -> None:
        now_ms = steady_ms()
        sessions = {page.session for page in self._desk.hall}
        alive = await self._database.read(agent_sessions.alive, sessions, now_ms=now_ms)
        await self._touch(set(alive), now_ms)
        for page in self._desk.hall:
            agent = alive.get(page.session)
            if agent is not None and agent.role == page.agent.role:
                page.agent = agent
            elif page.session in sessions:
                self._desk.close_sessions({page.session})

    async def _touch(self, sessions: set[str], now_ms: int) -> None:
        stale: bool = bool(sessions) and await self._database.read(agent_sessions.are_stale, sessions, now_ms=now_ms)
        if stale:
            await self._database.write_soft(agent_sessions.touch, sessions, now_ms=now_ms)

    async def leave(self) -> None:
        """This gateway ends: its sockets are no more, which says nothing about other gateways'."""
        try:
            if self._recorded:
                gone = dict.fromkeys(self._recorded, 0)
                await self._database.write(desk_presence.beat, self._name, gone, now_ms=steady_ms())
        except Unavailable as error:
            _log.warning("presence.unrecorded", reason=error.message)
