"""Shoppers who talk without a pause while something goes wrong, and what is judged afterwards."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from tests.stack.checker import faults_of
from tests.stack.shopper import History, Shopper

QUESTION = "你们几点下班"  # a sure question with one answer of one line


def the_seed() -> int:
    """Printed, so that a run can be repeated: BOT_TEST_SEED=…"""
    seed = int(os.environ.get("BOT_TEST_SEED") or random.SystemRandom().randrange(1 << 30))
    print(f"seed {seed}: BOT_TEST_SEED={seed} repeats this run")
    return seed


def in_full() -> bool:
    """`make soak` runs everything at length, `make test` for at most two minutes."""
    return os.environ.get("BOT_SOAK") == "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    shoppers: int = 5
    tabs: int = 2
    copies: int = 5  # each frame is sent 1 to this many times
    pause_s: float = 0.4


async def talk_through(url: str, trouble: Callable[[], Awaitable[None]], *, seed: int, crowd: Crowd) -> list[str]:
    """Everybody talks while `trouble` lasts; then all questions must be answered. What went wrong, as sentences."""
    async with AsyncExitStack() as stack:
        threads = [await _thread(stack, url, seed + number, crowd) for number in range(crowd.shoppers)]
        ended = asyncio.Event()
        talking = [asyncio.create_task(_talk(tabs, ended, seed + number, crowd)) for number, tabs in enumerate(threads)]
        try:
            await trouble()
        finally:
            ended.set()
        await asyncio.gather(*talking)
        for tabs in threads:
            await _settled(tabs)
        return [fault for tabs in threads for fault in faults_of([tab.history for tab in tabs])]


async def _thread(stack: AsyncExitStack, url: str, seed: int, crowd: Crowd) -> list[Shopper]:
    tabs = [
        await stack.enter_async_context(Shopper(url, seed=seed + tab, copies=crowd.copies)) for tab in range(crowd.tabs)
    ]
    await tabs[0].arrive()
    for tab in tabs[1:]:
        await tab.arrive(token=tabs[0].token)
    return tabs


async def _talk(tabs: list[Shopper], ended: asyncio.Event, seed: int, crowd: Crowd) -> None:
    chance = random.Random(seed)
    while not ended.is_set():
        await chance.choice(tabs).send(QUESTION)
        await asyncio.sleep(crowd.pause_s * chance.uniform(0.5, 1.5))


async def _settled(tabs: list[Shopper], patience_s: float = 60.0) -> None:
    """All frames acknowledged, all lines with everybody, each one answered; or the patience is at its end."""

    def complete(_history: History) -> bool:
        histories = [tab.history for tab in tabs]
        acked = all(frame_id in history.acked for history in histories for frame_id in history.sent)
        seqs = [{frame["seq"] for _connection, frame in history.received} for history in histories]
        last = max((each["seq"] for each in histories[0].messages() if each["role"] == "shopper"), default=0)
        return (
            acked and all(each == seqs[0] for each in seqs) and (not last or histories[0].answer_to(last) is not None)
        )

    waiting = [asyncio.create_task(tab.until(complete, patience_s)) for tab in tabs]
    await asyncio.wait(waiting, return_when=asyncio.ALL_COMPLETED)
    for task in waiting:
        task.exception()
