"""The agents' desk: how soon the shopper reads what an agent wrote, what a claim takes, and both with a full house.

A full house: 500 shoppers who wait and 50 agents with their pages open. It is live when every page is told of a newcomer
within a second.
"""

from __future__ import annotations

import asyncio
import time
import uuid

import aiohttp

from bench.agent import DeskAgent, enter_all, hire
from bench.figure import Figure, at_most
from bench.machine import allow_open_files
from bench.ours import Ours, new_session
from bench.samples import p95
from bench.shopper import Shopper
from bench.stage import Stage
from bench.talker import NotAnswered, since_ms
from bot.gateway.limits import DESK_PER_S

_ARRIVING_AT_ONCE = 25
_TOLD_WITHIN_S = 20.0
_NEWCOMERS = 10
_BETWEEN_LINES_S = 1 / DESK_PER_S  # as fast as one agent may write


async def measure(stage: Stage) -> list[Figure]:
    ours = await stage.ours()
    waiting, agents = stage.scale(500, 60), stage.scale(50, 8)
    messages, claims = stage.scale(400, 60), stage.scale(100, 20)
    allow_open_files(waiting + 500)
    house = _House(ours)
    try:
        await house.open(agents)
        quiet_claims = [await house.claim_ms() for _ in range(claims)]
        quiet_ms = await house.talk(messages)
        await house.fill(waiting)
        full_claims = [await house.claim_ms() for _ in range(claims // 2)]
        full_ms = await house.talk(messages)
        told_s = await house.newcomers(_NEWCOMERS)
    finally:
        await house.close()
    full = f"{waiting} waiting, {agents} agents"
    return [
        Figure(name="agent's message → shopper, p95", unit="ms", value=p95(quiet_ms), target=at_most(50)),
        Figure(name="claim, p95", unit="ms", value=p95(quiet_claims), target=at_most(50)),
        Figure(name="agent's message → shopper, full house, p95", unit="ms", value=p95(full_ms), target=at_most(50), note=full),
        Figure(name="claim, full house, p95", unit="ms", value=p95(full_claims), target=at_most(50), note=full),
        Figure(name="newcomer → the last of all desks", unit="s", value=max(told_s), target=at_most(1), note=full),
    ]  # fmt: skip


class _House:
    """The first agent serves; the others look on."""

    def __init__(self, ours: Ours) -> None:
        self._ours = ours
        self._http: aiohttp.ClientSession = new_session()
        self._agents: list[DeskAgent] = []
        self._waiting: list[Shopper] = []
        self._served: list[Shopper] = []
        self._listening: list[asyncio.Task[None]] = []

    async def open(self, agents: int) -> None:
        run = uuid.uuid4().hex[:6]
        names = [f"客服{run}{number}" for number in range(agents)]
        await asyncio.to_thread(hire, self._ours.settings, names, capacity=10_000)
        self._agents = [DeskAgent(self._ours.url, name) for name in names]
        # Online but for none: offers to fifty agents are the watchman's business, and are not what is measured here.
        await enter_all(self._agents, online=False)

    async def newcomer(self) -> Shopper:
        shopper = Shopper(self._http, self._ours.url)
        await shopper.arrive()
        await shopper.ask_human()
        return shopper

    def _waits(self, shopper: Shopper) -> None:
        """She goes on hearing of her place, as a page does."""
        self._waiting.append(shopper)
        self._listening.append(asyncio.create_task(shopper.listen()))

    async def fill(self, count: int) -> None:
        free = asyncio.Semaphore(_ARRIVING_AT_ONCE)

        async def come() -> None:
            async with free:
                self._waits(await self.newcomer())

        await asyncio.gather(*(come() for _ in range(count)))

    async def claim_ms(self) -> float:
        shopper = await self.newcomer()
        self._served.append(shopper)
        return await self._agents[0].claim_ms(shopper.conversation_id)

    async def talk(self, count: int) -> list[float]:
        """One line after the other, each to the next shopper of those that are served."""
        took = []
        for number in range(count):
            shopper = self._served[number % len(self._served)]
            text = f"第 {number} 句"
            await asyncio.sleep(_BETWEEN_LINES_S)
            began_s = time.perf_counter()
            said = asyncio.create_task(self._agents[0].say(shopper.conversation_id, text))
            await asyncio.wait_for(shopper.hears(text), _TOLD_WITHIN_S)
            took.append(since_ms(began_s))
            await said
        return took

    async def newcomers(self, count: int) -> list[float]:
        """Seconds from the ack of 转人工 until the last page was told."""
        return [await self._told_s() for _ in range(count)]

    async def _told_s(self) -> float:
        shopper = await self.newcomer()
        began_s = time.perf_counter()
        self._waits(shopper)
        end_s = began_s + _TOLD_WITHIN_S
        while any(shopper.conversation_id not in agent.seen_waiting for agent in self._agents):
            if time.perf_counter() > end_s:
                raise NotAnswered("a desk was never told of a newcomer")
            await asyncio.sleep(0.005)
        return max(0.0, *(agent.seen_waiting[shopper.conversation_id] - began_s for agent in self._agents))

    async def close(self) -> None:
        everybody = [*self._waiting, *self._served]
        for task in self._listening:
            task.cancel()
        await asyncio.gather(*(each.leave() for each in everybody), return_exceptions=True)
        await asyncio.gather(*(each.close() for each in (*everybody, *self._agents)), return_exceptions=True)
        await self._http.close()
