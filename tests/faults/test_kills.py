"""Random SIGKILLs under load: no acknowledged message is lost, none is shown twice, each is answered."""

import asyncio
import random
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

    async def trouble() -> None:
        roles = [*ROLES] * (KILLS // len(ROLES))
        chance.shuffle(roles)
        for role in roles:
            await asyncio.sleep(chance.uniform(0.5, 3.0))
            killed = await asyncio.to_thread(_kill_one, instance, role, chance)
            print(f"killed {role} {killed}")

    faults = await talk_through(instance.url, trouble, seed=seed, crowd=Crowd())
    assert faults == []
    await asyncio.to_thread(instance.wait_ready)


def _kill_one(instance: Instance, role: str, chance: random.Random) -> int | None:
    import os
    import signal

    alive = instance.processes(role)
    if not alive:
        return None
    pid = chance.choice(alive)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return pid
