"""Random SIGKILLs under load: no acknowledged message is lost, none is shown twice, each is answered."""

import asyncio
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.faults.load import Crowd, in_full, talk_through, the_seed
from tests.stack.instance import Instance

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800 if in_full() else 240)]

KILLS = 60 if in_full() else 12
ROLES = ("gateway", "worker", "actions", "redis")


async def test_random_kills_of_every_process_lose_and_double_nothing(new_instance: Callable[..., Instance]) -> None:
    seed = the_seed()
    chance = random.Random(seed)
    instance = new_instance(workers=2)

    killed: list[int] = []

    async def trouble() -> None:
        roles = [*ROLES] * (KILLS // len(ROLES))
        chance.shuffle(roles)
        for role in roles:
            await asyncio.sleep(chance.uniform(0.5, 3.0))
            killed.append(await asyncio.to_thread(_kill_one, instance, role, chance, killed))
            print(f"killed {role} {killed[-1]}")

    faults = await talk_through(instance.url, trouble, seed=seed, crowd=Crowd())
    assert faults == []
    assert len(killed) == KILLS
    await asyncio.to_thread(instance.wait_ready)


def _kill_one(instance: Instance, role: str, chance: random.Random, killed: list[int], patience_s: float = 60.0) -> int:
    """A process of the role that was not `killed` before; when none is alive, the next one that is started."""
    deadline_s = time.monotonic() + patience_s
    while time.monotonic() < deadline_s:
        alive = [pid for pid in instance.processes(role) if pid not in killed]
        for pid in chance.sample(alive, len(alive)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                return pid
        time.sleep(0.2)
    raise AssertionError(f"no {role} for {patience_s:g} s")
