"""The watchdog ends a child that has answered once and then does not any more; nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest

from bot.supervisor import watchdog
from bot.supervisor.child import ChildContext
from tests.eventually import eventually


class Health:
    """A real server on loopback that answers, or takes the connection and says nothing."""

    def __init__(self) -> None:
        self.well = asyncio.Event()
        self.well.set()
        self.asked = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        self.asked += 1
        await self.well.wait()
        writer.write(b"HTTP/1.0 200 OK\r\n\r\n")
        writer.close()


class Child:
    """Stands for a Keeper: what the watchdog sees of one."""

    def __init__(self) -> None:
        self.spec = SimpleNamespace(context=ChildContext(role="actions"))
        self.state = SimpleNamespace(pid=1)
        self.ended: list[int] = []

    def end_life(self) -> None:
        self.ended.append(self.state.pid)
        self.state = SimpleNamespace(pid=self.state.pid + 1)


@pytest.fixture
async def watched(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Child, Health]]:
    monkeypatch.setattr(watchdog, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(watchdog, "ANSWER_WITHIN_S", 0.05)
    child, health = Child(), Health()
    server = await asyncio.start_server(health.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    keeper: Any = child
    task = asyncio.create_task(watchdog.watch(keeper, f"http://127.0.0.1:{port}/health"))
    yield child, health
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    health.well.set()
    server.close()
    await server.wait_closed()


async def test_one_that_stops_answering_is_ended_once(watched: tuple[Child, Health]) -> None:
    child, health = watched
    await eventually(lambda: health.asked > 2)
    health.well.clear()
    await eventually(lambda: child.ended)
    asked = health.asked
    await eventually(lambda: health.asked > asked + 2 * watchdog.PATIENCE)
    assert child.ended == [1]  # the next one has not answered yet: it may be starting


async def test_one_that_hangs_before_the_first_look_is_ended_too(watched: tuple[Child, Health]) -> None:
    child, health = watched
    health.well.clear()
    await eventually(lambda: child.ended)
    assert child.ended == [1]


async def test_one_that_never_gets_up_is_given_more_time_and_then_ended(watched: tuple[Child, Health]) -> None:
    child, health = watched
    health.well.clear()
    await eventually(lambda: len(child.ended) == 2)
    assert child.ended == [1, 2]
    assert health.asked >= watchdog.STARTING  # some of its looks may have been cut off
