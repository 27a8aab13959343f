"""From `xiaonuan serve` to the first real answer on a shopper's socket, on a prepared data dir."""

from __future__ import annotations

import asyncio

from bench.figure import Figure, at_most, ratio
from bench.ours import first_answer_s, new_instance
from bench.questions import FAQ
from bench.samples import median
from bench.stage import Stage


async def measure(stage: Stage) -> list[Figure]:
    """Stock Rasa's is the start that the other figures use: it takes long enough to be counted once."""
    home = await stage.home()
    mine = []
    for _ in range(stage.scale(3, 1)):
        instance = new_instance(home, stage.runs / "start")
        try:
            mine.append(await first_answer_s(instance, FAQ[0]))
        finally:
            await asyncio.to_thread(instance.stop)
    stock = await stage.stock()
    stock_s = stock.started_s if stock is not None else None
    return [
        Figure(name="start → first answer", unit="s", value=median(mine), target=at_most(8)),
        Figure(name="start → first answer, stock", unit="s", value=stock_s),
        ratio("start, faster than stock", stock_s, median(mine)),
    ]
