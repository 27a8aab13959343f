"""Fifty agents claim the same two hundred waiting shoppers over real sockets: who gets whom, and what everybody is told."""

from __future__ import annotations

import asyncio
from collections import Counter

from bot.records import conversations
from bot.records.database import Database
from tests.gateway.client import Frame, Visit
from tests.gateway.conftest import StartGateway
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.live import LiveGateway

AGENTS, SHOPPERS = 50, 200


async def waits(gateway: LiveGateway, number: int) -> Visit:
    """She says something, asks for a person and puts her phone away."""
    visit, shopper = await gateway.shopper()
    assert (await shopper.ask({"type": "send", "text": f"第 {number} 位要找人"}))["type"] == "ack"
    assert (await shopper.ask({"type": "ask_human"}))["type"] == "ack"
    await shopper.close()
    return visit


async def claims_all(agent: DeskClient, waiting: list[str], begin: int) -> dict[str, Frame]:
    """What she is answered for each, one after the other; four of her colleagues begin where she does."""
    order = waiting[begin:] + waiting[:begin]
    return {each: await agent.ask({"type": "claim", "conversation_id": each}) for each in order}


async def read_again(gateway: LiveGateway, visit: Visit) -> list[Frame]:
    async with gateway.http.get("/api/v1/history", params={"limit": "50"}, headers=visit.bearer) as response:
        return list((await response.json())["messages"])


async def test_each_of_two_hundred_gets_one_of_fifty_agents(start: StartGateway, sqlite_database: Database) -> None:
    gateway = await start(sqlite_database, frames_burst=SHOPPERS + 10, visitors_per_s=SHOPPERS)
    names = [f"客服{number:02}" for number in range(AGENTS)]
    for name in names:
        hire(sqlite_database, name, capacity=SHOPPERS)
    visits = await asyncio.gather(*(waits(gateway, number) for number in range(SHOPPERS)))
    agents = await asyncio.gather(*(DeskClient.enter(gateway, name) for name in names))
    waiting = [visit.conversation_id for visit in visits]
    told = await asyncio.gather(*(claims_all(agent, waiting, number % 10) for number, agent in enumerate(agents)))
    for number, visit in enumerate(visits):
        answers = [each[visit.conversation_id] for each in told]
        assert Counter(each.get("code", "ack") for each in answers) == {"ack": 1, "taken": AGENTS - 1}
        winner = next(at for at, each in enumerate(answers) if each["type"] == "ack")
        held = sqlite_database.read_now(conversations.get, visit.conversation_id)
        assert (held.holder, held.agent_name) == ("agent", names[winner])
        assert f"第 {number} 位要找人" in [each["text"] for each in answers[winner]["history"]["messages"]]
        said = await read_again(gateway, visit)
        assert [each["seq"] for each in said] == list(range(1, len(said) + 1))
        assert [name for each in said for name in names if name in each["text"]] == [names[winner]]
    for agent in agents:
        for conversation_id in waiting:
            await agent.sees_gone(conversation_id)
