"""Opening a conversation, and binding a guest's to the customer who logged in."""

from __future__ import annotations

import msgspec
from aiohttp import web
from sqlalchemy.engine import Connection

from bot.clock import iso, steady_ms
from bot.errors import Conflict, InvalidFrame, RateLimited
from bot.gateway import words
from bot.gateway.addresses import limit_key
from bot.gateway.identities import customer_of
from bot.gateway.parts import PARTS
from bot.gateway.rest import Spoken, access_conversation, answer, read_body
from bot.records import blocks, conversations
from bot.records.blocks import BLOCKS
from bot.records.conversations import Visit
from bot.records.rows import at

_LONGEST_LOCALE = 16


class NewVisitor(msgspec.Struct, frozen=True, kw_only=True):
    identity: str | None = None
    resume: bool = False
    locale: str | None = None


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    identity: str


async def open_conversation(request: web.Request) -> web.Response:
    """POST /api/v1/visitors"""
    parts = request.app[PARTS]
    address = parts.address_of(request)
    wait_s = parts.limits.visitors.take(limit_key(address))
    if wait_s:
        raise RateLimited("too many new visitors from one address", retry_after_s=wait_s)
    wanted = await read_body(request, NewVisitor)
    locale = _locale(wanted.locale)
    customer_id = None if wanted.identity is None else customer_of(parts, wanted.identity)
    visit = await parts.database.write(
        _visit,
        customer_id,
        wanted.resume,
        now_ms=steady_ms(),
        address=address,
        locale=locale,
        key=parts.settings.secret(BLOCKS) if customer_id else "",
    )
    parts.metrics.visitors.inc()
    shown = {
        "token": visit.token,
        "conversation_id": visit.conversation.id,
        "visitor_id": visit.conversation.visitor_id,
        "expires_at": iso(at(visit.expires_ms)),
    }
    return answer(shown, status=201)


def _visit(
    connection: Connection, customer_id: str | None, resume: bool, *, now_ms: int, address: str, locale: str, key: str
) -> Visit:
    found = None
    if resume and customer_id is not None:
        found = conversations.resume_web(connection, now_ms=now_ms, customer_id=customer_id)
    visit = found or conversations.open_web(
        connection, now_ms=now_ms, address=address, locale=locale, customer_id=customer_id
    )
    if customer_id is not None:
        blocks.keep_out(connection, visit.conversation.id, customer_id, key=key, now_ms=now_ms)
    return visit


def _locale(given: str | None) -> str:
    if not given:
        return "zh-CN"
    if len(given) > _LONGEST_LOCALE or not given.isascii() or not given.replace("-", "").replace("_", "").isalnum():
        raise InvalidFrame("the locale is not one such as zh-CN")
    return given


async def bind_identity(request: web.Request) -> web.Response:
    """POST /api/v1/me/identity"""
    parts = request.app[PARTS]
    conversation = await access_conversation(request, counted=True)
    body = await read_body(request, Identity)
    customer_id = customer_of(parts, body.identity)
    try:
        await parts.database.write(
            _bind, conversation.id, customer_id, key=parts.settings.secret(BLOCKS), now_ms=steady_ms()
        )
    except Conflict as error:
        raise Spoken(error, words.OTHER_CUSTOMER) from error
    return web.Response(status=204)


def _bind(connection: Connection, conversation_id: str, customer_id: str, *, key: str, now_ms: int) -> None:
    conversations.bind_customer(connection, conversation_id, customer_id)
    blocks.keep_out(connection, conversation_id, customer_id, key=key, now_ms=now_ms)
