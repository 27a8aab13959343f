"""64 shoppers talking at once, one turn in five with an action that looks up an order; ours, stock, ours, stock."""

from __future__ import annotations

from collections.abc import Sequence

from bench.crowd import Load, talk_at_once
from bench.figure import Figure, at_least, at_most, ratio
from bench.samples import median, p95
from bench.stage import Stage
from bench.talker import Talker

_SHOPPERS = 64


async def measure(stage: Stage) -> list[Figure]:
    ours, stock = await stage.ours(), await stage.stock()
    mine: list[Load] = []
    theirs: list[Load] = []
    for _ in range(stage.scale(3, 1)):
        async with ours.shoppers(_SHOPPERS) as shoppers:
            mine.append(await _loaded(stage, shoppers))
        if stock is not None:
            async with stock.senders(_SHOPPERS) as senders:
                theirs.append(await _loaded(stage, senders))
    stage.loaded = True
    stock_rate = median([load.turns_per_s for load in theirs]) if theirs else None
    rate = median([load.turns_per_s for load in mine])
    return [
        Figure(name="64 at once", unit="turns/s", value=rate, target=at_least(120)),
        Figure(name="64 at once, p95", unit="ms", value=_p95(mine), target=at_most(1000)),
        Figure(name="64 at once, stock", unit="turns/s", value=stock_rate),
        Figure(name="64 at once, stock p95", unit="ms", value=_p95(theirs)),
        ratio("64 at once, more than stock", rate, stock_rate, at_least(5)),
    ]


async def _loaded(stage: Stage, talkers: Sequence[Talker]) -> Load:
    return await talk_at_once(talkers, warm_up_s=stage.scale(3.0, 1.0), measured_s=stage.scale(10.0, 4.0))


def _p95(loads: list[Load]) -> float | None:
    took_ms = [each for load in loads for each in load.took_ms]
    return p95(took_ms) if took_ms else None
