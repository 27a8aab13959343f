"""Rasa's REST channel: keys, spaces, one turn a call, agents, and no empty answer for a failure."""

import asyncio
from typing import Any

import pytest

from bot.conversation.message import Button, Reply
from bot.gateway import rasa_channel
from bot.records import channels, conversations, messages
from bot.records.database import Database
from tests.gateway.client import an_id
from tests.gateway.conftest import StartGateway
from tests.gateway.live import LiveGateway

PATH = "/webhooks/rest/webhook"


class Channel:
    """A channel with its key, and calls to it."""

    def __init__(self, gateway: LiveGateway, name: str) -> None:
        self.gateway = gateway
        self.space = f"channel:{name}"
        self.key = channels.add(gateway.database, name)

    async def call(self, sender: Any, message: Any, *, key: str | None = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.key if key is None else key}"}
        body = {"sender": sender, "message": message}
        async with self.gateway.http.post(PATH, json=body, headers=headers) as response:
            return response.status, await response.json()

    async def conversation_id(self, sender: str) -> str:
        opened = await self.gateway.database.write(
            conversations.open_channel, space=self.space, sender=sender, now_ms=0, address=""
        )
        return opened.id


async def test_a_call_gets_its_turns_replies_as_rasa_gives_them(gateway: LiveGateway) -> None:
    card = {"kind": "order", "order_id": "1"}
    replies = (Reply(text="有两单"), Reply(text="选一个", buttons=(Button(title="耳机", payload="/x"),), cards=(card,)))
    gateway.worker(answers=lambda _turn: replies)
    status, items = await Channel(gateway, "app").call("alice", "到哪了")
    assert status == 200
    assert items == [
        {"recipient_id": "alice", "text": "有两单"},
        {
            "recipient_id": "alice",
            "text": "选一个",
            "buttons": [{"title": "耳机", "payload": "耳机"}],
            "custom": {"cards": [card]},
        },
    ]


async def test_calls_at_once_are_turns_of_their_own_and_get_their_own_replies(gateway: LiveGateway) -> None:
    worker = gateway.worker()
    channel = Channel(gateway, "app")
    texts = [f"第{number}句" for number in range(5)]
    answers = await asyncio.gather(*(channel.call("alice", text) for text in texts))
    assert [items for _, items in answers] == [[{"recipient_id": "alice", "text": f"收到：{text}"}] for text in texts]
    assert len(worker.claimed) == 5
    assert len({turn.conversation.id for turn in worker.claimed}) == 1


async def test_the_same_name_in_two_channels_is_two_people(gateway: LiveGateway) -> None:
    worker = gateway.worker()
    for channel in (Channel(gateway, "one"), Channel(gateway, "two")):
        assert (await channel.call("alice", "在吗?"))[0] == 200
    assert len({turn.conversation.id for turn in worker.claimed}) == 2


async def test_a_bad_key_is_refused(lone: LiveGateway) -> None:
    channel = Channel(lone, "app")
    for key in ("", "forged", (await lone.visit()).token):
        status, answer = await channel.call("alice", "在吗", key=key)
        assert (status, answer["code"]) == (401, "unauthorised") and "channels add" in answer["message"]
    channels.revoke(lone.database, "app")
    assert (await channel.call("alice", "在吗"))[0] == 401


async def test_another_spaces_sender_is_not_found(lone: LiveGateway) -> None:
    lone.worker()
    mine, theirs = Channel(lone, "mine"), Channel(lone, "theirs")
    visit = await lone.visit()
    await theirs.call("alice", "在吗?")
    for sender in (visit.conversation_id, await theirs.conversation_id("alice"), "channel:theirs:alice"):
        status, answer = await mine.call(sender, "在吗")
        assert (status, answer["code"]) == (404, "not_found")
    assert not await lone.database.read(messages.after, visit.conversation_id, 0)


@pytest.mark.parametrize(
    ("sender", "message", "status"),
    [
        (None, "在吗", 400), ("", "在吗", 400), (5, "在吗", 400), ("a\x00", "在吗", 400), ("a" * 201, "在吗", 400),
        ("alice", None, 400), ("alice", "", 400), ("alice", " \n", 400), ("alice", "\ud800", 400), ("alice", "好" * 2_001, 413),
        ("\ud800", "在吗", 400),
    ],
)  # fmt: skip
async def test_what_cannot_be_said_is_refused(lone: LiveGateway, sender: Any, message: Any, status: int) -> None:
    assert (await Channel(lone, "app").call(sender, message))[0] == status


async def test_no_worker_is_a_failure_and_never_an_empty_answer(
    lone: LiveGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rasa_channel, "ANSWER_WITHIN_S", 0.2)
    status, answer = await Channel(lone, "app").call("alice", "到哪了")
    assert (status, answer["code"]) == (503, "unavailable")


async def test_a_turn_that_was_ended_for_it_is_a_failure(start: StartGateway, sqlite_database: Database) -> None:
    gateway = await start(sqlite_database, turn_deadline_s=1)
    assert (await Channel(gateway, "app").call("alice", "到哪了"))[0] == 503


async def test_what_failed_in_words_is_given_in_words(lone: LiveGateway) -> None:
    lone.worker(answers=lambda _turn: (Reply(text="没查成功", failure=True),))
    status, items = await Channel(lone, "app").call("alice", "到哪了")
    assert status == 200 and items == [{"recipient_id": "alice", "text": "没查成功", "custom": {"failure": True}}]


async def test_while_an_agent_holds_it_her_words_come_first_and_once(gateway: LiveGateway) -> None:
    gateway.worker()
    channel = Channel(gateway, "app")
    await channel.call("alice", "在吗?")
    thread = await channel.conversation_id("alice")
    held = await gateway.database.read(conversations.get, thread)
    await gateway.database.write(
        conversations.change_holder, thread, epoch=held.epoch, holder="agent", agent_name="小林"
    )
    await gateway.database.write(agent_says, thread, "我来看看")
    holder = {"recipient_id": "alice", "custom": {"holder": "agent"}}
    assert await channel.call("alice", "谢谢") == (200, [{"recipient_id": "alice", "text": "我来看看"}, holder])
    assert await channel.call("alice", "还在吗") == (200, [holder])


def agent_says(connection: Any, conversation_id: str, text: str) -> None:
    row = messages.lock(connection, conversation_id)
    draft = {
        "id": an_id(), "client_id": None, "body_hash": None, "role": "agent", "text": text, "extras": None,
        "reply_to": None, "turn_id": None,
    }  # fmt: skip
    messages.insert(connection, row, [draft], now_ms=1)


async def test_first_calls_at_once_open_one_conversation(gateway: LiveGateway) -> None:
    worker = gateway.worker()
    channel = Channel(gateway, "app")
    answers = await asyncio.gather(*(channel.call("bob", "在吗?") for _ in range(4)))
    assert [status for status, _ in answers] == [200] * 4
    assert len({turn.conversation.id for turn in worker.claimed}) == 1


async def test_too_many_calls_of_one_sender_wait(start: StartGateway, sqlite_database: Database) -> None:
    gateway = await start(sqlite_database, frames_burst=2, frames_per_s=0.1)
    gateway.worker()
    channel = Channel(gateway, "app")
    assert [(await channel.call("alice", "在吗?"))[0] for _ in range(3)] == [200, 200, 429]
    assert (await channel.call("bob", "在吗?"))[0] == 200
