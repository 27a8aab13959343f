"""A Redis connection of its own for one stream of commands: what redis-py's client does around each command (a pool, retries,
measuring) costs more than the command itself, and this is the turn's path.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from redis.exceptions import ConnectionError as Broken
from redis.exceptions import ResponseError

Command: TypeAlias = tuple[Any, ...]


class Line:
    """For one caller at a time. It connects when it is needed, and anew after anything went wrong."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection  # a redis.asyncio connection, untyped there

    async def ask(self, *commands: Command) -> list[Any]:
        """Each command's answer, in order; what Redis refused is a ResponseError in its place.

        Raises RedisError or OSError when there is no answer. A connection that has broken since it was last used is replaced
        once, so that a command may reach Redis twice.
        """
        before = self._connection.is_connected
        try:
            return await self._asked(commands)
        except (Broken, OSError):
            if not before:
                raise
        return await self._asked(commands)

    async def _asked(self, commands: tuple[Command, ...]) -> list[Any]:
        """An answer that is not read would be taken for the next command's: whatever ends this early ends the connection."""
        connection = self._connection
        whole = False
        try:
            await connection.send_packed_command(connection.pack_commands(commands), check_health=False)
            answers = [await self._answer() for _ in commands]
            whole = True
        finally:
            if not whole:
                await connection.disconnect(nowait=True)
        return answers

    async def _answer(self) -> Any:
        try:
            return await self._connection.read_response()
        except ResponseError as refused:
            return refused

    async def close(self) -> None:
        await self._connection.disconnect(nowait=True)
