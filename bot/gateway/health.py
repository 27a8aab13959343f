"""Whether the process serves, whether a real turn can be answered, and the figures for Prometheus."""

from __future__ import annotations

import hmac
from typing import Any

from aiohttp import hdrs, web

from bot.clock import steady_ms
from bot.errors import Unauthorised, Unavailable
from bot.gateway.addresses import is_loopback
from bot.gateway.parts import PARTS, Parts
from bot.gateway.rest import answer
from bot.records import presence


async def healthz(_request: web.Request) -> web.Response:
    return answer({"ok": True})


async def readyz(request: web.Request) -> web.Response:
    parts = request.app[PARTS]
    waiting_for = await _waiting_for(parts)
    told: dict[str, Any] = {"waiting_for": waiting_for} if waiting_for else {"ready": True}
    if not parts.signals.healthy:
        told["degraded"] = ["redis"]
    return answer(told, status=503 if waiting_for else 200)


async def _waiting_for(parts: Parts) -> list[str]:
    try:
        workers = await parts.database.read(presence.alive, "worker", now_ms=steady_ms())
    except Unavailable:
        return ["database"]
    if not workers:
        return ["worker"]
    with_model = [worker for worker in workers if worker.model]
    if not with_model:
        return ["model"]
    return [] if any(worker.actions_ok for worker in with_model) else ["actions"]


async def metrics(request: web.Request) -> web.Response:
    """For this machine, or for whoever has BOT_METRICS_TOKEN."""
    parts = request.app[PARTS]
    expected = parts.settings.metrics_token
    said = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    # A proxy on this machine that is not listed as trusted would otherwise lend its address to the whole world.
    local = is_loopback(parts.address_of(request)) and (
        "X-Forwarded-For" not in request.headers or parts.addresses.trusts(request.remote)
    )
    if not local and not (expected and hmac.compare_digest(said.encode(), expected.encode())):
        raise Unauthorised("metrics need BOT_METRICS_TOKEN")
    return web.Response(body=parts.metrics.text(), headers={hdrs.CONTENT_TYPE: "text/plain; version=0.0.4"})
