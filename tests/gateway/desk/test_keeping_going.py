"""Agents are lost, gateways are two, Redis is gone, shoppers leave: everybody is told, and each chat has one holder."""

from __future__ import annotations

import pytest

from bot.clock import steady_ms
from bot.gateway import words
from bot.handoff.roster import LOST_AFTER_MS
from bot.records import desk_presence, queue_care
from bot.records.database import Database
from bot.records.handoff_tables import agent_presence, handoffs
from bot.records.incoming import MESSAGE_BUTTON
from tests.eventually import eventually
from tests.gateway.conftest import StartGateway
from tests.gateway.desk.desk_client import DeskClient, hire
from tests.gateway.live import LiveGateway


def age(database: Database, ms: int) -> None:
    """Time passes for presence, assignments and waiting."""

    def older(connection: object) -> None:
        connection.execute(agent_presence.update().values(seen_ms=agent_presence.c.seen_ms - ms))  # type: ignore[attr-defined]
        connection.execute(  # type: ignore[attr-defined]
            handoffs.update().values(assigned_ms=handoffs.c.assigned_ms - ms, waiting_ms=handoffs.c.waiting_ms - ms)
        )

    database.write_now(older)


async def test_a_lost_agents_chats_wait_again_in_front(gateway: LiveGateway) -> None:
    hire(gateway.database, "小林")
    hire(gateway.database, "小王")
    visit, shopper = await gateway.shopper()
    await shopper.ask({"type": "ask_human"})
    agent = await DeskClient.enter(gateway, "小林")
    await agent.claim(visit.conversation_id)
    await agent.close()
    _, later = await gateway.shopper()
    await later.ask({"type": "ask_human"})
    await shopper.until(lambda frame: frame["type"] == "state" and frame["holder"] == "agent")
    await eventually(lambda: not gateway.database.read_now(desk_presence.connected, now_ms=steady_ms()))
    age(gateway.database, LOST_AFTER_MS)
    state = await shopper.until(lambda frame: frame["type"] == "state" and frame["holder"] == "queue")
    assert state["queue"]["position"] == 1
    other = await DeskClient.enter(gateway, "小王")
    await other.claim(visit.conversation_id)
    await shopper.until(lambda frame: frame["type"] == "state" and frame["agent"] == {"name": "小王", "avatar": None})


async def test_an_agent_who_reconnects_in_time_keeps_her_chats_and_misses_nothing(gateway: LiveGateway) -> None:
    hire(gateway.database, "小林")
    visit, shopper = await gateway.shopper()
    await shopper.ask({"type": "ask_human"})
    agent = await DeskClient.enter(gateway, "小林")
    dossier = await agent.claim(visit.conversation_id)
    last_seq = dossier["history"]["messages"][-1]["seq"]
    await agent.close()
    await shopper.ask({"type": "send", "text": "还在吗", "final": True})
    back = await DeskClient.enter(gateway, "小林")
    [chat] = back.snapshot["mine"]
    assert chat["conversation_id"] == visit.conversation_id and chat["unread"] == 2
    path = f"/api/v1/desk/conversations/{visit.conversation_id}/messages?after_seq={last_seq}"
    async with back.http.get(path) as response:
        missed = (await response.json())["messages"]
    assert [each["text"] for each in missed] == ["还在吗"] and missed[-1]["seq"] == chat["next_seq"] - 1
    await shopper.ask({"type": "send", "text": "在的话回一句", "final": True})
    live = await back.until(lambda frame: frame["type"] == "message")
    assert (live["text"], live["seq"]) == ("在的话回一句", chat["next_seq"])


@pytest.mark.parametrize("redis", [None, ""], ids=["one redis", "no redis"])
async def test_two_gateways_behave_as_one(start: StartGateway, sqlite_database: Database, redis: str | None) -> None:
    one, two = await start(sqlite_database, redis=redis), await start(sqlite_database, redis=redis)
    hire(sqlite_database, "小林")
    agent = await DeskClient.enter(two, "小林")
    visit, shopper = await one.shopper()
    await shopper.ask({"type": "ask_human"})
    await agent.sees_waiting(visit.conversation_id)
    await agent.claim(visit.conversation_id)
    await shopper.until(lambda frame: frame["type"] == "state" and frame["holder"] == "agent")
    await agent.write(visit.conversation_id, "您好")
    assert (await shopper.message("agent"))["text"] == "您好"
    await shopper.say("我的锅坏了")
    heard = await agent.until(lambda frame: frame["type"] == "message" and frame["role"] == "shopper")
    assert heard["text"] in ("转人工", "我的锅坏了")
    await agent.acked({"type": "resolve", "conversation_id": visit.conversation_id, "outcome": "solved"})
    state = await shopper.until(lambda frame: frame["type"] == "state" and frame["holder"] == "nobody")
    assert state["rate"] is True
    await one.stop()
    await two.stop()


