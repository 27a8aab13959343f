"""GET /api/v1/chat: what is checked before the upgrade, and the socket's life after it."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.conversation.frames import FRAME_BYTES
from bot.errors import RateLimited
from bot.gateway.addresses import limit_key
from bot.gateway.parts import PARTS
from bot.gateway.socket import ShopperSocket

HEARTBEAT_S = 25.0
_CLOSE_WITHIN_S = 2.0
_SOCKETS_RETRY_S = 30.0


async def chat(request: web.Request) -> web.StreamResponse:
    parts = request.app[PARTS]
    key = limit_key(parts.address_of(request))
    if not parts.limits.sockets.enter(key):
        raise RateLimited("too many sockets from one address", retry_after_s=_SOCKETS_RETRY_S)
    try:
        # aiohttp refuses from max_msg_size on, not only beyond it.
        ws = web.WebSocketResponse(
            heartbeat=HEARTBEAT_S, max_msg_size=FRAME_BYTES + 1, compress=False, timeout=_CLOSE_WITHIN_S
        )
        await ws.prepare(request)
        parts.sockets.add(ws)
        parts.metrics.sockets.inc()
        try:
            transport = request.transport
            await ShopperSocket(parts, ws, transport if isinstance(transport, asyncio.Transport) else None).run()
        finally:
            parts.metrics.sockets.dec()
            parts.sockets.discard(ws)
    finally:
        parts.limits.sockets.leave(key)
    return ws
