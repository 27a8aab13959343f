"""What waits to be written to one socket: bounded, in order, without blocking whoever offers it.

It does not close the socket: aiohttp's closing handshake belongs to the task that reads (socket.py). A socket whose reader is too slow is cut; it comes back and catches up by its last seq. Nothing here reads frames.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from aiohttp import WSMsgType, web

FRAMES_WAITING = 2_000
BYTES_WAITING = 4 * 1024 * 1024


class Outbox:
    """One socket's way out. `close` asks its reader to end it, by `interrupt`; after that, offers are dropped."""

    __slots__ = ("_bytes", "_frames", "_interrupt", "_task", "_transport", "_ws", "closing", "shut")

    def __init__(
        self, ws: web.WebSocketResponse, transport: asyncio.Transport | None, interrupt: Callable[[], None]
    ) -> None:
        self._ws = ws
        self._transport = transport
        self._interrupt = interrupt
        self._frames: deque[bytes] = deque()
        self._bytes = 0
        self._task: asyncio.Task[None] | None = None
        self.closing: int | None = None  # the code to close with
        self.shut = False

    def offer(self, frame: bytes) -> None:
        if self.shut:
            return
        if len(self._frames) >= FRAMES_WAITING or self._bytes + len(frame) > BYTES_WAITING:
            self.cut()
            return
        self._frames.append(frame)
        self._bytes += len(frame)
        self._wake()

    def close(self, code: int) -> None:
        """What waits is still written; later offers are dropped."""
        if not self.shut:
            self.shut = True
            self.closing = code
            self._interrupt()

    def cut(self) -> None:
        """End the connection at once, without a close frame: nobody reads it."""
        self.shut = True
        self._frames.clear()
        if self._transport is not None:
            self._transport.abort()

    async def drained(self) -> None:
        """Until what was offered has been handed to the network, or cannot be."""
        while self._task is not None:
            await asyncio.wait((self._task,))
            await asyncio.sleep(0)

    def _wake(self) -> None:
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._write())
            self._task.add_done_callback(self._rested)

    def _rested(self, task: asyncio.Task[None]) -> None:
        self._task = None
        if not task.cancelled() and task.exception() is not None:
            self.cut()
        elif self._frames:
            self._wake()

    async def _write(self) -> None:
        while self._frames:
            frame = self._frames.popleft()
            self._bytes -= len(frame)
            await self._ws.send_frame(frame, WSMsgType.TEXT)
