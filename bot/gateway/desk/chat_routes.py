"""REST of conversations at the desk: lists, one with all about it, its messages, keeping somebody out, a reveal, a picture."""

from __future__ import annotations

from typing import Any

import msgspec
from aiohttp import web
from sqlalchemy.engine import Connection

from bot.clock import steady_ms
from bot.errors import Forbidden, InvalidFrame, NotFound, ShopUnavailable, Unavailable
from bot.gateway.desk import dossiers, paging
from bot.gateway.desk.cards import whose
from bot.gateway.desk.sessions import acting
from bot.gateway.desk.shapes import message_shown
from bot.gateway.parts import PARTS, Parts
from bot.gateway.rest import answer, read_body, whole_number
from bot.gateway.uploads import Uploads
from bot.handoff.agent import Agent
from bot.handoff.chat import Chat
from bot.records import audit, blocks, chats, desk_lists, handoffs, tickets
from bot.records import messages as message_records
from bot.records.agent_sessions import Session
from bot.records.blocks import BLOCKS
from bot.shop.access import may_see

LONGEST_BLOCK_H = 8_760
_HOUR_MS = 3_600_000
_PAGE = 100
_LONGEST_PAGE = 500


class Block(msgspec.Struct, frozen=True, kw_only=True):
    hours: int
    reason: str


class Reveal(msgspec.Struct, frozen=True, kw_only=True):
    what: str
    ref: str | int | None = None


async def conversations(request: web.Request) -> web.Response:
    """GET /api/v1/desk/conversations"""
    session, parts = await acting(request), request.app[PARTS]
    wanted, window = paging.wanted_of(request), paging.window_of(request)
    if wanted.which not in (None, *desk_lists.LISTS):
        raise InvalidFrame("list must be one of " + ", ".join(desk_lists.LISTS))
    page = await parts.database.read(desk_lists.conversations_page, session.agent, wanted, window)
    return paging.listed(request, [chat.as_json() for chat in page.rows], page.total, "conversations")


async def conversation(request: web.Request) -> web.Response:
    """GET /api/v1/desk/conversations/{id}"""
    parts, _, conversation_id = await access_chat(request)
    return answer(await dossiers.read(parts, conversation_id))


async def access_chat(request: web.Request) -> tuple[Parts, Session, str]:
    """(parts, who calls, the conversation). Raises NotFound for what does not exist or is not hers to see."""
    session, parts = await acting(request), request.app[PARTS]
    conversation_id = request.match_info["id"]
    chat = await parts.database.read(_seen, session.agent, conversation_id)
    return parts, session, chat.conversation_id


def _seen(connection: Connection, me: Agent, conversation_id: str) -> Chat:
    chat = chats.one(connection, conversation_id)
    if chat is None or not (desk_lists.may_see(me, chat) or handoffs.was_served_by(connection, chat, me.name)):
        raise NotFound("no such conversation, or not yours")
    return chat


async def messages(request: web.Request) -> web.Response:
    """GET /api/v1/desk/conversations/{id}/messages"""
    parts, _, conversation_id = await access_chat(request)
    limit = whole_number(request, "limit", default=_PAGE, low=1, high=_LONGEST_PAGE) or _PAGE
    after = whole_number(request, "after_seq", default=None, low=0, high=2**31 - 1)
    if after is not None:
        found = await parts.database.read(message_records.after, conversation_id, after, limit=limit + 1)
        said, more = found[:limit], len(found) > limit
    else:
        before = whole_number(request, "before_seq", default=None, low=1, high=2**31 - 1)
        said, more = await parts.database.read(message_records.page, conversation_id, before_seq=before, limit=limit)
    return answer({"messages": [message_shown(each, parts.image_urls) for each in said], "more": more})


