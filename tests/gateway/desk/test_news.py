"""Notes and proposals reach whoever shows the conversation, at whichever gateway, with Redis and without."""

from __future__ import annotations

import asyncio

import pytest

from bot.clock import steady_ms
from bot.records import notes, proposals
from bot.records.database import Database
from bot.records.proposals import Proposal
from bot.shop.seed import seed_if_empty
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


async def asked(agent: DeskClient, text: str) -> str | None:
    async with agent.http.get("/api/v1/desk/knowledge", params={"q": text}) as response:
        rows = (await response.json())["rows"]
    return str(rows[0]["answer"]) if rows else None


@pytest.mark.parametrize("redis", [None, ""], ids=["one redis", "no redis"])
async def test_what_an_admin_writes_reaches_every_open_page_once(
    start: StartGateway, sqlite_database: Database, redis: str | None
) -> None:
    one, two = await start(sqlite_database, redis=redis), await start(sqlite_database, redis=redis)
    await asyncio.to_thread(seed_if_empty, one.parts.settings)
    hire(sqlite_database, "小林")
    hire(sqlite_database, "管理员", role="admin")
    here, there = await DeskClient.enter(one, "小林"), await DeskClient.enter(two, "小林")
    admin = await DeskClient.enter(one, "管理员")
    reply = {"shortcut": "cdb", "title": "充电宝", "text": "前台能借。", "skill": None}
    entry = {"intents": ["ask_shop_info"], "questions": ["能借充电宝吗"], "answer": "前台能借。"}
    async with admin.http.put("/api/v1/desk/canned/c1", json=reply) as response:
        assert response.status == 200
    for page in (here, there):
        assert await asked(page, "能借充电宝吗") != "前台能借。"
        told = await page.next("texts")
        assert told == {"type": "texts", "what": "canned", "canned": [{"canned_id": "c1", **reply}]}
    async with admin.http.post("/api/v1/desk/knowledge", json=entry) as response:
        assert response.status == 201
    for page in (here, there):
        assert await page.next("texts") == {"type": "texts", "what": "knowledge"}
        assert await asked(page, "能借充电宝吗") == "前台能借。"
    async with admin.http.delete("/api/v1/desk/canned/c1") as response:
        assert response.status == 204
    for page in (here, there):
        assert (await page.next("texts"))["canned"] == []
        await page.gateway.parts.desk.keeper.refresh()
        assert [frame["what"] for frame in await page.quiet() if frame["type"] == "texts"] == [
            "canned",
            "knowledge",
            "canned",
        ]
