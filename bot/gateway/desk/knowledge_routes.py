"""REST of what the shop knows: searching its question book and its goods, and writing the book (supervisors). A change is in
the audit log and live within seconds, without training."""

from __future__ import annotations

import asyncio
import secrets
from datetime import datetime, timezone
from typing import Annotated, Any

import msgspec
from aiohttp import web
from msgspec import Meta
from sqlalchemy.engine import Connection

from bot.clock import iso, steady_ms
from bot.errors import Conflict, InvalidFrame, NotFound, ShopUnavailable, Unavailable
from bot.gateway.desk import paging
from bot.gateway.desk.keeper import TEXT_SETTLES_MS
from bot.gateway.desk.sessions import acting
from bot.gateway.parts import PARTS, Parts
from bot.gateway.rest import answer, read_body
from bot.handoff.wishes import WISHES
from bot.records import audit
from bot.records.agent_sessions import Session
from bot.shop.faq import FaqEntry
from bot.shop.product import Product
from bot.shop.sql import knowledge_rows
from bot.shop.sql.shop import SqlShop
from bot.text.admissible import fault_in

_FOUND = 20
_LONGEST_QUESTION = 200

Question = Annotated[str, Meta(min_length=1, max_length=_LONGEST_QUESTION)]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """`intents` are names of the list of wishes; `questions` are wordings of the question, as shoppers say it."""

    intents: Annotated[list[str], Meta(min_length=1, max_length=10)]
    questions: Annotated[list[Question], Meta(min_length=1, max_length=50)]
    answer: str
    keywords: Annotated[list[Question], Meta(max_length=50)] = []
    general: bool = False
    valid_from: datetime | None = None
    valid_until: datetime | None = None


async def knowledge(request: web.Request) -> web.Response:
    """GET /api/v1/desk/knowledge"""
    await acting(request)
    parts = request.app[PARTS]
    text = request.query.get("q", "").strip()[:200]
    if text:
        found = await parts.suggestions.from_book(text, _FOUND)
        rows = [{"entry_id": each.ref, "question": each.title, "answer": each.text} for each in found]
        return paging.listed(request, rows, len(rows), "knowledge")
    book = list(await _of_shop(parts.hours.shop.faq()))
    window = paging.window_of(request)
    shown = [_shown(entry) for entry in book[window.offset : window.offset + window.limit]]
    return paging.listed(request, shown, len(book), "knowledge")


async def add_entry(request: web.Request) -> web.Response:
    """POST /api/v1/desk/knowledge"""
    return await _put(request, f"k{secrets.token_hex(6)}", status=201)


async def put_entry(request: web.Request) -> web.Response:
    """PUT /api/v1/desk/knowledge/{id}"""
    entry_id = request.match_info["id"]
    if not (entry_id.isascii() and entry_id.replace("_", "").replace("-", "").isalnum() and len(entry_id) <= 64):
        raise NotFound("no such entry")
    return await _put(request, entry_id)


async def _put(request: web.Request, entry_id: str, *, status: int = 200) -> web.Response:
    session, parts = await acting(request, supervisor=True), request.app[PARTS]
    shop, entry = _own_book(parts), _entry(entry_id, await read_body(request, Entry))
    await parts.database.write(_log, session, "knowledge", entry_id, now_ms=steady_ms())
    await _of_shop(shop.write(lambda connection: knowledge_rows.put_entry(connection, entry)))
    parts.desk.ring_after(TEXT_SETTLES_MS)
    return answer(_shown(entry), status=status)


async def remove_entry(request: web.Request) -> web.Response:
    """DELETE /api/v1/desk/knowledge/{id}"""
    session, parts = await acting(request, supervisor=True), request.app[PARTS]
    shop, entry_id = _own_book(parts), request.match_info["id"]
    await parts.database.write(_log, session, "knowledge_removed", entry_id, now_ms=steady_ms())
    removed = await _of_shop(shop.write(lambda connection: knowledge_rows.remove_entry(connection, entry_id)))
    if not removed:
        raise NotFound("no such entry")
    parts.desk.ring_after(TEXT_SETTLES_MS)
    return web.Response(status=204)


def _own_book(parts: Parts) -> SqlShop:
    """Raises Conflict where the shop keeps its book in its own system."""
    if not isinstance(parts.hours.shop, SqlShop):
        raise Conflict("the question book is kept in the shop's own system: change it there")
    return parts.hours.shop


def _log(connection: Connection, session: Session, action: str, entry_id: str, *, now_ms: int) -> None:
    """Before the deed, for the shop's database is another one: what was tried is never missing here."""
    audit.add(connection, session, action, target=entry_id[:128], now_ms=now_ms)


def _entry(entry_id: str, body: Entry) -> FaqEntry:
    """Raises InvalidFrame."""
    if any(name not in WISHES for name in body.intents):
        raise InvalidFrame("an intent is none of the list")
    if fault_in(body.answer) or any(fault_in(each) for each in (*body.questions, *body.keywords)):
        raise InvalidFrame("the answer and each question need words, at most 2,000 characters")
    start, end = _aware(body.valid_from), _aware(body.valid_until)
    if start is not None and end is not None and end <= start:
        raise InvalidFrame("it ends before it begins")
    return FaqEntry(
        entry_id=entry_id,
        intents=tuple(dict.fromkeys(body.intents)),
        questions=tuple(dict.fromkeys(each.strip() for each in body.questions)),
        keywords=tuple(dict.fromkeys(each.strip() for each in body.keywords)),
        answer=body.answer.strip(),
        general=body.general,
        valid_from=start,
        valid_until=end,
    )


def _aware(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=timezone.utc) if at is not None and at.tzinfo is None else at


def _shown(entry: FaqEntry) -> dict[str, Any]:
    return {
        "entry_id": entry.entry_id,
        "question": entry.questions[0] if entry.questions else entry.entry_id,
        "answer": entry.answer,
        "intents": list(entry.intents),
        "questions": list(entry.questions),
        "keywords": list(entry.keywords),
        "general": entry.general,
        "valid_from": None if entry.valid_from is None else iso(entry.valid_from),
        "valid_until": None if entry.valid_until is None else iso(entry.valid_until),
    }


async def _of_shop(asked: Any) -> Any:
    try:
        return await asked
    except ShopUnavailable as error:
        raise Unavailable("the shop does not answer") from error


async def products(request: web.Request) -> web.Response:
    """GET /api/v1/desk/products"""
    await acting(request)
    text = request.query.get("q", "").strip()[:100]
    found = await _of_shop(_products(request.app[PARTS], text)) if text else []
    rows = [
        {
            "sku": each.sku,
            "title": each.title,
            "price_fen": each.price_fen,
            "stock": each.stock,
            "image": each.image,
        }
        for each in found
    ]
    return paging.listed(request, rows, len(rows), "products")


async def _products(parts: Parts, text: str) -> list[Product]:
    """The one of that number, else what the words fit, as the bot would find it. The word list is read when first needed."""
    from bot.shop.search.need_reading import ShopWords, read_need, read_text
    from bot.shop.search.query import query_of
    from bot.shop.search.rank import ranked

    exact = await parts.hours.shop.product(text)
    if exact is not None:
        return [exact]
    names = await parts.hours.shop.names()
    words = ShopWords.of(names.brands, names.categories)
    need = await asyncio.to_thread(lambda: read_need(read_text(text, words), words))
    return [fit.product for fit in ranked(await parts.hours.shop.search(query_of(need)), need)[:_FOUND]]
