"""One socket's way in: its next frame, until either side ends the connection; then the goodbye. What a frame says is not read here."""

from __future__ import annotations

import asyncio

from aiohttp import WSMessage, WSMsgType

from bot.gateway.outbox import Outbox
from bot.gateway.wire import ChatWebSocket

GOODBYE_WITHIN_S = 1.0


class Inbox:
    """Read by one task. `outbox` is the same socket's way out: who closes it there ends the reading here."""

    __slots__ = ("_reading", "_task", "_ws", "outbox")

    def __init__(self, ws: ChatWebSocket, transport: asyncio.BaseTransport | None) -> None:
        self._ws = ws
        self._task: asyncio.Task[None] | None = None
        self._reading = False
        self.outbox = Outbox(ws, transport if isinstance(transport, asyncio.Transport) else None, self._interrupt)

    async def next(self) -> WSMessage | None:
        """The next text or bytes; None when either side ends the connection."""
        if self.outbox.shut:
            return None
        self._task = asyncio.current_task()
        self._reading = True
        try:
            message = await self._ws.receive()
        except asyncio.CancelledError:
            if self.outbox.closing is None:
                raise
            return None
        finally:
            self._reading = False
        if message.type is WSMsgType.ERROR:
            await self._ws.linger()
        return message if message.type in (WSMsgType.TEXT, WSMsgType.BINARY) else None

    async def end(self) -> None:
        """Write what waits, close, and give the peer a moment to answer: else it may never see the code."""
        if self.outbox.closing is not None:
            try:
                await asyncio.wait_for(self.outbox.drained(), GOODBYE_WITHIN_S)
                await self._ws.close(code=self.outbox.closing)
            except (asyncio.TimeoutError, ConnectionError):
                self.outbox.cut()
        self.outbox.shut = True

    def _interrupt(self) -> None:
        """Only a reader is interrupted: a frame that is being dealt with is dealt with to its end."""
        if self._reading and self._task is not None:
            self._task.cancel()
