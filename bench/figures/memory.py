"""Memory of each process after the load: its proportional share (PSS), so that shared pages count once."""

from __future__ import annotations

from bench.crowd import talk_at_once
from bench.figure import Figure, at_most
from bench.machine import memory_mb
from bench.stage import Stage

_TARGETS_MB = {"worker": 300, "gateway": 120, "actions": 120, "redis": None, "supervisor": None}
_SHOPPERS = 64


async def measure(stage: Stage) -> list[Figure]:
    ours, stock = await stage.ours(), await stage.stock()
    if not stage.loaded:
        async with ours.shoppers(_SHOPPERS) as shoppers:
            await talk_at_once(shoppers, warm_up_s=0.0, measured_s=stage.scale(10.0, 4.0))
    figures = []
    for role, bound in _TARGETS_MB.items():
        taken = [memory_mb(pid) for pid in ours.instance.processes(role)]
        target = at_most(bound) if bound is not None else None
        figures.append(Figure(name=f"memory, {role}", unit="MB", value=max(taken, default=None), target=target))
    if stock is not None:
        taken = [memory_mb(pid) for pids in stock.pids().values() for pid in pids]
        figures.append(Figure(name="memory, all of stock", unit="MB", value=sum(taken)))
    return figures
