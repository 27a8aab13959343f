"""GET /api/v1/chat: what is checked before the upgrade, and the socket's life after it."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.conversation.frames import FRAME_BYTES
from bot.errors import RateLimited
from bot.gateway.addresses import limit_key
from bot.gateway.parts import PARTS
from bot.gateway.socket import ShopperSocket
from bot.gateway.wire import ChatWebSocket

HEARTBEAT_S = 25.0
_CLOSE_WITHIN_S = 1.0
_SOCKETS_RETRY_S = 30.0


async def chat(request: web.Request) -> web.StreamResponse:
    parts = request.app[PARTS]
    key = limit_key(parts.address_of(request))
    if not parts.limits.sockets.enter(key):
        raise RateLimited("too many sockets from one address", retry_after_s=_SOCKETS_RETRY_S)
    try:
        # aiohttp refuses from max_msg_size on, not only beyond it.
        ws = ChatWebSocket(heartbeat=HEARTBEAT_S, max_msg_size=FRAME_BYTES + 1, compress=False, timeout=_CLOSE_WITHIN_S)
        await ws.prepare(request)
        transport = request.transport
        shopper = ShopperSocket(parts, ws, transport if isinstance(transport, asyncio.Transport) else None)
        parts.sockets.add(shopper.outbox)
        parts.metrics.sockets.inc()
        try:
            await shopper.run()
        finally:
            parts.metrics.sockets.dec()
            parts.sockets.discard(shopper.outbox)
    finally:
        parts.limits.sockets.leave(key)
    return ws