async def test_leaving_while_waiting_takes_her_off_the_list(gateway: LiveGateway) -> None:
    hire(gateway.database, "小林")
    visit, shopper = await gateway.shopper()
    await shopper.ask({"type": "ask_human"})
    agent = await DeskClient.enter(gateway, "小林")
    await agent.sees_waiting(visit.conversation_id)
    await shopper.send({"type": "leave"})
    await agent.sees_gone(visit.conversation_id)
    assert await agent.refused({"type": "claim", "conversation_id": visit.conversation_id}) == "not_found"


async def test_after_three_minutes_with_nobody_online_she_may_leave_a_message_and_keeps_her_place(
    gateway: LiveGateway,
) -> None:
    _, shopper = await gateway.shopper()
    await shopper.ask({"type": "ask_human"})
    await shopper.next("state")
    age(gateway.database, queue_care.NOBODY_AFTER_MS)
    offered = await shopper.message("system")
    assert offered["buttons"] == [{"title": MESSAGE_BUTTON.title}]
    _, held = gateway.database.read_now(lambda c: (0, c.execute(handoffs.select()).one()))
    assert held.state == "waiting" and held.message_offered_ms is not None
    worker = gateway.worker()
    await shopper.ask({"type": "click", "message_seq": offered["seq"], "button": 0})
    await shopper.until(lambda frame: frame.get("text", "").endswith(MESSAGE_BUTTON.payload))
    assert worker.claimed[-1].payload == MESSAGE_BUTTON.payload
    assert gateway.database.read_now(lambda c: c.execute(handoffs.select()).one()).state == "waiting"


async def test_an_offer_goes_to_one_agent_then_to_the_next(gateway: LiveGateway) -> None:
    for name in ("小林", "小王"):
        hire(gateway.database, name)
    first, second = await DeskClient.enter(gateway, "小林"), await DeskClient.enter(gateway, "小王")
    visit, shopper = await gateway.shopper()
    await shopper.ask({"type": "ask_human"})
    await first.sees_waiting(visit.conversation_id)
    from bot.records.handoff_tables import offers

    await first.until(lambda f: f["type"] == "queue" and any(chat["offered_to"] for chat in f["changed"]))
    asked = gateway.database.read_now(lambda c: c.execute(offers.select()).one().agent)
    mine, other = (first, second) if asked == "小林" else (second, first)
    assert (await mine.until(lambda f: f["type"] == "offer"))["conversation_id"] == visit.conversation_id
    gateway.database.write_now(lambda c: c.execute(offers.update().values(expires_ms=steady_ms())))
    assert (await other.until(lambda f: f["type"] == "offer"))["conversation_id"] == visit.conversation_id
    await other.claim(visit.conversation_id)


async def test_she_rates_once_and_not_after_abuse(gateway: LiveGateway) -> None:
    hire(gateway.database, "小林")
    agent = await DeskClient.enter(gateway, "小林")
    for outcome, first in (("solved", "ack"), ("abuse", "error")):
        visit, shopper = await gateway.shopper()
        await shopper.ask({"type": "ask_human"})
        await agent.claim(visit.conversation_id)
        await agent.acked({"type": "resolve", "conversation_id": visit.conversation_id, "outcome": outcome})
        state = await shopper.until(lambda frame: frame["type"] == "state" and frame["holder"] == "nobody")
        assert state.get("rate", False) is (outcome == "solved")
        rate = {"type": "rate", "score": 5, "factors": ["耐心"], "comment": "很好"}
        assert (await shopper.ask(rate))["type"] == first
        again = await shopper.ask(rate)
        assert again["code"] == "conflict" and (again["message"] == words.RATED_BEFORE) is (outcome == "solved")
