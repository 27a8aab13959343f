"""Turns 490–500 of one conversation against turns 5–15 of a fresh one, asked alternately, the same questions to both."""

from __future__ import annotations

from bench.figure import Figure, at_most, ratio
from bench.questions import mixed
from bench.samples import median
from bench.shopper import Shopper
from bench.stage import Stage

_FIRST, _EARLY, _LATE = 1, 5, 490
_COMPARED = 11


async def measure(stage: Stage) -> list[Figure]:
    ours = await stage.ours()
    early: list[float] = []
    late: list[float] = []
    for _ in range(stage.scale(4, 1)):
        async with ours.shoppers(1) as (old,):
            await _turns(old, _FIRST, _LATE)
            async with ours.shoppers(1) as (fresh,):  # only now: who does not listen for a minute loses the socket
                await _turns(fresh, _FIRST, _EARLY)
                for step in range(_COMPARED):
                    early.append((await fresh.ask(mixed(_EARLY + step))).took_ms)
                    late.append((await old.ask(mixed(_LATE + step))).took_ms)
    return [
        Figure(name="turns 5–15, p50", unit="ms", value=median(early)),
        Figure(name="turns 490–500, p50", unit="ms", value=median(late)),
        ratio("500th turn against 5th", median(late), median(early), at_most(1.2)),
    ]


async def _turns(shopper: Shopper, first: int, end: int) -> None:
    for number in range(first, end):
        await shopper.ask(mixed(number))
