"""A gateway for browser tests: serves bot/web under the real pages' policy and speaks the shopper's protocol with canned
answers. It runs on its own thread; tests turn its switches (`acks_held`, `swallow`, `replies_held`, `refusing`) and call its methods.
"""

from __future__ import annotations

import asyncio
import base64
import json
import threading
import uuid
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import WSMsgType, web

from bot.gateway.assets import Assets
from tests.browser import canned
from tests.browser.fake_conversation import FakeConversation, Frame

WEB = Path(__file__).resolve().parents[2] / "bot" / "web"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self' ws: wss:; frame-ancestors 'none'"
)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+P9fDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
Result = TypeVar("Result")


_ASSETS = Assets()


class FakeGateway:
    def __init__(self) -> None:
        self.conversations: list[FakeConversation] = []
        self.customer_id: str | None = None
        self.acks_held = False
        self.swallow = 0
        self.replies_held = False
        self.refusing = False
        self.identity_broken = False
        self.next_error: Frame | None = None
        self.received: list[Frame] = []
        self.uploads: list[bytes] = []
        self._sockets: set[web.WebSocketResponse] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.url = ""

    def start(self) -> None:
        self._thread.start()
        self.url = self._on_loop(self._serve)

    def stop(self) -> None:
        self._on_loop(self._close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    def run(self, act: Callable[[], Result]) -> Result:
        """Runs `act` on the gateway's own thread: everything that commits or tells goes through here."""

        async def acting() -> Result:
            return act()

        return self._on_loop(acting)

    def say(self, role: str, **content: Any) -> None:
        self.run(lambda: self.conversations[-1].commit(role, **content))

    def stand(self, **standing: Any) -> None:
        self.run(lambda: self.conversations[-1].stand(**standing))

    def tell(self, frame: Frame) -> None:
        self.run(lambda: self.conversations[-1].tell(frame))

    def drop_sockets(self) -> None:
        """Cuts every connection, as a crash would."""
        self.run(self._abort_all)

    def _abort_all(self) -> None:
        for socket in self._sockets:
            if socket._req is not None and socket._req.transport is not None:
                socket._req.transport.abort()

    def _on_loop(self, make: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        return asyncio.run_coroutine_threadsafe(make(), self._loop).result(timeout=10)

    async def _serve(self) -> str:
        app = web.Application(client_max_size=6 * 1024 * 1024)
        app.on_response_prepare.append(_secure)
        app.router.add_get("/", lambda _: _file("storefront/index.html"))
        app.router.add_get("/widget.js", lambda _: _file("widget/widget.js"))
        app.router.add_get("/static/{name:.+}", lambda request: _file(request.match_info["name"]))
        app.router.add_post("/api/v1/visitors", self._visitor)
        app.router.add_get("/api/v1/chat", self._chat)
        app.router.add_get("/api/v1/history", self._history)
        app.router.add_post("/api/v1/uploads", self._upload)
        app.router.add_post("/api/v1/me/identity", self._bind)
        app.router.add_get("/uploads/{name}", lambda _: _pixel())
        app.router.add_get("/foreign", self._foreign)
        app.router.add_get("/foreign/who", _nobody)
        app.router.add_route("OPTIONS", "/{path:.*}", _nobody)
        app.router.add_get("/api/v1/demo/shop", lambda _: _json({"timezone": "Asia/Shanghai"}))
        app.router.add_get("/api/v1/demo/products", lambda _: _json(canned.PRODUCTS))
        app.router.add_get("/api/v1/demo/customers", lambda _: _json(canned.CUSTOMERS))
        app.router.add_get("/api/v1/demo/orders", lambda _: _json(canned.ORDERS if self.customer_id else []))
        app.router.add_get("/api/v1/demo/identity", self._identity)
        app.router.add_post("/api/v1/demo/login", self._login)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _close(self) -> None:
        for socket in list(self._sockets):
            await socket.close()
        await self._runner.cleanup()

    def _by_token(self, token: str) -> FakeConversation | None:
        return next((each for each in self.conversations if each.token == token), None)

    def _by_bearer(self, request: web.Request) -> FakeConversation:
        found = self._by_token(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if found is None:
            raise web.HTTPUnauthorized(text="{}", content_type="application/json")
        return found

    async def _visitor(self, request: web.Request) -> web.Response:
        body = await request.json()
        customer_id = _subject(body["identity"]) if "identity" in body else None
        known = [each for each in self.conversations if customer_id and each.customer_id == customer_id]
        if not (known and body.get("resume")):
            self.conversations.append(FakeConversation(customer_id=customer_id))
        chat = known[-1] if known and body.get("resume") else self.conversations[-1]
        made = {"token": chat.token, "conversation_id": chat.conversation_id, "visitor_id": "v", "expires_at": ""}
        return web.json_response(made, status=201)

    async def _bind(self, request: web.Request) -> web.Response:
        self._by_bearer(request).customer_id = _subject((await request.json())["identity"])
        return web.Response(status=204)

    async def _history(self, request: web.Request) -> web.Response:
        before = int(request.query.get("before_seq", 1_000_000))
        older = [message for message in self._by_bearer(request).messages if message["seq"] < before]
        limit = int(request.query.get("limit", 50))
        return web.json_response({"messages": older[-limit:], "more": len(older) > limit})

    async def _upload(self, request: web.Request) -> web.Response:
        self._by_bearer(request)
        part = await (await request.multipart()).next()
        assert part is not None
        self.uploads.append(await part.read())  # type: ignore[union-attr]
        return web.json_response({"upload_id": str(uuid.uuid4())}, status=201)

    async def _identity(self, _: web.Request) -> web.Response:
        if self.identity_broken:
            return web.json_response({}, status=503)
        if self.customer_id is None:
            return web.Response(status=204)
        payload = base64.urlsafe_b64encode(json.dumps({"sub": self.customer_id}).encode()).decode().rstrip("=")
        return web.json_response({"identity": f"e30.{payload}.sig", "customer_id": self.customer_id})

    async def _foreign(self, _: web.Request) -> web.Response:
        tag = f'<script src="{self.url}/widget.js" data-identity-url="/foreign/who" data-sku="A1" data-theme="light"></script>'
        policy = f"default-src 'none'; script-src {self.url}; img-src {self.url}; connect-src 'self' {self.url} ws:"
        page = web.Response(text=f"<!doctype html><title>鞋店</title><h1>鞋店</h1>{tag}", content_type="text/html")
        page.headers["Content-Security-Policy"] = policy
        return page

    async def _login(self, request: web.Request) -> web.Response:
        self.customer_id = (await request.json())["customer_id"]
        return web.Response(status=204)

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        if self.refusing:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        hello = await socket.receive_json()
        chat = self._by_token(hello["token"])
        if chat is None:
            await socket.close(code=4401)
            return socket
        queue: asyncio.Queue[Frame] = asyncio.Queue()
        writer = asyncio.create_task(_write(socket, queue))
        for frame in (_welcome(chat), *chat.messages[hello["last_seq"] :]):
            queue.put_nowait(frame)
        chat.listeners.append(queue.put_nowait)
        self._sockets.add(socket)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._hear(chat, json.loads(message.data), queue.put_nowait)
        finally:
            self._sockets.discard(socket)
            chat.listeners.remove(queue.put_nowait)
            writer.cancel()
        return socket

    def _hear(self, chat: FakeConversation, frame: Frame, answer: Callable[[Frame], None]) -> None:
        self.received.append(frame)
        if frame["type"] == "ping":
            answer({"type": "pong"})
        elif frame["type"] == "rate":
            chat.ratings.append(frame)
            answer({"type": "ack", "id": frame["id"]})
        elif frame["type"] == "leave":
            chat.stand(holder="nobody")
        elif frame["type"] in ("send", "click", "ask_human"):
            self._take(chat, frame, answer)

    def _take(self, chat: FakeConversation, frame: Frame, answer: Callable[[Frame], None]) -> None:
        if self.next_error is not None:
            error, self.next_error = self.next_error, None
            answer({"type": "error", "id": frame["id"], "message": "", **error})
        elif self.swallow:
            self.swallow -= 1
        elif not self.acks_held:
            result, is_new = chat.take(frame)
            answer(result)
            if is_new and chat.standing["holder"] == "nobody":
                chat.stand()
            if is_new and not self.replies_held:
                self._reply(chat)

    def _reply(self, chat: FakeConversation) -> None:
        asked = chat.messages[-1]
        if chat.standing["holder"] != "agent":
            chat.commit("bot", reply_to=asked["seq"], **canned.REPLIES.get(asked.get("text", ""), canned.DEFAULT_REPLY))


async def _write(socket: web.WebSocketResponse, queue: asyncio.Queue[Frame]) -> None:
    while True:
        await socket.send_json(await queue.get())


def _welcome(chat: FakeConversation) -> Frame:
    return {
        "type": "welcome", "conversation_id": chat.conversation_id, "next_seq": len(chat.messages) + 1,
        "greeting": canned.GREETING, "bot": {"name": "小暖", "ai": True}, "suggestions": canned.SUGGESTIONS, "timezone": "Asia/Shanghai",
        **chat.standing,
    }  # fmt: skip


def _subject(identity: str) -> str:
    payload = identity.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"])


async def _file(name: str) -> web.Response:
    """As the gateway serves it."""
    asset = _ASSETS.find(name)
    return (
        web.Response(body=asset.body, headers={"Content-Type": asset.content_type})
        if asset
        else web.Response(status=404)
    )


async def _json(document: Any) -> web.Response:
    return web.json_response(document)


async def _nobody(_: web.Request) -> web.Response:
    return web.Response(status=204)


async def _pixel() -> web.Response:
    return web.Response(body=PIXEL, content_type="image/png")


async def _secure(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"


if __name__ == "__main__":
    gateway = FakeGateway()
    gateway.start()
    print(gateway.url)
    threading.Event().wait()
