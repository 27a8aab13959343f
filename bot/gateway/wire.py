"""aiohttp's WebSocket, with one habit changed: after a frame that is too big the connection stays until the peer knows.

aiohttp drops the connection together with its close frame. What the peer is still sending then resets the connection, and
the code (1009) may be lost on the way.
"""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import WSCloseCode, web

_FAULTS = frozenset({WSCloseCode.PROTOCOL_ERROR, WSCloseCode.INVALID_TEXT, WSCloseCode.MESSAGE_TOO_BIG})
_LINGER_S = 2.0
_LOOK_EVERY_S = 0.02


class ChatWebSocket(web.WebSocketResponse):
    """`linger` is to be awaited after `receive` has given an ERROR."""

    _lingers = False

    async def close(self, *, code: int = WSCloseCode.OK, message: bytes = b"", drain: bool = True) -> bool:
        self._lingers = self._lingers or code in _FAULTS
        return await super().close(code=code, message=message, drain=drain)

    def _close_transport(self) -> None:
        if not self._lingers:
            super()._close_transport()

    async def linger(self) -> None:
        """Until the peer has closed, two seconds at most; what it sends is thrown away."""
        for _ in range(int(_LINGER_S / _LOOK_EVERY_S)):
            transport: Any = self._req.transport if self._req is not None else None
            if not self._lingers or transport is None or transport.is_closing():
                return
            await asyncio.sleep(_LOOK_EVERY_S)
