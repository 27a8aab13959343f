"""A question from the shop's book, one shopper: frame in with `final` → reply frame out; ours, stock, ours, stock."""

from __future__ import annotations

from bench.figure import Figure, at_least, at_most, ratio
from bench.questions import FAQ, UNFINISHED
from bench.samples import median, p95
from bench.stage import Stage
from bench.talker import ask_all

_ROUNDS = 4
_WARM_UP = 2  # times through the questions


async def measure(stage: Stage) -> list[Figure]:
    ours, stock = await stage.ours(), await stage.stock()
    turns = stage.scale(20, 4)  # times through the questions, a round
    mine: list[float] = []
    theirs: list[float] = []
    async with ours.shoppers(1, customers=False) as (shopper,):
        await ask_all(shopper, FAQ * _WARM_UP)
        if stock is None:
            for _ in range(_ROUNDS):
                mine += await ask_all(shopper, FAQ * turns)
        else:
            async with stock.senders(1) as (sender,):
                await ask_all(sender, FAQ * _WARM_UP)
                for _ in range(_ROUNDS):
                    mine += await ask_all(shopper, FAQ * turns)
                    theirs += await ask_all(sender, FAQ * turns)
        waited = [(await shopper.ask(UNFINISHED, final=False)).took_ms for _ in range(stage.scale(12, 3))]
    quiet_ms = median(waited) - median(mine)
    return [
        Figure(name="FAQ turn, p50", unit="ms", value=median(mine), target=at_most(8)),
        Figure(name="FAQ turn, p95", unit="ms", value=p95(mine), target=at_most(20)),
        Figure(name="FAQ turn, stock p50", unit="ms", value=median(theirs) if theirs else None),
        Figure(name="FAQ turn, stock p95", unit="ms", value=p95(theirs) if theirs else None),
        ratio("FAQ turn, faster than stock", median(theirs) if theirs else None, median(mine), at_least(4)),
        Figure(name="quiet time without `final`", unit="ms", value=quiet_ms, note="the bot waits for more to read"),
    ]
