"""The fake desk's pages and REST routes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from aiohttp import web

from bot.gateway.headers import PAGE_POLICY
from tests.browser.desk.world import KNOWLEDGE, PASSWORD, FakeChat, Frame, promise
from tests.browser.fake_gateway import PIXEL, WEB

if TYPE_CHECKING:
    from tests.browser.desk.fake_desk import FakeDesk

COOKIE = "xiaonuan_desk"
Handler = Callable[["FakeDesk", web.Request], Awaitable[web.Response]]


def who(request: web.Request) -> str:
    """The name in the cookie (percent-encoded: a cookie holds ASCII only), or ""."""
    return unquote(request.cookies.get(COOKIE, ""))


def _json(document: Any, status: int = 200) -> web.Response:
    return web.json_response(document, status=status)


def _error(status: int, code: str) -> web.Response:
    return _json({"code": code, "message": ""}, status)


def _rows(rows: list[Frame]) -> web.Response:
    return _json({"rows": rows, "page": 1, "per_page": 50, "total": len(rows)})


async def _login(desk: FakeDesk, request: web.Request) -> web.Response:
    body = await request.json()
    if desk.locked:
        locked = _error(429, "rate_limited")
        locked.headers["Retry-After"] = "300"
        return locked
    if body["name"] not in desk.agents or body["password"] != PASSWORD:
        return _error(401, "unauthorised")
    answer = web.Response(status=204)
    answer.set_cookie(COOKIE, quote(body["name"]), httponly=True, samesite="Strict", path="/api/v1/desk")
    return answer


async def _logout(desk: FakeDesk, request: web.Request) -> web.Response:
    answer = web.Response(status=204)
    answer.del_cookie(COOKIE, path="/api/v1/desk")
    return answer


async def _me(desk: FakeDesk, request: web.Request) -> web.Response:
    return _json(desk.agents[who(request)])


def _found(desk: FakeDesk, request: web.Request) -> FakeChat:
    chat = desk.chats.get(request.match_info["id"])
    if chat is None:
        raise web.HTTPNotFound(text=json.dumps({"code": "not_found", "message": ""}), content_type="application/json")
    return chat


async def _conversations(desk: FakeDesk, request: web.Request) -> web.Response:
    wanted = request.query.get("q", "")
    found = [each.chat for each in desk.chats.values() if any(wanted in line.get("text", "") for line in each.messages)]
    return _rows(found)


async def _dossier(desk: FakeDesk, request: web.Request) -> web.Response:
    return _json(_found(desk, request).dossier())


async def _messages(desk: FakeDesk, request: web.Request) -> web.Response:
    messages = _found(desk, request).messages
    limit = int(request.query.get("limit", 50))
    if "after_seq" in request.query:
        newer = messages[int(request.query["after_seq"]) :]
        return _json({"messages": newer[:limit], "more": len(newer) > limit})
    older = messages[: int(request.query["before_seq"]) - 1]
    return _json({"messages": older[-limit:], "more": len(older) > limit})


async def _reveal(desk: FakeDesk, request: web.Request) -> web.Response:
    body = await request.json()
    what = body["what"]
    assert isinstance(body["ref"], int) is (what == "message")
    return _json(
        {
            "value": {"phone": "13812345678", "recipient": "林晓雨", "address": "湖北省武汉市洪山区珞喻路 1 号"}.get(
                what, f"全文 {what}"
            )
        }
    )


async def _done(desk: FakeDesk, request: web.Request) -> web.Response:
    return web.Response(status=204)


async def _upload(desk: FakeDesk, request: web.Request) -> web.Response:
    part = await (await request.multipart()).next()
    assert part is not None
    desk.uploads.append(await part.read())  # type: ignore[union-attr]
    return _json({"upload_id": str(uuid.uuid4()), "width": 1, "height": 1}, 201)


async def _tickets(desk: FakeDesk, request: web.Request) -> web.Response:
    status = request.query.get("status")
    return _rows([each for chat in desk.chats.values() for each in chat.tickets if status in (None, each["status"])])


async def _ticket(desk: FakeDesk, request: web.Request) -> web.Response:
    body = await request.json()
    for each in (ticket for chat in desk.chats.values() for ticket in chat.tickets):
        if each["ticket_id"] == request.match_info["id"]:
            each.update({name: value for name, value in body.items() if name != "note"})
            return _json(each)
    return _error(404, "not_found")


async def _promises(desk: FakeDesk, request: web.Request) -> web.Response:
    return _rows(
        [
            each
            for chat in desk.chats.values()
            for ticket in chat.tickets
            for each in ticket["promises"]
            if each["state"] == "open"
        ]
    )


async def _kept(desk: FakeDesk, request: web.Request) -> web.Response:
    for each in (made for chat in desk.chats.values() for ticket in chat.tickets for made in ticket["promises"]):
        if each["promise_id"] == request.match_info["id"]:
            each["state"] = "kept"
            return _json(each)
    return _json(promise("none"))


async def _proposals(desk: FakeDesk, request: web.Request) -> web.Response:
    states = request.query.get("state", "")
    found = [each for chat in desk.chats.values() for each in chat.proposals]
    return _rows([each for each in found if not states or each["state"] in states.split(",")])


async def _knowledge(desk: FakeDesk, request: web.Request) -> web.Response:
    return _rows([row for row in KNOWLEDGE if set(request.query["q"]) & set(row["question"])])


async def _live(desk: FakeDesk, request: web.Request) -> web.Response:
    waiting = [each.chat for each in desk.chats.values() if each.chat["state"] == "waiting"]
    alarms = [each.chat for each in desk.chats.values() if each.chat["emotion"] == "angry"]
    skills = sorted({chat["skill"] for chat in waiting if chat["skill"]})
    by_skill = [
        {"skill": skill, "waiting": sum(chat["skill"] == skill for chat in waiting), "longest_wait_s": 215}
        for skill in skills
    ]
    return _json({
        "waiting": len(waiting), "longest_wait_s": 215 if waiting else 0, "by_skill": by_skill, "agents": list(desk.agents.values()),
        "first_response_s": 34.2, "three_minute_rate": 0.925, "alarms": alarms,
    })  # fmt: skip


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "logout", _logout), ("GET", "me", _me), ("POST", "password", _done), ("GET", "conversations", _conversations),
    ("GET", "conversations/{id}", _dossier), ("GET", "conversations/{id}/messages", _messages), ("POST", "conversations/{id}/block", _done),
    ("DELETE", "conversations/{id}/block", _done), ("POST", "conversations/{id}/reveal", _reveal), ("POST", "conversations/{id}/uploads", _upload),
    ("GET", "tickets", _tickets), ("POST", "tickets/{id}", _ticket), ("GET", "promises", _promises), ("POST", "promises/{id}/kept", _kept),
    ("GET", "proposals", _proposals), ("GET", "knowledge", _knowledge), ("GET", "reports/live", _live),
)  # fmt: skip


def add(app: web.Application, desk: FakeDesk) -> None:
    """Pages under the real policy, and the routes, which all but one want the cookie."""

    def bound(handler: Handler, *, opened: bool = False) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            desk.asked.append(f"{request.method} {request.path_qs.removeprefix('/api/v1/desk/')}")
            if desk.refusing:
                return _error(503, "unavailable")
            return (
                await handler(desk, request) if opened or who(request) in desk.agents else _error(401, "unauthorised")
            )

        return handle

    async def secure(_: web.Request, response: web.StreamResponse) -> None:
        response.headers["Content-Security-Policy"] = PAGE_POLICY
        response.headers["Cache-Control"] = "no-store"

    async def page(_: web.Request) -> web.FileResponse:
        return web.FileResponse(WEB / "desk" / "index.html")

    async def pixel(_: web.Request) -> web.Response:
        return web.Response(body=PIXEL, content_type="image/png")

    app.on_response_prepare.append(secure)
    app.router.add_get("/desk", page)
    app.router.add_static("/static/", WEB)
    app.router.add_get("/uploads/{name}", pixel)
    app.router.add_post("/api/v1/desk/login", bound(_login, opened=True))
    for method, path, handler in ROUTES:
        app.router.add_route(method, f"/api/v1/desk/{path}", bound(handler))
