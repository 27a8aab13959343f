"""What 5,000 shoppers who are only there cost the gateway: sockets open, nothing said."""

from __future__ import annotations

import asyncio

from bench.figure import Figure, at_most
from bench.machine import allow_open_files, memory_mb
from bench.ours import new_session
from bench.shopper import Shopper
from bench.stage import Stage

_AT_ONCE = 100
_SETTLED_S = 3.0
_LARGEST_MB = 400


async def measure(stage: Stage) -> list[Figure]:
    ours = await stage.ours()
    count = stage.scale(5_000, 500)
    allow_open_files(count + 1_000)
    gateways = await asyncio.to_thread(ours.instance.processes, "gateway")
    before = sum(memory_mb(pid) for pid in gateways)
    http, free = new_session(), asyncio.Semaphore(_AT_ONCE)
    shoppers = [Shopper(http, ours.url) for _ in range(count)]

    async def arrive(shopper: Shopper) -> asyncio.Task[None]:
        async with free:
            await shopper.arrive()
        return asyncio.create_task(shopper.listen())

    listening = await asyncio.gather(*map(arrive, shoppers))
    try:
        await asyncio.sleep(_SETTLED_S)
        still = sum(not task.done() for task in listening)
        after = sum(memory_mb(pid) for pid in gateways)
    finally:
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
        await http.close()
        await asyncio.gather(*(shopper.close() for shopper in shoppers), return_exceptions=True)
    note = f"{still:,} sockets open; {before:.0f} MB before, {(after - before) * 1000 / max(1, still):.0f} KB each"
    value = after if still == count else None
    return [
        Figure(
            name="memory, gateway with idle shoppers", unit="MB", value=value, target=at_most(_LARGEST_MB), note=note
        )
    ]
