"""What a gateway says about being ready, and what silence means."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.settings import Settings
from bot.supervisor.readiness import Readiness, ask, local_url


async def answer_of(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Readiness:
    app = web.Application()
    app.router.add_get("/readyz", handler)
    async with TestServer(app) as server:
        return await ask(f"http://127.0.0.1:{server.port}")


async def test_a_gateway_that_can_answer_turns_is_ready() -> None:
    async def ready(_request: web.Request) -> web.Response:
        return web.json_response({"ready": True, "degraded": ["redis"]})

    assert await answer_of(ready) == Readiness(ready=True, degraded=("redis",))


async def test_what_is_missing_is_named() -> None:
    async def waiting(_request: web.Request) -> web.Response:
        return web.json_response({"waiting_for": ["worker", "actions"]}, status=503)

    assert await answer_of(waiting) == Readiness(ready=False, waiting_for=("worker", "actions"))


async def test_another_program_on_the_port_is_not_ready() -> None:
    async def stranger(_request: web.Request) -> web.Response:
        return web.Response(text="<html>hello</html>")

    assert not (await answer_of(stranger)).ready


async def test_nobody_there_is_waiting_for_the_gateway() -> None:
    assert await ask("http://127.0.0.1:1") == Readiness(ready=False, waiting_for=("gateway",))


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:81"),
        ("0.0.0.0", "http://127.0.0.1:81"),
        ("::", "http://[::1]:81"),
        ("10.0.0.7", "http://10.0.0.7:81"),
    ],
)
def test_this_machine_reaches_the_gateway_wherever_it_listens(
    host: str, url: str, settings_for: Callable[..., Settings]
) -> None:
    assert local_url(settings_for(host=host, port=81)) == url
