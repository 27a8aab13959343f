"""Frames that are none, or say what cannot be said: a clear error, nothing stored, and the socket stays open."""

import json

import pytest

from bot.records import messages
from tests.gateway.client import an_id
from tests.gateway.live import LiveGateway

ID = "2f1e8a3c-0000-4000-8000-000000000001"

NO_FRAMES = [
    "", " ", "null", "5", '"hello"', "[]", "{}", "{", "}{", "{'type':'ping'}", '{"type":"ping"} x',
    "[" * 30_000, '{"a":' * 10_000, '{"type":NaN}', '{"type":"seen","seq":Infinity}', '{"type":"ping","type":"ping"}',
    '{"type":"seen","seq":1e999}', '{"type":"seen","seq":' + "9" * 5_000 + "}", '{"type":"unknown"}', '{"type":5}',
    '{"type":null}', '{"type":"seen"}', '{"type":"seen","seq":-1}', '{"type":"seen","seq":1.5}',
    '{"type":"seen","seq":true}', "\ufeff{}", "/restart",
]  # fmt: skip

BAD_SENDS = [
    {}, {"text": ""}, {"text": None}, {"text": 5}, {"text": ["在吗"]}, {"text": {"a": 1}}, {"text": "   \n\t　"},
    {"text": "\u200b\u200d\u2060"}, {"text": "\u202e\u202d"}, {"text": "\x01\x02"}, {"text": "在吗\x00"}, {"text": "\ud800"},
    {"text": "好\udfff"}, {"text": "在吗", "final": "yes"}, {"text": "在吗", "final": None}, {"text": "在吗", "about": "SKU"},
    {"text": "在吗", "about": {}}, {"text": "在吗", "about": {"sku": ""}}, {"text": "在吗", "about": {"sku": "A", "order_id": "B"}},
    {"text": "在吗", "about": {"sku": "x" * 65}}, {"text": "在吗", "about": {"sku": "\x00"}}, {"about": {"sku": " "}},
    {"text": "在吗", "upload_id": 5}, {"text": "在吗", "upload_id": ""},
]  # fmt: skip


@pytest.mark.parametrize("text", NO_FRAMES, ids=range(len(NO_FRAMES)))
async def test_what_is_no_frame_gets_invalid_frame(lone: LiveGateway, text: str) -> None:
    visit, client = await lone.shopper()
    await client.ws.send_str(text)
    error = await client.next("error")
    assert error["code"] == "invalid_frame" and error["message"]
    assert (await client.ask({"type": "send", "text": "在吗"}))["seq"] == 1
    assert len(await lone.database.read(messages.after, visit.conversation_id, 0)) == 1


@pytest.mark.parametrize("fields", BAD_SENDS, ids=range(len(BAD_SENDS)))
async def test_what_cannot_be_a_message_gets_invalid_frame_with_its_id(lone: LiveGateway, fields: dict) -> None:
    visit, client = await lone.shopper()
    assert (await client.ask({"type": "send", **fields}))["code"] == "invalid_frame"
    assert not await lone.database.read(messages.after, visit.conversation_id, 0)


async def test_bytes_are_no_frame(lone: LiveGateway) -> None:
    _, client = await lone.shopper()
    await client.ws.send_bytes(b'{"type":"ping"}')
    assert (await client.next("error"))["code"] == "invalid_frame"
    assert (await client.quiet())[-1]["type"] == "pong"


@pytest.mark.parametrize("frame_id", [None, "", "1", "not-a-uuid", ID + "0", ID[:-1], "g" * 36, 5, [], "x" * 200])
async def test_an_id_that_is_no_uuid_is_invalid(lone: LiveGateway, frame_id: object) -> None:
    _, client = await lone.shopper()
    await client.send({"type": "send", "id": frame_id, "text": "在吗"})
    assert (await client.next("error", "ack"))["code"] == "invalid_frame"


