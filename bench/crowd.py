"""Many shoppers who talk at once, each asking anew as soon as it is answered; every fifth message asks for an order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.questions import mixed
from bench.talker import Talker


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """`took_ms` of every turn that ended in the `seconds` that were measured."""

    took_ms: tuple[float, ...]
    seconds: float

    @property
    def turns_per_s(self) -> float:
        return len(self.took_ms) / self.seconds


async def talk_at_once(talkers: Sequence[Talker], *, warm_up_s: float, measured_s: float) -> Load:
    """Raises NotAnswered when any of them is not answered."""
    took_ms: list[float] = []
    begin_s = time.perf_counter() + warm_up_s
    end_s = begin_s + measured_s

    async def talk(talker: Talker, number: int) -> None:
        while time.perf_counter() < end_s:
            reply = await talker.ask(mixed(number))
            if begin_s <= time.perf_counter() < end_s:
                took_ms.append(reply.took_ms)
            number += 1

    tasks = [asyncio.create_task(talk(talker, number)) for number, talker in enumerate(talkers)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
    return Load(took_ms=tuple(took_ms), seconds=measured_s)
