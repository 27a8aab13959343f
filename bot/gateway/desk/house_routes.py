"""REST of what the desk shares: canned replies, reports, the audit log."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import orjson
from aiohttp import web
from sqlalchemy.engine import Connection

from bot.clock import iso, steady_ms, utc_now
from bot.errors import InvalidFrame
from bot.gateway.desk import paging
from bot.gateway.desk.keeper import TEXT_SETTLES_MS
from bot.gateway.desk.sessions import acting
from bot.gateway.desk.shapes import agent_shown
from bot.gateway.parts import PARTS
from bot.gateway.rest import answer, read_body
from bot.handoff.skills import SKILLS
from bot.records import audit, canned, desk_lists, desk_reports, promises_due
from bot.records.agent_sessions import Session
from bot.records.canned import CannedReply
from bot.records.desk_board import Board
from bot.records.rows import at, ms
from bot.text.admissible import fault_in

_ALARMS = frozenset({"angry"})
_REPORT_DAYS = 7


class Canned(msgspec.Struct, frozen=True, kw_only=True):
    shortcut: str
    title: str
    text: str
    skill: str | None = None


async def canned_list(request: web.Request) -> web.Response:
    """GET /api/v1/desk/canned"""
    await acting(request)
    found = await request.app[PARTS].database.read(canned.list_all)
    return paging.listed(request, [each.as_json() for each in found], len(found), "canned")


async def put_canned(request: web.Request) -> web.Response:
    """PUT /api/v1/desk/canned/{id}"""
    session, parts = await acting(request, admin=True), request.app[PARTS]
    body = await read_body(request, Canned)
    if fault_in(body.text) or not 0 < len(body.shortcut) <= 32 or not 0 < len(body.title) <= 80:
        raise InvalidFrame("shortcut, title and text are needed")
    if not body.shortcut.isprintable() or " " in body.shortcut or (body.skill and body.skill not in SKILLS):
        raise InvalidFrame("the shortcut has no spaces; the skill must exist")
    reply = CannedReply(
        id=request.match_info["id"], shortcut=body.shortcut, title=body.title, text=body.text, skill=body.skill
    )
    await parts.database.write(_put, session, reply, now_ms=steady_ms())
    parts.desk.ring_after(TEXT_SETTLES_MS)
    return answer(reply.as_json())


def _put(connection: Connection, session: Session, reply: CannedReply, *, now_ms: int) -> None:
    canned.put(connection, reply)
    audit.add(connection, session, "canned", target=reply.shortcut, now_ms=now_ms)


async def remove_canned(request: web.Request) -> web.Response:
    """DELETE /api/v1/desk/canned/{id}"""
    session, parts = await acting(request, admin=True), request.app[PARTS]
    await parts.database.write(_remove, session, request.match_info["id"], now_ms=steady_ms())
    parts.desk.ring_after(TEXT_SETTLES_MS)
    return web.Response(status=204)


def _remove(connection: Connection, session: Session, canned_id: str, *, now_ms: int) -> None:
    canned.remove(connection, canned_id)
    audit.add(connection, session, "canned_removed", target=canned_id, now_ms=now_ms)


async def live(request: web.Request) -> web.Response:
    """GET /api/v1/desk/reports/live"""
    await acting(request, supervisor=True)
    parts = request.app[PARTS]
    board = await parts.desk.keeper.refresh()
    now_ms = steady_ms()
    served = await parts.database.read(desk_reports.served, since_ms=now_ms - 3_600_000, until_ms=now_ms + 1)
    week_ago_ms = ms(parts.hours.now() - timedelta(days=_REPORT_DAYS))
    kept, owed = await parts.database.read(promises_due.honoured, since_ms=week_ago_ms)
    return answer(
        {
            "promises_kept": round(kept / owed, 4) if owed else None,
            "promises_due": owed,
            **_queue_figures(board, now_ms),
            "agents": [agent_shown(agent) for agent in board.agents.values()],
            "first_response_s": desk_reports.first_response_s(served),
            "three_minute_rate": desk_reports.three_minute_rate(served),
            "alarms": [chat.as_json() for chat in board.chats.values() if chat.emotion in _ALARMS],
        }
    )


def _queue_figures(board: Board, now_ms: int) -> dict[str, Any]:
    waits: dict[str | None, list[int]] = {}
    for chat in board.waiting:
        waits.setdefault(chat.skill, []).append((now_ms - (chat.waiting_ms or now_ms)) // 1000)
    by_skill = [{"skill": skill, "waiting": len(found), "longest_wait_s": max(found)} for skill, found in waits.items()]
    everybody = [wait for found in waits.values() for wait in found]
    return {"waiting": len(everybody), "longest_wait_s": max(everybody, default=0), "by_skill": by_skill}


async def by_agent(request: web.Request) -> web.Response:
    """GET /api/v1/desk/reports/agents"""
    rows = desk_reports.by_agent(await _served(request))
    return paging.listed(request, rows, len(rows), "agents")


async def by_class(request: web.Request) -> web.Response:
    """GET /api/v1/desk/reports/waiting"""
    rows = desk_reports.by_class(await _served(request))
    return paging.listed(request, rows, len(rows), "waiting")


async def _served(request: web.Request) -> list[desk_reports.Served]:
    """Those of the asked time, the last 7 days by default."""
    await acting(request, supervisor=True)
    wanted = paging.wanted_of(request)
    since: datetime = wanted.since or utc_now() - timedelta(days=_REPORT_DAYS)
    until: datetime = wanted.until or utc_now() + timedelta(minutes=1)
    return await request.app[PARTS].database.read(desk_reports.served, since_ms=ms(since), until_ms=ms(until))


async def audit_log(request: web.Request) -> web.Response:
    """GET /api/v1/desk/audit"""
    await acting(request, supervisor=True)
    page = await request.app[PARTS].database.read(
        desk_lists.audit_page, paging.wanted_of(request), paging.window_of(request)
    )
    rows = [
        {
            "at": iso(at(row.at_ms)),
            "agent": row.agent,
            "address": row.address,
            "action": row.action,
            "conversation_id": row.conversation_id,
            "target": row.target,
            "detail": orjson.loads(row.detail) if row.detail else None,
        }
        for row in page.rows
    ]
    return paging.listed(request, rows, page.total, "audit")