async def block(request: web.Request) -> web.Response:
    """POST /api/v1/desk/conversations/{id}/block"""
    parts, session, conversation_id = await access_chat(request)
    body = await read_body(request, Block)
    if not 1 <= body.hours <= LONGEST_BLOCK_H or not 0 < len(body.reason.strip()) <= 500:
        raise InvalidFrame("hours from 1 to 8760, and a reason")
    await parts.database.write(
        _block, session, conversation_id, until_ms=steady_ms() + body.hours * _HOUR_MS, reason=body.reason,
        now_ms=steady_ms(),
    )  # fmt: skip
    parts.desk.ring()
    return web.Response(status=204)


def _block(connection: Connection, session: Session, conversation_id: str, **given: Any) -> None:
    if not session.agent.supervises:
        handoffs.held_by(connection, conversation_id, session.agent.name)
    blocks.block(connection, session, conversation_id, **given)


async def unblock(request: web.Request) -> web.Response:
    """DELETE /api/v1/desk/conversations/{id}/block"""
    parts, session, conversation_id = await access_chat(request)
    if not session.agent.supervises:
        raise Forbidden("supervisors only")
    await parts.database.write(
        blocks.lift, session, conversation_id, key=parts.settings.secret(BLOCKS), now_ms=steady_ms()
    )
    parts.desk.ring()
    return web.Response(status=204)


async def reveal(request: web.Request) -> web.Response:
    """POST /api/v1/desk/conversations/{id}/reveal"""
    parts, session, conversation_id = await access_chat(request)
    body = await read_body(request, Reveal)
    value = await _revealed(parts, conversation_id, body)
    await parts.database.write(_log_reveal, session, conversation_id, body, now_ms=steady_ms())
    return answer({"value": value})


def _log_reveal(connection: Connection, session: Session, conversation_id: str, body: Reveal, *, now_ms: int) -> None:
    audit.add(
        connection, session, "reveal", conversation_id=conversation_id, target=str(body.ref or ""),
        detail={"what": body.what}, now_ms=now_ms,
    )  # fmt: skip


async def _revealed(parts: Parts, conversation_id: str, body: Reveal) -> str:
    """The value unmasked. Raises NotFound, InvalidFrame."""
    if body.what == "message":
        if not isinstance(body.ref, int):
            raise InvalidFrame("ref must be a seq")
        found = await parts.database.read(message_records.after, conversation_id, body.ref - 1, limit=1)
        if not found or found[0].seq != body.ref:
            raise NotFound("no such message")
        return found[0].text or ""
    if body.what == "contact":
        ticket = await parts.database.read(tickets.get, str(body.ref))
        if ticket.conversation_id != conversation_id:
            raise NotFound("no such ticket")
        return ticket.contact or ""
    if body.what not in ("phone", "address", "recipient"):
        raise InvalidFrame("what must be phone, address, recipient, contact or message")
    return await _of_shop(parts, conversation_id, body)


async def _of_shop(parts: Parts, conversation_id: str, body: Reveal) -> str:
    customer_id, proven = await parts.database.read(whose, conversation_id)
    try:
        if body.ref is None and body.what == "phone" and customer_id:
            customer = await parts.hours.shop.customer(customer_id)
            if customer is not None:
                return customer.phone
        order = await parts.hours.shop.order(str(body.ref or ""))
    except ShopUnavailable as error:
        raise Unavailable("the shop does not answer") from error
    if order is None or not may_see(order, customer_id, proven):
        raise NotFound("no such order, or not this shopper's")
    return {"phone": order.phone, "address": order.address, "recipient": order.recipient}[body.what]


class DeskUploads:
    """A picture that an agent sends: redrawn and stored as a shopper's, in her conversation."""

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads

    async def take(self, request: web.Request) -> web.Response:
        """POST /api/v1/desk/conversations/{id}/uploads"""
        parts, session, conversation_id = await access_chat(request)
        await parts.database.read(handoffs.check_held, conversation_id, session.agent.name)
        return await self._uploads.store(request, conversation_id)
