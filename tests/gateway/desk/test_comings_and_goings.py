"""Agents who log out, sleep, wake or all want the same: each conversation has one holder, and nobody's words are lost."""

from __future__ import annotations

import asyncio
from collections import Counter

from sqlalchemy import select

from bot.clock import steady_ms
from bot.gateway import words
from bot.handoff.roster import LOST_AFTER_MS
from bot.records import desk_presence
from bot.records.database import Database
from bot.records.handoff_tables import handoffs
from tests.eventually import eventually
from tests.gateway.client import an_id
from tests.gateway.conftest import StartGateway
from tests.gateway.desk.desk_client import DeskClient, hire, sign_in
from tests.gateway.desk.test_keeping_going import age
from tests.gateway.live import LiveGateway


async def waits(gateway: LiveGateway) -> str:
    visit, shopper = await gateway.shopper()
    await shopper.ask({"type": "ask_human"})
    return visit.conversation_id


async def test_whoever_logs_out_leaves_her_chats_in_front_and_says_so(gateway: LiveGateway) -> None:
    hire(gateway.database, "小林")
    hire(gateway.database, "小王")
    visit, shopper = await gateway.shopper()
    await shopper.ask({"type": "ask_human"})
    agent, other = await DeskClient.enter(gateway, "小林"), await DeskClient.enter(gateway, "小王")
    await agent.claim(visit.conversation_id)
    await shopper.until(lambda frame: frame["type"] == "state" and frame["holder"] == "agent")
    await other.sees_gone(visit.conversation_id)
    second = await sign_in(gateway, "小林")
    async with agent.http.post("/api/v1/desk/logout") as response:
        assert response.status == 204
    assert await agent.closed() == 4401
    await other.quiet()
    assert visit.conversation_id not in other.waiting()  # she is signed in elsewhere still
    await waits(gateway)
    async with second.post("/api/v1/desk/logout") as response:
        assert response.status == 204
    state = await shopper.until(lambda frame: frame["type"] == "state" and frame["holder"] == "queue")
    assert state["queue"]["position"] == 1
    assert [each["text"] for each in shopper.messages() if "说过的不用再说" in str(each["text"])]
    await other.sees_waiting(visit.conversation_id)
    transfer = {"type": "transfer", "conversation_id": visit.conversation_id, "to": {"agent": "小林"}, "reason": "熟客"}
    await other.claim(visit.conversation_id)
    away = await other.ask(transfer)
    assert (away["code"], away["message"]) == ("conflict", words.DESK_COLLEAGUE_AWAY)  # nobody is there to take it
    await second.close()


async def test_an_agent_who_slept_too_long_wakes_without_the_chat_and_her_words_go_nowhere(lone: LiveGateway) -> None:
    hire(lone.database, "小林")
    hire(lone.database, "小王")
    visit, shopper = await lone.shopper()
    await shopper.ask({"type": "ask_human"})
    sleeper = await DeskClient.enter(lone, "小林")
    await sleeper.claim(visit.conversation_id)
    await shopper.until(lambda frame: frame["type"] == "state" and frame["holder"] == "agent")
    await sleeper.ws.close()
    await eventually(lambda: not lone.database.read_now(desk_presence.connected, now_ms=steady_ms()))
    age(lone.database, LOST_AFTER_MS)
    await shopper.until(lambda frame: frame["type"] == "state" and frame["holder"] == "queue")
    other = await DeskClient.enter(lone, "小王")
    await other.claim(visit.conversation_id)
    woken = await DeskClient.enter(lone, "小林", status=None)
    assert woken.snapshot["mine"] == []
    unsent = {"type": "send", "conversation_id": visit.conversation_id, "text": "睡前写的", "id": an_id()}
    assert await woken.refused(unsent) == "not_holder"
    await other.write(visit.conversation_id, "我来接着办")
    await shopper.quiet()
    assert [each["text"] for each in shopper.messages() if each["role"] == "agent"] == ["我来接着办"]


async def test_ten_agents_at_two_gateways_claim_the_same_twenty(start: StartGateway, sqlite_database: Database) -> None:
    gateways = [await start(sqlite_database), await start(sqlite_database)]
    names = [f"客服{number}" for number in range(10)]
    for name in names:
        hire(sqlite_database, name, capacity=50)
    agents = [await DeskClient.enter(gateways[number % 2], name) for number, name in enumerate(names)]
    waiting = [await waits(gateways[number % 2]) for number in range(20)]

    async def claims(agent: DeskClient) -> list[str]:
        answers = [await agent.ask({"type": "claim", "conversation_id": each}) for each in waiting]
        return [str(answer.get("code", "ack")) for answer in answers]

    found = await asyncio.gather(*map(claims, agents))
    for number in range(len(waiting)):
        assert sorted(each[number] for each in found) == ["ack", *["taken"] * 9]
    holders = sqlite_database.read_now(
        lambda c: Counter(row.agent for row in c.execute(select(handoffs).where(handoffs.c.state == "assigned")))
    )
    assert dict(holders) == {
        name: codes.count("ack") for name, codes in zip(names, found, strict=True) if "ack" in codes
    }
