"""What leaves for Redis: commands that are sent in the same moment travel together, in the order in which they were given."""

from __future__ import annotations

import asyncio

from redis.exceptions import ResponseError

from bot.signals.line import Command
from bot.signals.link import Link

_SEND_TIMEOUT_S = 0.25
_AT_ONCE = 100  # commands in one go; what a moment brings beyond that leaves with the next


class Departures:
    """One journey is under way at a time: what comes meanwhile waits for the next, so that load makes fewer of them."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._line = link.line()
        self._waiting: list[tuple[tuple[Command, ...], asyncio.Future[bool]]] = []
        self._leaving: asyncio.Task[None] | None = None

    async def send(self, *commands: Command) -> bool:
        """Whether Redis took them, within a quarter of a second of their departure."""
        if not self._link.up:
            return False
        taken: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((commands, taken))
        if self._leaving is None or self._leaving.done():
            self._leaving = asyncio.create_task(self._leave(), name="signals-leave")
        return await taken

    async def _leave(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
            taken = False
            try:
                taken = await self._carry([command for commands, _ in group for command in commands])
            finally:
                for _, future in group:
                    if not future.done():
                        future.set_result(taken)

    async def _carry(self, commands: list[Command]) -> bool:
        if not self._link.up:
            return False
        answers = await self._link.run(self._line.ask(*commands), _SEND_TIMEOUT_S)
        return answers is not None and not any(isinstance(answer, ResponseError) for answer in answers)
