"""The worker's loop with a real record and a runner that does as the test says: once, in order, or honestly not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timezone

import pytest

from bot.clock import steady_ms
from bot.conversation.message import Button, Message
from bot.conversation.turn import ClaimedTurn
from bot.records import conversations, messages, turns
from bot.records.database import Database
from bot.records.replies import Outcome
from bot.records.trackers import TrackerSnapshot
from bot.signals.client import Signals
from bot.worker.action_endpoint import ActionFailed
from bot.worker.loop import Worker, failure_reply
from tests.records.factories import a_conversation, an_outcome, say

Script = Callable[[ClaimedTurn], Awaitable[Outcome]]


class ScriptedRunner:
    def __init__(self, script: Script) -> None:
        self._script = script
        self.runs: list[str] = []

    async def run(self, turn: ClaimedTurn, snapshot: TrackerSnapshot | None, now: datetime) -> Outcome:
        self.runs.append(turn.text)
        return await self._script(turn)


@asynccontextmanager
async def working(database: Database, script: Script, name: str = "worker-0") -> AsyncIterator[ScriptedRunner]:
    """A worker without Redis: it finds its turns in the record."""
    runner = ScriptedRunner(script)
    signals = await Signals.open("")
    worker = Worker(
        name=name,
        database=database,
        signals=signals,
        runner=lambda: runner,
        business_now=lambda: datetime(2026, 1, 1, tzinfo=timezone.utc),
        failure=failure_reply("没查成功", Button(title="转人工", payload="/request_human")),
    )
    serving = asyncio.create_task(worker.serve())
    try:
        yield runner
    finally:
        worker.stop()
        await serving
        await signals.close()


async def replies_in(database: Database, thread: str, count: int) -> list[Message]:
    """The bot's messages, as soon as there are `count` of them."""
    while True:
        found = [each for each in await database.read(messages.after, thread, 0) if each.role == "bot"]
        if len(found) >= count:
            return found
        await asyncio.sleep(0.02)


async def echo(turn: ClaimedTurn) -> Outcome:
    return an_outcome(f"听到:{turn.text}")


async def test_a_turn_is_answered_once(database: Database) -> None:
    thread = a_conversation(database, now_ms=steady_ms())
    say(database, thread, "到哪了?", now_ms=steady_ms())
    async with working(database, echo) as runner:
        [reply] = await replies_in(database, thread, 1)
    assert (reply.text, reply.reply_to, runner.runs) == ("听到:到哪了?", 1, ["到哪了?"])


async def test_two_workers_share_the_turns_and_answer_each_once(database: Database) -> None:
    threads = [a_conversation(database, now_ms=steady_ms()) for _ in range(20)]
    for thread in threads:
        say(database, thread, "到哪了?", now_ms=steady_ms())
    async with working(database, echo, "worker-0") as one, working(database, echo, "worker-1") as two:
        for thread in threads:
            assert len(await replies_in(database, thread, 1)) == 1
    assert len(one.runs) + len(two.runs) == 20


async def test_a_turn_that_fails_is_tried_again(database: Database) -> None:
    thread = a_conversation(database, now_ms=steady_ms())
    say(database, thread, "到哪了?", now_ms=steady_ms())

    async def once_broken(turn: ClaimedTurn) -> Outcome:
        if turn.attempt == 1:
            raise ActionFailed("action_track_order: ClientConnectorError")
        return await echo(turn)

    async with working(database, once_broken) as runner:
        [reply] = await replies_in(database, thread, 1)
    assert (reply.failure, len(runner.runs)) == (False, 2)


@pytest.mark.parametrize("error", [ActionFailed("x"), TimeoutError(), ValueError("garbage"), KeyError("slot")])
async def test_a_turn_that_keeps_failing_says_so_once_with_the_human_button(
    database: Database, error: BaseException
) -> None:
    thread = a_conversation(database, now_ms=steady_ms())
    say(database, thread, "到哪了?", now_ms=steady_ms())

    async def broken(turn: ClaimedTurn) -> Outcome:
        raise error

    async with working(database, broken) as runner:
        [reply] = await replies_in(database, thread, 1)
    assert (reply.failure, [button.title for button in reply.buttons]) == (True, ["转人工"])
    assert len(runner.runs) == turns.MAX_ATTEMPTS


async def test_what_came_meanwhile_is_answered_next_by_the_same_worker(database: Database) -> None:
    thread = a_conversation(database, now_ms=steady_ms())
    say(database, thread, "发货了吗", now_ms=steady_ms())

    async def interrupted(turn: ClaimedTurn) -> Outcome:
        if turn.text == "发货了吗":
            say(database, thread, "到哪了呢", now_ms=steady_ms())
        return await echo(turn)

    async with working(database, interrupted):
        replies = await replies_in(database, thread, 2)
    assert [(reply.text, reply.reply_to) for reply in replies] == [("听到:发货了吗", 1), ("听到:到哪了呢", 2)]


async def test_a_turn_in_hand_is_finished_when_the_worker_stops(database: Database) -> None:
    thread = a_conversation(database, now_ms=steady_ms())
    say(database, thread, "到哪了?", now_ms=steady_ms())
    begun = asyncio.Event()

    async def slow(turn: ClaimedTurn) -> Outcome:
        begun.set()
        await asyncio.sleep(0.2)
        return await echo(turn)

    async with working(database, slow):
        await begun.wait()
    assert len(await replies_in(database, thread, 1)) == 1


async def test_a_conversation_erased_in_mid_turn_leaves_nothing_behind(database: Database) -> None:
    from bot.records import privacy

    thread = a_conversation(database, now_ms=steady_ms())
    say(database, thread, "到哪了?", now_ms=steady_ms())
    erased = asyncio.Event()

    async def erasing(turn: ClaimedTurn) -> Outcome:
        database.write_now(privacy.erase, database.read_now(conversations.get, thread), now_ms=steady_ms())
        erased.set()
        return await echo(turn)

    async with working(database, erasing):
        await erased.wait()
    assert database.read_now(messages.after, thread, 0) == []
