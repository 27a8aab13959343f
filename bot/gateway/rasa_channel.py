"""POST /webhooks/rest/webhook: Rasa's own REST channel, with a key per channel and senders inside that key's space.

Each call is a turn of its own; the answer holds that turn's replies and nothing else.
"""

from __future__ import annotations

import asyncio
import uuid
from contextlib import suppress
from typing import Any

import msgspec
from aiohttp import web
from sqlalchemy.exc import IntegrityError

from bot.clock import steady_ms
from bot.conversation.message import Message
from bot.errors import InvalidFrame, NotFound, TooLong, Unauthorised, Unavailable
from bot.gateway import words
from bot.gateway.image_urls import ImageUrls
from bot.gateway.parts import PARTS, Parts
from bot.gateway.rest import Spoken, answer, bearer, count, read_body
from bot.gateway.shopper import accept
from bot.records import channel_turns, channels, conversations
from bot.records.channel_turns import TurnResult
from bot.records.channels import Channel
from bot.records.incoming import Incoming
from bot.text.admissible import fault_in

ANSWER_WITHIN_S = 15.0
LOOK_EVERY_S = 1.0
_LONGEST_SENDER = 200
_ANY_SPACE = "channel:"


class Said(msgspec.Struct, frozen=True, kw_only=True):
    sender: str
    message: str


async def status(_request: web.Request) -> web.Response:
    """GET /webhooks/rest/, as Rasa's channel has it."""
    return answer({"status": "ok"})


async def webhook(request: web.Request) -> web.Response:
    parts = request.app[PARTS]
    channel = await _channel(parts, request)
    said = _checked(await read_body(request, Said))
    conversation_id = await _conversation(parts, channel, said.sender, parts.address_of(request))
    count(parts, conversation_id)
    incoming = Incoming(
        conversation_id=conversation_id, client_id=str(uuid.uuid4()), text=said.message, alone=True, at_once=True
    )
    with parts.watchers.watch(conversation_id) as stirred:
        accepted = await accept(parts, incoming)
        result = None if accepted.turn_id is None else await _ended(parts, accepted.turn_id, stirred)
    if result is None or (result.holder == "agent" and not result.messages):
        return answer(await _agents_word(parts, conversation_id, said.sender))
    if result.state == "failed" or not result.messages:
        raise Unavailable("the turn got no answer", retry_after_s=LOOK_EVERY_S)
    return answer([item(message, said.sender, parts.image_urls) for message in result.messages])


async def _channel(parts: Parts, request: web.Request) -> Channel:
    try:
        return await parts.database.read(channels.by_key, bearer(request))
    except Unauthorised as error:
        raise Spoken(error, words.BAD_KEY) from error


def item(message: Message, sender: str, urls: ImageUrls) -> dict[str, Any]:
    """One message as Rasa's REST channel gives it; a button's payload is its title, which means the same when typed."""
    shown: dict[str, Any] = {"recipient_id": sender}
    if message.text is not None:
        shown["text"] = message.text
    if message.buttons:
        shown["buttons"] = [{"title": button.title, "payload": button.title} for button in message.buttons]
    if message.image is not None:
        shown["image"] = urls.make(message.image.upload_id, message.conversation_id)
    custom: dict[str, Any] = {}
    if message.cards:
        custom["cards"] = list(message.cards)
    if message.failure:
        custom["failure"] = True
    if custom:
        shown["custom"] = custom
    return shown


def _checked(said: Said) -> Said:
    sender_fault = fault_in(said.sender)
    if sender_fault or len(said.sender) > _LONGEST_SENDER:
        raise InvalidFrame("the sender must be a name of at most 200 characters")
    fault = fault_in(said.message)
    if fault == "too_long":
        raise TooLong("the message is too long")
    if fault is not None:
        raise InvalidFrame("there is nothing to read in the message")
    return said


async def _conversation(parts: Parts, channel: Channel, sender: str, address: str) -> str:
    """The sender's conversation, opened at her first call. Raises NotFound for another space's sender."""
    own = f"{channel.space}:"
    if sender.startswith(own):
        sender = sender[len(own) :]
    elif sender.startswith(_ANY_SPACE):
        raise NotFound("no such sender in this channel")
    found = await parts.database.read(channel_turns.find, space=channel.space, sender=sender)
    if found is not None:
        return found
    for _ in range(2):
        # Two first calls at once: the second one finds what the first has opened.
        with suppress(IntegrityError):
            opened = await parts.database.write(
                conversations.open_channel, space=channel.space, sender=sender, now_ms=steady_ms(), address=address
            )
            return opened.id
    raise Unavailable("the conversation could not be opened", retry_after_s=LOOK_EVERY_S)


async def _ended(parts: Parts, turn_id: str, stirred: asyncio.Event) -> TurnResult:
    """How the turn ended. Raises Unavailable when it has no end within 15 s."""
    loop = asyncio.get_running_loop()
    until_s = loop.time() + ANSWER_WITHIN_S
    while (left_s := until_s - loop.time()) > 0:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(stirred.wait(), min(LOOK_EVERY_S, left_s))
        stirred.clear()
        result = await parts.database.read(channel_turns.result, turn_id)
        if result.ended:
            return result
    raise Unavailable("no answer in time", retry_after_s=LOOK_EVERY_S)


async def _agents_word(parts: Parts, conversation_id: str, sender: str) -> list[dict[str, Any]]:
    said = await parts.database.write(channel_turns.take_agents_words, conversation_id)
    items = [item(message, sender, parts.image_urls) for message in said]
    return [*items, {"recipient_id": sender, "custom": {"holder": "agent"}}]
