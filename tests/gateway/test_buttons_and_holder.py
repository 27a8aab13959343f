"""Clicks, the human button, leaving and coming back, an agent who holds the conversation, typing and seen."""

import asyncio

import pytest

from bot.clock import steady_ms
from bot.conversation.message import Button, Reply
from bot.records import conversations, privacy
from bot.records.tables import conversations as conversation_table
from bot.signals.changes import SEEN, STATE, TYPING, Change
from bot.signals.wakeups import CONVERSATIONS
from tests.gateway.client import an_id
from tests.gateway.live import LiveGateway

CHOICE = Reply(
    text="是哪一单？",
    buttons=(Button(title="耳机", payload='/inform{"order":"1"}'), Button(title="水杯", payload="/b")),
)


async def test_a_click_becomes_a_message_with_the_buttons_title(gateway: LiveGateway) -> None:
    worker = gateway.worker(answers=lambda _turn: (CHOICE,))
    _, client = await gateway.shopper()
    await client.say("到哪了?")
    offered = await client.message("bot")
    assert offered["buttons"] == [{"title": "耳机"}, {"title": "水杯"}]
    ack = await client.ask({"type": "click", "message_seq": offered["seq"], "button": 0})
    clicked = await client.at(ack["seq"])
    assert (clicked["role"], clicked["text"]) == ("shopper", "耳机")
    await client.message("bot")
    assert worker.claimed[-1].payload == '/inform{"order":"1"}'
    assert "inform" not in str(client.seen)


@pytest.mark.parametrize(
    ("seq", "button"), [(2, 2), (2, -1), (1, 0), (3, 0), (0, 0), (-5, 0), (10**18, 0), (2, 10**18)]
)
async def test_a_button_that_was_not_offered_is_refused(lone: LiveGateway, seq: int, button: int) -> None:
    lone.worker(answers=lambda _turn: (CHOICE,))
    _, client = await lone.shopper()
    await client.say("到哪了?")
    await client.message("bot")
    refused = await client.ask({"type": "click", "message_seq": seq, "button": button})
    assert refused["code"] == "invalid_button"


async def test_another_shoppers_button_is_refused(lone: LiveGateway) -> None:
    lone.worker(answers=lambda _turn: (CHOICE,))
    _, client = await lone.shopper()
    await client.say("到哪了?")
    offered = await client.message("bot")
    _, other = await lone.shopper()
    refused = await other.ask({"type": "click", "message_seq": offered["seq"], "button": 0})
    assert refused["code"] == "invalid_button"


async def test_asking_for_a_person_is_a_message_with_its_meaning(gateway: LiveGateway) -> None:
    worker = gateway.worker()
    _, client = await gateway.shopper()
    frame = {"type": "ask_human", "id": an_id(), "reason": "说不清楚"}
    assert (await client.ask(frame))["seq"] == 1
    await client.message("bot")
    assert (await client.ask(frame))["seq"] == 1
    assert worker.claimed[0].payload == "/request_human"


async def test_leaving_ends_it_and_the_next_message_opens_it_again(gateway: LiveGateway) -> None:
    visit, client = await gateway.shopper()
    other = await gateway.enter(visit)
    await client.send({"type": "leave"})
    for each in (client, other):
        assert await each.next("state") == {"type": "state", "holder": "nobody", "agent": None, "queue": None}
    assert (await client.ask({"type": "send", "text": "还有一件事"}))["seq"] == 1
    for each in (client, other):
        assert (await each.next("state"))["holder"] == "bot"
    back = await gateway.connect()
    assert (await back.hello(visit.token))["holder"] == "bot"


async def test_leaving_twice_says_it_once(lone: LiveGateway) -> None:
    _, client = await lone.shopper()
    await client.send({"type": "leave"})
    await client.send({"type": "leave"})
    await client.next("state")
    assert [frame["type"] for frame in await client.quiet()].count("state") == 1


async def test_while_an_agent_holds_it_no_turn_begins(gateway: LiveGateway) -> None:
    worker = gateway.worker()
    visit, client = await gateway.shopper()
    await take_over(gateway, visit.conversation_id)
    state = await client.next("state")
    assert (state["holder"], state["agent"]["name"]) == ("agent", "小林")
    assert (await client.ask({"type": "send", "text": "到哪了?", "final": True}))["seq"] == 1
    await asyncio.sleep(0.3)
    assert worker.claimed == []
    back = await gateway.connect()
    assert (await back.hello(visit.token))["agent"]["name"] == "小林"


async def take_over(gateway: LiveGateway, conversation_id: str) -> None:
    """What a desk in another process does."""
    seen = await gateway.database.read(conversations.get, conversation_id)
    await gateway.database.write(
        conversations.change_holder, conversation_id, epoch=seen.epoch, holder="agent", agent_name="小林"
    )
    change = Change(conversation_id=conversation_id, kind=STATE)
    await gateway.parts.signals.publish(CONVERSATIONS, change.encoded())


async def test_what_an_agent_types_and_has_seen_reaches_the_shopper(lone: LiveGateway) -> None:
    visit, client = await lone.shopper()
    for change in (
        Change(conversation_id=visit.conversation_id, kind=TYPING, role="agent"),
        Change(conversation_id=visit.conversation_id, kind=SEEN, role="agent", seq=3),
    ):
        await lone.parts.signals.publish(CONVERSATIONS, change.encoded())
    assert await client.next("typing") == {"type": "typing", "role": "agent"}
    assert await client.next("seen") == {"type": "seen", "role": "agent", "seq": 3}


async def test_what_she_has_seen_reaches_her_other_pages_and_never_runs_ahead(gateway: LiveGateway) -> None:
    visit, client = await gateway.shopper()
    other = await gateway.enter(visit)
    await client.ask({"type": "send", "text": "在吗"})
    await client.send({"type": "seen", "seq": 99})
    await client.send({"type": "seen", "seq": 1})
    await client.send({"type": "seen", "seq": 1})
    assert await other.next("seen") == {"type": "seen", "role": "shopper", "seq": 1}
    await client.quiet()
    assert [frame["type"] for frame in await other.quiet()].count("seen") == 1
    assert all(frame["type"] != "seen" for frame in client.seen)


async def test_a_blocked_conversation_says_closed(lone: LiveGateway) -> None:
    visit, client = await lone.shopper()
    await lone.database.write(lambda c: c.execute(conversation_table.update().values(blocked_until_ms=2**50)))
    assert (await client.ask({"type": "send", "text": "在吗"}))["code"] == "closed"
    assert await lone.enter(visit)


async def test_erasing_closes_every_socket(gateway: LiveGateway) -> None:
    visit, client = await gateway.shopper()
    other = await gateway.enter(visit)
    await client.ask({"type": "send", "text": "在吗"})
    async with gateway.http.delete("/api/v1/me", headers=visit.bearer) as response:
        assert response.status == 204
    for each in (client, other):
        assert await each.closed() == 4401
        assert each.seen[-1]["code"] == "closed"
    again = await gateway.connect()
    await again.send({"type": "hello", "token": visit.token})
    assert await again.closed() == 4401


async def test_a_message_into_an_erased_conversation_says_closed(lone: LiveGateway) -> None:
    visit, client = await lone.shopper()
    seen = await lone.database.read(conversations.get, visit.conversation_id)
    await lone.database.write(privacy.erase, seen, now_ms=steady_ms())
    assert (await client.ask({"type": "send", "text": "在吗"}))["code"] == "closed"
    assert (await client.ask({"type": "rate", "score": 5}))["code"] == "closed"
