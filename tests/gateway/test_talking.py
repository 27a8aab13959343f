"""A shopper talks: acks after the commit, messages in order and once, replies of a worker."""

import asyncio
from datetime import datetime, timezone

import pytest

from bot.conversation.message import Message, pack
from bot.records import messages
from bot.signals import Signals
from bot.signals.wakeups import CONVERSATIONS, said
from tests.gateway.client import an_id
from tests.gateway.live import LiveGateway


async def test_a_new_conversation_is_empty_and_greets_in_welcome(gateway: LiveGateway) -> None:
    visit = await gateway.visit()
    client = await gateway.connect()
    welcome = await client.hello(visit.token)
    assert welcome["conversation_id"] == visit.conversation_id
    assert (welcome["holder"], welcome["next_seq"]) == ("bot", 1)
    assert welcome["bot"] == {"name": "小暖", "ai": True}
    assert welcome["agent"] is None and welcome["queue"] is None
    assert welcome["greeting"] and "转人工" in welcome["suggestions"]
    assert welcome["timezone"] == "Asia/Shanghai"
    assert len(await client.quiet()) == 2  # welcome and pong


async def test_a_message_is_acknowledged_echoed_and_answered(gateway: LiveGateway) -> None:
    gateway.worker()
    _, client = await gateway.shopper()
    frame_id = await client.say("几点下班?")
    reply = await client.message("bot")
    assert (reply["seq"], reply["reply_to"], reply["text"]) == (2, 1, "收到：几点下班?")
    [own] = [frame for frame in client.messages() if frame["role"] == "shopper"]
    assert (own["id"], own["seq"], own["text"]) == (frame_id, 1, "几点下班?")
    assert {"type": "ack", "id": frame_id, "seq": 1} in client.seen
    assert {"type": "typing", "role": "bot"} in client.seen


async def test_an_acknowledged_message_is_in_the_record(gateway: LiveGateway) -> None:
    visit, client = await gateway.shopper()
    ack = await client.ask({"type": "send", "text": "在吗"})
    stored = await gateway.database.read(messages.after, visit.conversation_id, 0)
    assert [(message.seq, message.text) for message in stored] == [(ack["seq"], "在吗")]


async def test_every_socket_of_a_conversation_gets_every_message_in_order(gateway: LiveGateway) -> None:
    gateway.worker()
    visit, first = await gateway.shopper()
    second = await gateway.enter(visit)
    for number in range(5):
        await (first, second)[number % 2].say(f"问题{number}")
        for client in (first, second):
            await client.message("bot")
    for client in (first, second):
        assert [frame["seq"] for frame in client.messages()] == list(range(1, 11))
    assert first.messages() == second.messages()


async def test_an_ack_goes_only_to_the_socket_that_sent(gateway: LiveGateway) -> None:
    visit, first = await gateway.shopper()
    second = await gateway.enter(visit)
    await first.ask({"type": "send", "text": "在吗"})
    await second.message("shopper")
    assert all(frame["type"] != "ack" for frame in await second.quiet())


async def test_the_same_frame_again_gets_the_same_seq_and_no_second_message(gateway: LiveGateway) -> None:
    visit, client = await gateway.shopper()
    frame = {"type": "send", "id": an_id(), "text": "我的耳机到哪了"}
    acks = [await client.ask(frame) for _ in range(3)]
    other = await gateway.enter(visit, last_seq=1)
    acks.append(await other.ask(frame))
    assert [ack["seq"] for ack in acks] == [1, 1, 1, 1]
    assert [message["seq"] for message in client.messages()] == [1]
    assert not other.messages()


async def test_the_same_frame_on_many_sockets_at_once_is_one_message(gateway: LiveGateway) -> None:
    visit = await gateway.visit()
    clients = [await gateway.enter(visit) for _ in range(6)]
    frame = {"type": "send", "id": an_id(), "text": "在吗"}
    acks = await asyncio.gather(*(client.ask(frame) for client in clients))
    assert {ack["seq"] for ack in acks} == {1}
    assert len(await gateway.database.read(messages.after, visit.conversation_id, 0)) == 1


