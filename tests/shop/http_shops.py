"""HTTP shops for tests: the reference server over a real socket, and one between whose answers and us things go wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.shop.http.server import make_app
from bot.shop.http.shop import HttpShop
from bot.shop.sql.shop import SqlShop

KEY = "the-shops-key"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Trouble = Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]


@dataclass(slots=True, kw_only=True)
class Between:
    """What happens to each call on its way; `calls` are those that came, as "GET /v1/orders/…"."""

    trouble: Trouble | None = None
    calls: list[str] = field(default_factory=list)

    async def pass_on(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.calls.append(f"{request.method} {request.path}")
        return await (handler(request) if self.trouble is None else self.trouble(request, handler))


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    """The root URL of an app that answers on a free port."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


def app_between(shop: SqlShop, between: Between | None = None) -> web.Application:
    """The reference server over this SQL shop, with what happens on the way to it."""
    app = make_app(shop, KEY)
    if between is not None:
        between_them = between.pass_on

        @web.middleware
        async def pass_on(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await between_them(request, handler)

        app.middlewares.insert(0, pass_on)
    return app


@asynccontextmanager
async def http_shop(shop: SqlShop, between: Between | None = None, patience: float = 1.0) -> AsyncIterator[HttpShop]:
    """The connector, asking the reference server over this SQL shop."""
    async with serving(app_between(shop, between)) as url:
        connected = HttpShop.open(url, KEY, backoff_s=0, patience=patience)
        try:
            yield connected
        finally:
            await connected.close()


class Moody:
    """The first try of every read breaks, one time with a 500, the next in mid-air; every change is done and its answer dropped."""

    def __init__(self) -> None:
        self._tried: set[str] = set()
        self._count = 0

    async def __call__(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method == "POST" and request.path == "/v1/changes":
            await handler(request)
            return drop(request)
        call = f"{request.method} {request.raw_path}"
        if call in self._tried:
            self._tried.discard(call)
            return await handler(request)
        self._tried.add(call)
        self._count += 1
        return web.Response(status=500, text="<h1>oops</h1>") if self._count % 2 else drop(request)


def drop(request: web.Request) -> web.Response:
    """Cut the connection instead of answering."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def for_ever(_request: web.Request, _handler: Handler) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError("nobody sets it")
