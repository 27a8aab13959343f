"""One part of the instance is away or hangs: every message still gets an answer or an honest failure."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable

import psutil
import pytest
import redis

from bot.training.e2e.ports import free_port
from tests.eventually import eventually, eventually_now
from tests.faults.load import QUESTION, Crowd, talk_through, the_seed
from tests.stack.instance import Instance
from tests.stack.shopper import Shopper

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]


async def test_a_hung_action_server_ends_in_an_honest_failure_with_the_human_button(
    new_instance: Callable[..., Instance],
) -> None:
    instance = new_instance()
    async with Shopper(instance.url) as shopper:
        await shopper.arrive()
        assert "failure" not in await shopper.ask(QUESTION)
        [pid] = instance.signal("actions", signal.SIGSTOP)
        failure = await shopper.ask(QUESTION, patience_s=60)
        assert failure["failure"] is True
        assert [button["title"] for button in failure["buttons"]] == ["转人工"]
        os.kill(pid, signal.SIGCONT)

        await _answered_again(shopper)


async def test_an_action_server_that_stays_hung_is_ended_and_started_anew(
    new_instance: Callable[..., Instance],
) -> None:
    instance = new_instance()
    async with Shopper(instance.url) as shopper:
        await shopper.arrive()
        await shopper.ask(QUESTION)
        [pid] = instance.signal("actions", signal.SIGSTOP)
        await eventually(lambda: not psutil.pid_exists(pid), patience_s=120)
        await _answered_again(shopper)


async def test_a_dead_action_server_is_started_again_and_the_talk_goes_on(
    new_instance: Callable[..., Instance],
) -> None:
    instance = new_instance()
    async with Shopper(instance.url) as shopper:
        await shopper.arrive()
        instance.signal("actions")
        first = await shopper.ask(QUESTION, patience_s=60)
        assert first["text"]
        await _answered_again(shopper)


async def _answered_again(shopper: Shopper) -> None:
    for _ in range(10):
        if "failure" not in await shopper.ask(QUESTION, patience_s=60):
            return
    raise AssertionError("it goes on failing")


async def test_without_redis_everything_is_answered_only_slower(new_instance: Callable[..., Instance]) -> None:
    instance = new_instance(redis_url="redis://127.0.0.1:1/0")
    async with Shopper(instance.url) as shopper:
        await shopper.arrive()
        assert "failure" not in await shopper.ask(QUESTION)
    assert instance.ready()


async def test_a_flushed_redis_loses_nothing(new_instance: Callable[..., Instance]) -> None:
    instance = new_instance()
    socket = next(iter((instance.data_dir / "run").glob("*.sock")))
    server = redis.Redis(unix_socket_path=str(socket))

    async def flush_often() -> None:
        for _ in range(40):
            await asyncio.to_thread(server.flushall)
            await asyncio.sleep(0.1)

    assert await talk_through(instance.url, flush_often, seed=the_seed(), crowd=Crowd(copies=1)) == []
    server.close()


async def test_a_tab_closed_in_mid_answer_and_opened_again_misses_and_doubles_nothing(
    new_instance: Callable[..., Instance],
) -> None:
    instance = new_instance()
    async with Shopper(instance.url) as first:
        await first.arrive()
        frame_id = await first.send(QUESTION)
        await first.until(lambda history: frame_id in history.acked)
        token = first.token
    async with Shopper(instance.url) as again:
        await again.arrive(token=token)
        await again.until(lambda history: history.answer_to(1))
        assert [(frame["seq"], frame["role"]) for frame in again.history.messages()] == [(1, "shopper"), (2, "bot")]


async def test_a_killed_supervisor_leaves_no_orphans(new_instance: Callable[..., Instance]) -> None:
    instance = new_instance()
    pids = [pid for role in ("gateway", "worker", "actions", "redis") for pid in instance.processes(role)]
    assert len(pids) == 4
    instance.signal("supervisor")
    await eventually(lambda: not any(_alive(pid) for pid in pids))


def test_a_second_serve_on_the_data_dir_names_the_first(new_instance: Callable[..., Instance]) -> None:
    instance = new_instance()
    [supervisor] = instance.processes("supervisor")
    second = instance.cli("serve", "--port", str(free_port()))
    assert second.returncode == 1
    assert str(supervisor) in second.stderr
    assert instance.ready()


def test_two_instances_on_one_machine_do_not_meet(new_instance: Callable[..., Instance]) -> None:
    one, two = new_instance(), new_instance()
    assert set(_pids(one)).isdisjoint(_pids(two))
    assert one.stop() == 0
    assert two.ready()


def test_sigterm_stops_every_child(new_instance: Callable[..., Instance]) -> None:
    instance = new_instance()
    pids = _pids(instance)
    assert instance.stop() == 0
    eventually_now(lambda: not any(_alive(pid) for pid in pids))


def _pids(instance: Instance) -> list[int]:
    return [each["pid"] for each in instance.cli_json("status")["processes"]]


def _alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
