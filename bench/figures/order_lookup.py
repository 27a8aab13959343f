"""Look-ups in a shop of 1,000,000 orders: their time, and their work beside that in a shop of 10,000."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path

from bench.figure import Figure, at_most
from bench.orders import LOOK_UPS, Counted, write_orders
from bench.samples import median, p95
from bench.stage import Stage

_FEW = 10_000
_MANY = 1_000_000
_SLOWEST_MS = 10


async def measure(stage: Stage) -> list[Figure]:
    return await asyncio.to_thread(_measured, stage)


def _measured(stage: Stage) -> list[Figure]:
    many = stage.scale(_MANY, 100_000)
    few_path, many_path = stage.cache / "orders-few.db", stage.cache / "orders-many.db"
    figures = []
    began_s = time.perf_counter()
    for path, count in ((few_path, _FEW), (many_path, many)):
        _remove(path)
        write_orders(path, count)
    figures.append(Figure(name=f"writing {many:,} orders in bulk", unit="s", value=time.perf_counter() - began_s))
    few, full = Counted(few_path), Counted(many_path)
    try:
        for name in LOOK_UPS:
            figures += _figures(name, few, full, many, stage.scale(400, 100))
    finally:
        few.close()
        full.close()
        _remove(few_path)
        _remove(many_path)
    return figures


def _figures(name: str, few: Counted, full: Counted, many: int, rounds: int) -> list[Figure]:
    look_up, chance = LOOK_UPS[name], random.Random(7)
    times_ms = []
    for _ in range(rounds):
        number = chance.randrange(many)
        began_s = time.perf_counter()
        look_up(full.connection, number)
        times_ms.append((time.perf_counter() - began_s) * 1000)
    small = median([few.instructions(look_up, chance.randrange(_FEW)) for _ in range(20)])
    large = median([full.instructions(look_up, chance.randrange(many)) for _ in range(20)])
    title = f"orders by {name}" if name != "care" else "an order's care"
    return [
        Figure(name=f"{title}, of {many:,}, p95", unit="ms", value=p95(times_ms), target=at_most(_SLOWEST_MS)),
        Figure(
            name=f"{title}, work an order, {many:,} over {_FEW:,}", unit="times", value=large / small, target=at_most(1.5),
            note=f"{large:g} and {small:g} instructions of SQLite",
        ),
    ]  # fmt: skip


def _remove(path: Path) -> None:
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
