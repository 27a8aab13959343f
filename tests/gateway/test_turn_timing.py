"""When the gateway tells the workers that a turn begins, and how it ends one that nobody answers."""

import asyncio

from bot.clock import steady_ms
from bot.gateway.turn_timers import TurnTimers
from tests.gateway.client import an_id
from tests.gateway.conftest import StartGateway
from tests.gateway.live import LiveGateway


async def test_fragments_become_one_turn(gateway: LiveGateway) -> None:
    worker = gateway.worker()
    _, client = await gateway.shopper()
    for text in ("在吗", "我那个耳机", "到哪了"):
        await client.say(text, final=False)
    reply = await client.message("bot")
    assert reply["reply_to"] == 3
    assert [turn.text for turn in worker.claimed] == ["在吗\n我那个耳机\n到哪了"]


async def test_typing_puts_the_turn_off(gateway: LiveGateway) -> None:
    worker = gateway.worker()
    _, client = await gateway.shopper()
    await client.say("我那个耳机", final=False)
    await client.next("ack")
    began_ms = steady_ms()
    await client.send({"type": "typing"})
    await client.message("bot")
    assert steady_ms() - began_ms >= 1_400
    assert len(worker.claimed) == 1


async def test_a_picked_product_may_come_without_a_text(lone: LiveGateway) -> None:
    worker = lone.worker()
    _, client = await lone.shopper()
    await client.ask({"type": "send", "about": {"sku": "EAR-1"}})
    assert (await client.at(1))["about"] == {"sku": "EAR-1"}
    await client.message("bot")
    assert worker.claimed[0].about == {"sku": "EAR-1"}


async def test_a_turn_that_nobody_answers_fails_aloud_with_the_human_button(start: StartGateway, database) -> None:  # type: ignore[no-untyped-def]
    gateway = await start(database, turn_deadline_s=1)
    _, client = await gateway.shopper()
    await client.say("到哪了?")
    failure = await client.message("bot")
    assert failure["failure"] is True and failure["reply_to"] == 1
    assert failure["buttons"] == [{"title": "转人工"}]
    ack = await client.ask({"type": "click", "message_seq": failure["seq"], "button": 0})
    assert ack["seq"] == 3


async def test_two_gateways_end_an_overdue_turn_once(start: StartGateway, database) -> None:  # type: ignore[no-untyped-def]
    first, second = [await start(database, turn_deadline_s=1) for _ in range(2)]
    visit, client = await first.shopper()
    other = await second.enter(visit)
    await client.say("到哪了?")
    for each in (client, other):
        await each.message("bot")
    await asyncio.sleep(1.2)
    for each in (client, other):
        assert [frame["role"] for frame in (await each.quiet()) if frame["type"] == "message"] == ["shopper", "bot"]


async def test_a_timer_that_is_set_anew_fires_once() -> None:
    pushed: list[str] = []
    timers = TurnTimers(pushed.append, steady_ms)
    timers.set("c-1", steady_ms() + 10_000)
    assert timers.waits("c-1") and not pushed
    timers.set("c-1", steady_ms())
    assert pushed == ["c-1"] and not timers.waits("c-1")


async def test_a_message_for_another_process_needs_no_redis(start: StartGateway, sqlite_database) -> None:  # type: ignore[no-untyped-def]
    first = await start(sqlite_database, redis="")
    second = await start(sqlite_database, redis="")
    first.worker()
    visit, client = await first.shopper()
    other = await second.enter(visit)
    await client.say("到哪了?")
    for each in (client, other):
        await each.message("bot")
        assert [frame["seq"] for frame in each.messages()] == [1, 2]


async def test_two_gateways_are_one(gateway: LiveGateway, start: StartGateway) -> None:
    second = await start(gateway.database)
    gateway.worker()
    visit, client = await gateway.shopper()
    other = await second.enter(visit)
    for number in range(6):
        await (client, other)[number % 2].ask({"type": "send", "id": an_id(), "text": f"第{number}句", "final": True})
        for each in (client, other):
            await each.message("bot")
    await other.send({"type": "leave"})
    for each in (client, other):
        assert (await each.next("state"))["holder"] == "nobody"
        assert [frame["seq"] for frame in each.messages()] == list(range(1, 13))
