"""转人工 as a word goes by a turn: her place must be on her screen as soon as the turn has ended, and so when left messages end it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone

from bot.care.effects import HandoffRequested
from bot.conversation.message import Button
from bot.conversation.turn import ClaimedTurn
from bot.records.database import Database
from bot.records.replies import Outcome
from bot.signals import Signals
from bot.worker.loop import Worker, failure_reply
from tests.gateway.conftest import StartGateway
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.live import LiveGateway
from tests.records.factories import an_outcome

WITHIN_S = 3.0  # a healthy Redis is asked about anyhow only every 10 s


class Asks:
    async def run(self, turn: ClaimedTurn, _snapshot: object, _now: datetime) -> Outcome:
        return an_outcome("已经帮您叫同事了", effects=(HandoffRequested(reason="request_human"),))


async def test_her_place_is_shown_with_the_turns_end(
    start: StartGateway, sqlite_database: Database, redis_url: str
) -> None:
    gateway = await start(sqlite_database)
    signals = await Signals.open(redis_url)
    worker = Worker(
        name="worker-0", database=sqlite_database, signals=signals, runner=Asks,
        business_now=lambda: datetime(2026, 1, 1, tzinfo=timezone.utc),
        failure=failure_reply("没查成功", Button(title="转人工", payload="/request_human")),
    )  # fmt: skip
    serving = asyncio.create_task(worker.serve())
    _, shopper = await gateway.shopper()
    await shopper.say("转人工")
    await shopper.message("bot")
    state = await asyncio.wait_for(shopper.next("state"), WITHIN_S)
    assert state["holder"] == "queue" and state["queue"]["position"] == 1
    worker.stop()
    await serving
    await signals.close()


async def test_what_she_says_with_the_button_is_the_reason_that_agents_read(lone: LiveGateway) -> None:
    hire(lone.database, "小林")
    visit, shopper = await lone.shopper()
    await shopper.ask({"type": "ask_human", "reason": "键盘空格键按不动"})
    agent = await DeskClient.enter(lone, "小林")
    dossier = await agent.claim(visit.conversation_id)
    assert dossier["chat"]["reason"] == "键盘空格键按不动"
    assert "键盘空格键按不动" in dossier["brief"]["matter"]["text"]
