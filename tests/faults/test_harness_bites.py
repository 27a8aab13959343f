"""Each promise is judged twice: on the build as it is, where it must hold, and on one that breaks it on purpose, where
the same judgement must find it broken."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.load import QUESTION
from tests.stack.checker import faults_of
from tests.stack.instance import Instance
from tests.stack.shopper import History, Shopper

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]

SABOTAGE = Path(__file__).with_name("sabotage")
Judgement = Callable[[Instance], Awaitable[list[str]]]


async def acknowledged_lines_survive_a_kill(instance: Instance) -> list[str]:
    async with Shopper(instance.url) as shopper:
        await shopper.arrive()
        for _ in range(5):
            await shopper.send(QUESTION)
        await shopper.until(lambda history: len(history.acked) == 5)
        before = shopper.welcome
        instance.signal("gateway")

        def is_settled(history: History) -> bool:
            """Answered, or the gateway that came back goes on before a line that was acknowledged: it is lost for good."""
            lost = shopper.welcome is not before and shopper.welcome.get("next_seq", 6) <= 5
            return lost or history.answer_to(5) is not None

        await _patiently(shopper, is_settled)
        return faults_of([shopper.history])


async def a_line_sent_again_is_there_once(instance: Instance) -> list[str]:
    async with Shopper(instance.url, copies=5, seed=7) as shopper:
        await shopper.arrive()
        for _ in range(4):
            await shopper.send(QUESTION)
        await shopper.until(lambda history: len(history.acked) == 4)
        last = max(shopper.history.acked.values())
        await _patiently(shopper, lambda history: history.answer_to(last))
        return faults_of([shopper.history])


async def a_slow_turn_is_answered_once(instance: Instance) -> list[str]:
    async with Shopper(instance.url) as shopper:
        await shopper.arrive()
        [pid] = instance.signal("actions", signal.SIGSTOP)
        await shopper.send(QUESTION)
        await asyncio.sleep(2.2)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
        await _patiently(shopper, lambda history: history.answer_to(1))
        await shopper.ask(QUESTION, patience_s=60)
        return faults_of([shopper.history])


async def a_dead_end_is_said(instance: Instance) -> list[str]:
    async with Shopper(instance.url) as shopper:
        await shopper.arrive()
        [pid] = instance.signal("actions", signal.SIGSTOP)
        await shopper.send(QUESTION)
        await _patiently(shopper, lambda history: history.answer_to(1), patience_s=25)
        with contextlib.suppress(ProcessLookupError):  # the supervisor has ended what hung
            os.kill(pid, signal.SIGCONT)
        return faults_of([shopper.history])


async def an_order_is_told_to_its_owner_only(instance: Instance) -> list[str]:
    orders = instance.cli_json("shop", "list", "orders")
    moving = [each for each in orders if each["parcels"]]
    victim = moving[0]
    other = next(each["customer_id"] for each in orders if each["customer_id"] != victim["customer_id"])
    secrets = {victim["parcels"][0]["tracking_no"], victim["items"][0]["title"], victim["phone"]}
    faults = []
    for identity in (None, instance.identity(other)):
        async with Shopper(instance.url) as shopper:
            await shopper.arrive(identity=identity)
            wrong_tail = f"{(int(victim['phone'][-4:]) + 1) % 10_000:04d}"
            for text in (f"订单号{victim['order_id']} 到哪了", f"尾号{wrong_tail}", f"查{victim['tracking_no']}"):
                await shopper.ask(text)
            await shopper.send("看看这单", about={"order_id": victim["order_id"]})
            await shopper.ask("到哪了")
            told = str([frame for frame in shopper.history.messages() if frame["role"] == "bot"])
            faults += [f"told somebody else: {secret}" for secret in secrets if secret in told]
    return faults


async def _patiently(shopper: Shopper, condition: Callable[..., object], patience_s: float = 40.0) -> None:
    with suppress(asyncio.TimeoutError):
        await shopper.until(condition, patience_s)


PROMISES: dict[str, tuple[Judgement, int]] = {
    "ack_before_commit": (acknowledged_lines_survive_a_kill, 1),
    "no_key": (a_line_sent_again_is_there_once, 1),
    "no_fence": (a_slow_turn_is_answered_once, 2),
    "no_deadline": (a_dead_end_is_said, 1),
    "no_owner": (an_order_is_told_to_its_owner_only, 1),
}


@pytest.mark.parametrize("promise", PROMISES)
async def test_the_promise_holds(new_instance: Callable[..., Instance], promise: str) -> None:
    judgement, workers = PROMISES[promise]
    assert await judgement(new_instance(workers=workers)) == []


@pytest.mark.parametrize("promise", PROMISES)
async def test_a_build_that_breaks_it_is_found_out(new_instance: Callable[..., Instance], promise: str) -> None:
    judgement, workers = PROMISES[promise]
    broken = {"PYTHONPATH": str(SABOTAGE), "SABOTAGE": promise}
    assert await judgement(new_instance(broken, workers=workers)) != []
