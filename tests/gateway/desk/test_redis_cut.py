"""Two gateways are cut from each other: Redis dies in the middle of a service and comes back. Nothing is lost or doubled."""

from __future__ import annotations

import asyncio

from bot.records import messages
from bot.records.database import Database
from tests.gateway.client import Client
from tests.gateway.conftest import StartGateway
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.signals.conftest import RealRedis, real_redis, stopped_redis

LINES = 6

__all__ = ["real_redis", "stopped_redis"]


async def hears(client: Client, text: str) -> None:
    await client.until(lambda frame: frame["type"] == "message" and frame.get("text") == text)


async def test_one_holder_and_every_line_once_while_redis_is_away(
    start: StartGateway, sqlite_database: Database, real_redis: RealRedis
) -> None:
    one = await start(sqlite_database, redis=real_redis.url)
    two = await start(sqlite_database, redis=real_redis.url)
    hire(sqlite_database, "小林")
    hire(sqlite_database, "小王")
    visit, shopper = await one.shopper()
    mine, other = await DeskClient.enter(two, "小林"), await DeskClient.enter(one, "小王")
    real_redis.kill()
    await shopper.ask({"type": "ask_human"})
    await mine.sees_waiting(visit.conversation_id)
    claims = [client.ask({"type": "claim", "conversation_id": visit.conversation_id}) for client in (mine, other)]
    answers = await asyncio.gather(*claims)
    assert sorted(answer.get("code", "ack") for answer in answers) == ["ack", "taken"]
    holder, loser = (mine, other) if answers[0]["type"] == "ack" else (other, mine)
    for number in range(LINES):
        if number == LINES // 2:
            real_redis.start()
        await holder.write(visit.conversation_id, f"客服第{number}句")
        await hears(shopper, f"客服第{number}句")
        await shopper.ask({"type": "send", "text": f"顾客第{number}句", "final": True})
        await hears(holder, f"顾客第{number}句")
    assert (
        await loser.refused({"type": "send", "conversation_id": visit.conversation_id, "text": "我也来"})
        == "not_holder"
    )
    stored = sqlite_database.read_now(messages.after, visit.conversation_id, 0)
    assert [message["seq"] for message in shopper.messages()] == [message.seq for message in stored]
    told = [frame["seq"] for frame in holder.messages() if frame["conversation_id"] == visit.conversation_id]
    assert sorted(set(told)) == told and told[-1] == stored[-1].seq
    assert [m.text for m in stored if m.role == "agent"] == [f"客服第{n}句" for n in range(LINES)]