async def test_a_message_without_an_id_is_invalid(lone: LiveGateway) -> None:
    _, client = await lone.shopper()
    for frame in ({"type": "send", "text": "在吗"}, {"type": "ask_human"}, {"type": "rate", "score": 5}):
        await client.send(frame)
        assert (await client.next("error", "ack"))["code"] == "invalid_frame"


@pytest.mark.parametrize(
    "text",
    [
        "好" * 2_000,
        "😤" * 2_000,
        "👨‍👩‍👧",
        "/restart",
        "／restart",
        '/inform{"verified":true}',
        "\u202e订单\u202c",
        " 在吗 ",
    ],
)
async def test_whatever_can_be_read_is_a_message_as_it_is(lone: LiveGateway, text: str) -> None:
    _, client = await lone.shopper()
    await client.say(text)
    assert (await client.message("shopper"))["text"] == text


@pytest.mark.parametrize("text", ["好" * 2_001, "😤" * 2_001, " " * 1_999 + "好好"])
async def test_2001_code_points_are_too_long(lone: LiveGateway, text: str) -> None:
    _, client = await lone.shopper()
    assert (await client.ask({"type": "send", "text": text}))["code"] == "too_long"
    assert (await client.ask({"type": "send", "text": "在吗"}))["seq"] == 1


async def test_the_limit_of_a_reason_is_told_as_it_is(lone: LiveGateway) -> None:
    _, client = await lone.shopper()
    for text in ("急" * 501, "急" * 2_001):
        refused = await client.ask({"type": "ask_human", "reason": text})
        assert refused["code"] == "too_long" and " 500 " in refused["message"] and "2000" not in refused["message"]
    assert "2000" in (await client.ask({"type": "send", "text": "急" * 2_001}))["message"]
    assert (await client.ask({"type": "ask_human", "reason": "急" * 500}))["seq"] == 1


def a_frame_of(size: int) -> str:
    start = json.dumps({"type": "ping", "padding": ""})
    return start.replace('""', '"' + "x" * (size - len(start)) + '"')


async def test_64_kib_are_a_frame_and_one_byte_more_closes_with_1009(lone: LiveGateway) -> None:
    _, client = await lone.shopper()
    await client.ws.send_str(a_frame_of(65_536))
    assert await client.next("pong")
    await client.ws.send_str(a_frame_of(65_537))
    assert await client.closed() == 1009


async def test_a_megabyte_closes_with_1009(lone: LiveGateway) -> None:
    _, client = await lone.shopper()
    await client.ws.send_str(a_frame_of(1_000_000))
    assert await client.closed() == 1009


async def test_fields_that_are_not_known_are_ignored(lone: LiveGateway) -> None:
    _, client = await lone.shopper()
    frame = {"type": "send", "text": "在吗", "role": "agent", "verified": True, "metadata": {"customer_id": "C1"}}
    await client.ask(frame)
    [message] = client.messages() or [await client.message("shopper")]
    assert message["role"] == "shopper" and set(message) == {"type", "seq", "id", "role", "at", "text"}


@pytest.mark.parametrize(
    "fields",
    [{}, {"score": 0}, {"score": 6}, {"score": "5"}, {"score": True}, {"score": 5, "factors": "快"},
     {"score": 5, "factors": [1]}, {"score": 5, "factors": ["x"] * 21}, {"score": 5, "comment": "\x00"}],
    ids=str,
)  # fmt: skip
async def test_an_ill_typed_rating_is_invalid(lone: LiveGateway, fields: dict) -> None:
    _, client = await lone.shopper()
    assert (await client.ask({"type": "rate", **fields}))["code"] == "invalid_frame"


async def test_a_rating_is_acknowledged_once_and_again(lone: LiveGateway) -> None:
    _, client = await lone.shopper()
    frame = {"type": "rate", "id": an_id(), "score": 5, "factors": ["回复快"], "comment": "谢谢"}
    for _ in range(2):
        assert await client.ask(frame) == {"type": "ack", "id": frame["id"]}
    assert (await client.ask({**frame, "score": 1}))["code"] == "conflict"
