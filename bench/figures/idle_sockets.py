"""2,000 idle sockets that all drop and come back: first because the clients fall, then because the gateway is killed.

100 of them ask something just before; what was acknowledged must be there after, answered.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time

import aiohttp

from bench.figure import Figure, at_least, at_most
from bench.machine import allow_open_files
from bench.ours import Ours, new_session
from bench.questions import FAQ
from bench.shopper import Shopper
from bench.stage import Stage
from bench.talker import NotAnswered

_ASKING = 100
_AT_ONCE = 100  # sockets that are opened side by side the first time
_ALL_BACK_S = 60.0
_ANSWERED_S = 30.0
_RETRY_S = 0.5  # the widget's first pause; it halves to double by chance


async def measure(stage: Stage) -> list[Figure]:
    ours = await stage.ours()
    count = stage.scale(2000, 300)
    idle_s = stage.scale(40.0, 1.0)
    allow_open_files(count + 1000)
    fallen = await _Sea(ours, count, idle_s).measure(kill_gateway=False)
    killed = await _Sea(ours, count, idle_s).measure(kill_gateway=True)
    note = f"{count:,} sockets"
    return [
        Figure(name="all dropped → all back", unit="s", value=fallen[0], target=at_most(30), note=note),
        Figure(name="gateway killed → all back", unit="s", value=killed[0], target=at_most(30), note=note),
        Figure(
            name="acknowledged and there again", unit="%", value=min(fallen[1], killed[1]), target=at_least(100),
            note=f"and answered, of 2 × {min(_ASKING, count)} messages",
        ),
    ]  # fmt: skip


class _Sea:
    """So many shoppers on one connection pool, whose closing drops all their sockets without a farewell."""

    def __init__(self, ours: Ours, count: int, idle_s: float) -> None:
        self._ours = ours
        self._idle_s = idle_s
        self._session = new_session()
        self._shoppers = [Shopper(self._session, ours.url) for _ in range(count)]
        self._chance = random.Random(count)

    async def measure(self, *, kill_gateway: bool) -> tuple[float, float]:
        """(seconds until all are welcomed again, percent of the acknowledged messages that are there and answered)."""
        try:
            await self._all_arrive()
            gateways = await asyncio.to_thread(self._ours.instance.processes, "gateway") if kill_gateway else []
            asked = await self._some_ask()
            began_s = time.perf_counter()
            for pid in gateways:
                os.kill(pid, signal.SIGKILL)
            await self._session.close()
            await asyncio.gather(*(shopper.close() for shopper in self._shoppers))
            self._session = new_session()
            await asyncio.wait_for(asyncio.gather(*map(self._come_back, self._shoppers)), _ALL_BACK_S)
            back_s = time.perf_counter() - began_s
            there = await asyncio.gather(*(self._answered(shopper, seq) for shopper, seq in asked))
            return back_s, 100 * sum(there) / len(there)
        finally:
            await asyncio.gather(*(shopper.close() for shopper in self._shoppers), return_exceptions=True)
            await self._session.close()

    async def _all_arrive(self) -> None:
        """And stay idle for a while, longer than the gateway waits for a pong in a full run."""
        free = asyncio.Semaphore(_AT_ONCE)
        listening: list[asyncio.Task[None]] = []

        async def arrive(shopper: Shopper) -> None:
            async with free:
                await shopper.arrive()
            listening.append(asyncio.create_task(shopper.listen()))

        await asyncio.gather(*map(arrive, self._shoppers))
        await asyncio.sleep(self._idle_s)
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)

    async def _some_ask(self) -> list[tuple[Shopper, int]]:
        """Each with the seq that its ack told; the answers come when nobody is there to hear them."""

        async def ask(shopper: Shopper) -> tuple[Shopper, int]:
            frame_id = await shopper.send(FAQ[0])
            while (frame := await shopper.hear())["type"] != "ack" or frame["id"] != frame_id:
                pass
            shopper.messages.clear()
            return shopper, int(frame["seq"])

        return list(await asyncio.gather(*map(ask, self._shoppers[:_ASKING])))

    async def _come_back(self, shopper: Shopper) -> None:
        while True:
            try:
                await shopper.reconnect(self._session)
                return
            except (aiohttp.ClientError, NotAnswered, OSError):
                await asyncio.sleep(_RETRY_S * self._chance.uniform(0.5, 1.0))

    async def _answered(self, shopper: Shopper, seq: int) -> bool:
        async def hear() -> None:
            while seq not in shopper.messages or all(
                each.get("reply_to", 0) < seq for each in shopper.messages.values()
            ):
                await shopper.hear()

        try:
            await asyncio.wait_for(hear(), _ANSWERED_S)
        except (asyncio.TimeoutError, NotAnswered):
            return False
        return True
