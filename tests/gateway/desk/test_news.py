"""Notes and proposals reach whoever shows the conversation, at whichever gateway, with Redis and without."""

from __future__ import annotations

import pytest

from bot.clock import steady_ms
from bot.records import notes, proposals
from bot.records.database import Database
from bot.records.proposals import Proposal
from tests.gateway.conftest import StartGateway
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.live import LiveGateway


@pytest.mark.parametrize("redis", [None, ""], ids=["one redis", "no redis"])
async def test_a_supervisors_whisper_reaches_the_agent_at_another_gateway(
    start: StartGateway, sqlite_database: Database, redis: str | None
) -> None:
    one, two = await start(sqlite_database, redis=redis), await start(sqlite_database, redis=redis)
    hire(sqlite_database, "小林")
    hire(sqlite_database, "主管", role="supervisor")
    visit, shopper = await one.shopper()
    await shopper.ask({"type": "ask_human"})
    agent, boss = await DeskClient.enter(one, "小林"), await DeskClient.enter(two, "主管")
    await agent.claim(visit.conversation_id)
    await boss.acked({"type": "watch", "conversation_id": visit.conversation_id})
    await boss.acked({"type": "whisper", "conversation_id": visit.conversation_id, "text": "先道歉"})
    heard = await agent.next("note")
    assert (heard["note"]["text"], heard["note"]["kind"]) == ("先道歉", "whisper")
    await agent.acked({"type": "note", "conversation_id": visit.conversation_id, "text": "好的"})
    assert (await boss.until(lambda f: f["type"] == "note" and f["note"]["text"] == "好的"))["note"]["agent"] == "小林"
    made = Proposal(
        id="P1", conversation_id=visit.conversation_id, kind="compensation", order_id="1", amount_fen=500,
        reason="送晚了", state="open", made_ms=steady_ms(),
    )  # fmt: skip
    sqlite_database.write_now(proposals.add, made, turn_id=None)  # as a worker does
    assert (await agent.next("proposal"))["proposal"]["state"] == "open"
    await boss.acked({"type": "approve", "proposal_id": "P1"})
    assert (await agent.next("proposal"))["proposal"]["state"] == "approved"
    assert not [frame for frame in await shopper.quiet() if frame["type"] in ("note", "proposal")]
    assert "先道歉" not in str(shopper.seen) and "好的" not in str(shopper.seen)


async def test_each_note_is_told_once_though_it_is_read_again_and_again(lone: LiveGateway) -> None:
    hire(lone.database, "小林")
    visit, shopper = await lone.shopper()
    await shopper.ask({"type": "ask_human"})
    agent = await DeskClient.enter(lone, "小林")
    await agent.claim(visit.conversation_id)
    await agent.acked({"type": "note", "conversation_id": visit.conversation_id, "text": "第一条"})
    unsaid = lone.database.write_now(
        notes.add, visit.conversation_id, kind="unsaid", text="机器人晚到的话", now_ms=steady_ms()
    )
    for _ in range(5):
        await lone.parts.desk.keeper.refresh()
    told = [frame["note"]["text"] for frame in await agent.quiet() if frame["type"] == "note"]
    assert told == ["第一条", unsaid.text]
