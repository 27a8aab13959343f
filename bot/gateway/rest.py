"""What every REST route shares: reading a JSON body, the bearer token, answers and errors as JSON. No route lives here."""

from __future__ import annotations

import math
from typing import Any, TypeVar

import msgspec
import orjson
from aiohttp import hdrs, web
from sqlalchemy.engine import Connection

from bot.clock import steady_ms
from bot.conversation.conversation import Conversation
from bot.conversation.frames import BadFrame, read_json
from bot.errors import InvalidFrame, RateLimited, Unauthorised, UnsupportedMedia, XiaonuanError
from bot.gateway import words
from bot.gateway.parts import PARTS, Parts
from bot.records import conversations

BODY_BYTES = 64 * 1024
_LONGEST_TOKEN = 256

T = TypeVar("T")


class Spoken(Exception):
    """An error with words of its own for the shopper, where those of its code would not help."""

    def __init__(self, error: XiaonuanError, words: str) -> None:
        super().__init__(words)
        self.error = error
        self.words = words


def answer(value: Any, *, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json")


def refusal(error: XiaonuanError, *, message: str = "") -> web.Response:
    """`{"code","message"}`, in Chinese, with Retry-After where it says when to come again."""
    response = answer({"code": error.code, "message": message or words.of_error(error.code)}, status=error.status)
    if error.retry_after_s is not None:
        response.headers[hdrs.RETRY_AFTER] = str(max(1, math.ceil(error.retry_after_s)))
    if error.status == 401:
        response.headers[hdrs.WWW_AUTHENTICATE] = "Bearer"
    return response


async def read_body(request: web.Request, kind: type[T]) -> T:
    """The JSON body as `kind`; an absent one counts as {}. Raises InvalidFrame, Spoken (415); 413 comes by itself."""
    body = await request.read()
    if body and request.content_type != "application/json":
        raise Spoken(UnsupportedMedia("the body must be application/json"), words.NEEDS_JSON)
    try:
        return msgspec.convert(read_json(body or b"{}"), kind)
    except (BadFrame, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise InvalidFrame(str(error)) from error


def bearer(request: web.Request) -> str:
    """The token of `Authorization: Bearer …`. Raises Unauthorised when there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not 0 < len(token) <= _LONGEST_TOKEN:
        raise Unauthorised("a bearer token is needed")
    return token


async def access_conversation(request: web.Request, *, counted: bool = False) -> Conversation:
    """The conversation that the caller's token opens. Raises Unauthorised, RateLimited.

    `counted`: the call counts like a frame of the socket.
    """
    parts, token, now_ms = request.app[PARTS], bearer(request), steady_ms()
    conversation, stale = await parts.database.read(_access, token, now_ms)
    if stale:
        await parts.database.write_soft(conversations.touch_token, token, now_ms=now_ms)
    if counted:
        count(parts, conversation.id)
    return conversation


def count(parts: Parts, conversation_id: str) -> None:
    """Take one from the conversation's frames. Raises RateLimited."""
    wait_s = parts.limits.frames.take(conversation_id)
    if wait_s:
        raise RateLimited("too many calls", retry_after_s=wait_s)


def _access(connection: Connection, token: str, now_ms: int) -> tuple[Conversation, bool]:
    conversation = conversations.by_token(connection, token, now_ms=now_ms)
    return conversation, conversations.token_is_stale(connection, token, now_ms=now_ms)


def whole_number(request: web.Request, name: str, *, default: int | None, low: int, high: int) -> int | None:
    """A number of the query, cut to `high`. Raises InvalidFrame for what is none or lies under `low`."""
    text = request.query.get(name)
    if text is None or text == "":
        return default
    if not (text.isascii() and text.isdigit()) or len(text) > 18 or int(text) < low:
        raise InvalidFrame(f"{name} must be a whole number from {low}")
    return min(int(text), high)