async def test_another_body_under_the_same_id_is_a_conflict(gateway: LiveGateway) -> None:
    _, client = await gateway.shopper()
    frame = {"type": "send", "id": an_id(), "text": "在吗"}
    await client.ask(frame)
    assert (await client.ask({**frame, "text": "不在吗"}))["code"] == "conflict"
    assert (await client.ask({"type": "rate", "id": frame["id"], "score": 5}))["code"] == "conflict"


async def test_frames_of_one_socket_are_dealt_with_in_order(gateway: LiveGateway) -> None:
    _, client = await gateway.shopper()
    ids = [await client.say(f"第{number}句") for number in range(20)]
    acks = [await client.next("ack") for _ in ids]
    assert [(ack["id"], ack["seq"]) for ack in acks] == list(zip(ids, range(1, 21), strict=True))


async def test_coming_back_gives_what_is_missing_and_nothing_else(gateway: LiveGateway) -> None:
    visit, client = await gateway.shopper()
    for number in range(4):
        await client.ask({"type": "send", "text": f"第{number}句"})
    await client.close()
    back = await gateway.connect()
    welcome = await back.hello(visit.token, last_seq=2)
    assert welcome["next_seq"] == 5
    assert [frame["seq"] for frame in await back.quiet() if frame["type"] == "message"] == [3, 4]


async def test_a_last_seq_beyond_what_exists_loses_nothing_that_follows(gateway: LiveGateway) -> None:
    visit, client = await gateway.shopper()
    await client.ask({"type": "send", "text": "在吗"})
    ahead = await gateway.enter(visit, last_seq=10**15)
    await client.ask({"type": "send", "text": "有人吗"})
    assert (await ahead.message("shopper"))["seq"] == 2


async def test_a_long_history_comes_whole(lone: LiveGateway) -> None:
    visit, client = await lone.shopper()
    await client.ask({"type": "send", "text": "第一句"})
    await lone.database.write(_many, visit.conversation_id, 1_200)
    back = await lone.enter(visit)
    await back.until(lambda frame: frame.get("seq") == 1_201)
    assert [frame["seq"] for frame in back.messages()] == list(range(1, 1_202))


def _many(connection, conversation_id: str, count: int) -> None:  # type: ignore[no-untyped-def]
    row = messages.lock(connection, conversation_id)
    draft = {"client_id": None, "body_hash": None, "role": "bot", "extras": None, "reply_to": 1, "turn_id": None}
    drafts = [{**draft, "id": an_id(), "text": f"回复{number}"} for number in range(count)]
    messages.insert(connection, row, drafts, now_ms=1)


async def test_the_id_of_a_message_is_spelled_as_its_client_spelled_it(gateway: LiveGateway) -> None:
    _, client = await gateway.shopper()
    frame = {"type": "send", "id": an_id().upper(), "text": "在吗"}
    await client.ask(frame)
    assert (await client.ask({**frame, "id": frame["id"].lower()}))["seq"] == 1
    assert [message["id"] for message in client.messages()] == [frame["id"]]


@pytest.mark.parametrize("with_copies", [True, False])
async def test_answers_come_whether_or_not_they_travel_with_the_signal(lone: LiveGateway, with_copies: bool) -> None:
    lone.worker(with_copies=with_copies)
    _, client = await lone.shopper()
    for seq in (2, 4, 6):
        await client.say(f"第{seq}句")
        await client.until(lambda frame, seq=seq: frame["type"] == "message" and frame["seq"] == seq)
    assert [frame["seq"] for frame in client.seen if frame["type"] == "message"] == [1, 2, 3, 4, 5, 6]


async def test_a_copy_that_runs_ahead_of_what_she_has_is_read_from_the_record_instead(
    lone: LiveGateway, redis_url: str
) -> None:
    visit, client = await lone.shopper()
    await client.ask({"type": "send", "text": "在吗"})
    ahead = Message(
        conversation_id=visit.conversation_id, seq=9, id="x", role="bot", at=datetime.now(timezone.utc), text="没有存过"
    )
    other = await Signals.open(redis_url)
    for copy in (pack([ahead]), b"[{}]"):
        await other.publish(CONVERSATIONS, said(visit.conversation_id, 9, copy))
    await other.close()
    await client.ask({"type": "send", "text": "还在吗"})
    assert [frame["seq"] for frame in client.seen if frame["type"] == "message"] == [1, 2]
