"""Signing in at the desk, and proving on every call who acts: cookie, Origin, role. What a role may do lies with each route."""

from __future__ import annotations

import asyncio

import msgspec
from aiohttp import hdrs, web
from sqlalchemy.engine import Connection

from bot.clock import steady_ms
from bot.errors import Forbidden, InvalidFrame, RateLimited, Unauthorised
from bot.gateway import words
from bot.gateway.addresses import limit_key
from bot.gateway.desk.shapes import agent_shown
from bot.gateway.parts import PARTS, Parts
from bot.gateway.rest import Spoken, answer, read_body
from bot.records import agent_sessions, agents, audit, handoffs, passwords
from bot.records.agent_sessions import SESSION_MS, Session
from bot.records.conversations import hash_token
from bot.records.handoffs import Stepped

COOKIE = "xiaonuan_desk"
PATH = "/api/v1/desk"
_LONGEST_NAME = 64
_READING = frozenset({hdrs.METH_GET, hdrs.METH_HEAD})


class LogIn(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    password: str


class NewPassword(msgspec.Struct, frozen=True, kw_only=True):
    old: str
    new: str


async def log_in(request: web.Request) -> web.Response:
    """POST /api/v1/desk/login"""
    parts = request.app[PARTS]
    body = await read_body(request, LogIn)
    address = limit_key(parts.address_of(request))
    await _prove(parts, body.name, body.password, address)
    token = await parts.database.write(_opened, body.name, address, now_ms=steady_ms())
    return _with_cookie(request, token)


async def _prove(parts: Parts, name: str, password: str, address: str) -> None:
    """Count the try, then check it. Raises RateLimited (spoken), Unauthorised (spoken)."""
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable() or len(password) > passwords.LONGEST:
        raise Spoken(Unauthorised("no such name and password"), words.DESK_BAD_LOGIN)
    try:
        await parts.database.write(agent_sessions.count_miss, name, address, now_ms=steady_ms())
    except RateLimited as error:
        raise Spoken(error, words.desk_locked(error.retry_after_s or 0)) from error
    known = await parts.database.read(agents.password_hash, name)
    if not await asyncio.to_thread(passwords.matches, known, password):
        raise Spoken(Unauthorised("no such name and password"), words.DESK_BAD_LOGIN)


def _opened(connection: Connection, name: str, address: str, *, now_ms: int) -> str:
    token = agent_sessions.open_session(connection, name, address, now_ms=now_ms)
    session = agent_sessions.acting(connection, hash_token(token), now_ms=now_ms)
    audit.add(connection, session, "login", now_ms=now_ms)
    return token


async def log_out(request: web.Request) -> web.Response:
    """POST /api/v1/desk/logout"""
    parts, session = request.app[PARTS], await acting(request)
    stepped = await parts.database.write(_closed, session, words.AGENT_GONE, now_ms=steady_ms())
    parts.desk.close_sessions({session.token_hash})
    parts.desk.stepped(*stepped)
    response = web.Response(status=204)
    response.del_cookie(COOKIE, path=PATH)
    return response


def _closed(connection: Connection, session: Session, gone: str, *, now_ms: int) -> list[Stepped]:
    agent_sessions.end(connection, session.token_hash, now_ms=now_ms)
    audit.add(connection, session, "logout", now_ms=now_ms)
    if agent_sessions.has_any(connection, session.agent.name, now_ms=now_ms):
        return []
    agents.set_status(connection, session.agent.name, "offline", now_ms=now_ms)
    return handoffs.requeue_all(connection, session.agent.name, words=gone, now_ms=now_ms, why="logout")


async def me(request: web.Request) -> web.Response:
    """GET /api/v1/desk/me"""
    parts, session = request.app[PARTS], await acting(request)
    return answer(agent_shown(parts.desk.on_duty(session.agent)))


async def change_password(request: web.Request) -> web.Response:
    """POST /api/v1/desk/password"""
    parts, session = request.app[PARTS], await acting(request)
    body = await read_body(request, NewPassword)
    if not passwords.SHORTEST <= len(body.new) <= passwords.LONGEST or not body.new.isprintable():
        raise Spoken(InvalidFrame("the new password is too short or too long"), words.DESK_WEAK_PASSWORD)
    await _prove(parts, session.agent.name, body.old, session.address)
    new_hash = await asyncio.to_thread(passwords.hashed, body.new)
    token = await parts.database.write(_changed, session, new_hash, now_ms=steady_ms())
    return _with_cookie(request, token)


def _changed(connection: Connection, session: Session, new_hash: str, *, now_ms: int) -> str:
    agents.set_password(connection, session.agent.name, new_hash, now_ms=now_ms)
    token = agent_sessions.open_session(connection, session.agent.name, session.address, now_ms=now_ms)
    audit.add(connection, session, "password", now_ms=now_ms)
    return token


def _with_cookie(request: web.Request, token: str) -> web.Response:
    response = web.Response(status=204)
    secure = request.secure or request.headers.get("X-Forwarded-Proto") == "https"
    response.set_cookie(
        COOKIE, token, path=PATH, httponly=True, samesite="Strict", secure=secure, max_age=SESSION_MS // 1000
    )
    return response


async def acting(request: web.Request, *, supervisor: bool = False, admin: bool = False) -> Session:
    """Who calls. Raises Unauthorised (spoken), Forbidden for a change without an Origin of ours or for another role."""
    if request.method not in _READING:
        need_origin(request)
    token = request.cookies.get(COOKIE, "")
    if not 0 < len(token) <= 256:
        raise Spoken(Unauthorised("sign in first"), words.DESK_SIGN_IN)
    parts = request.app[PARTS]
    try:
        session = await parts.database.read(agent_sessions.acting, hash_token(token), now_ms=steady_ms())
    except Unauthorised as error:
        raise Spoken(error, words.DESK_SIGN_IN) from error
    if (supervisor and not session.agent.supervises) or (admin and session.agent.role != "admin"):
        raise Spoken(Forbidden("another role is needed"), words.DESK_ROLE)
    return session


def need_origin(request: web.Request) -> None:
    """A foreign Origin has been turned away by the edge already; here none at all is not enough."""
    if request.headers.get(hdrs.ORIGIN) is None:
        raise Spoken(Forbidden("an Origin is needed"), words.DESK_ORIGIN)
