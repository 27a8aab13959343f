"""Signals: publish, subscribe, queues and hints over Redis, which may be absent, flushed or restarted at any moment.

Nothing here raises because of Redis, and nothing here may be the only copy of anything.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from redis.exceptions import ResponseError

from bot.signals.departures import Departures
from bot.signals.link import LOST, Link, within

_SEND_TIMEOUT_S = 0.25
_QUEUE_CAP = 10_000


class Signals:
    """One process's connection. Everything that is waited for must also be asked of the record now and then.

    A URL's fragment is a namespace (`redis://host/0#shop-a`): instances that share a Redis do not meet.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._departures = Departures(link)
        self._queues = link.line()
        self._unready = 0  # subscriptions that are not in force: what is published now would pass them by

    @classmethod
    async def open(cls, url: str) -> Signals:
        """Connects within half a second or starts degraded; reconnects by itself. Never fails, also on an empty URL."""
        link = Link(url)
        await link.open()
        return cls(link)

    async def close(self) -> None:
        await self._link.close()

    @property
    def healthy(self) -> bool:
        """Redis answers and every subscription is in force. While False, ask the record once a second instead.

        After it turned True again, ask the record once more: what was published in between is gone.
        """
        return self._link.up and self._unready == 0

    @property
    def reconnects(self) -> int:
        """How often the connection came up; a change means that signals may have been missed."""
        return self._link.reconnects

    async def publish(self, channel: str, payload: bytes) -> bool:
        """Whether Redis took it within a quarter of a second."""
        return await self._departures.send(("PUBLISH", self._link.prefix + channel, payload))

    async def subscribe(self, *channels: str) -> AsyncIterator[tuple[str, bytes]]:
        """(channel, payload) of each publication, for ever; survives reconnects, yields nothing while Redis is away."""
        self._unready += 1
        ready = False
        pubsub: Any = None
        try:
            while True:
                await self._link.wait_up()
                pubsub = self._link.redis.pubsub(ignore_subscribe_messages=True)
                try:
                    await pubsub.subscribe(*(self._link.prefix + channel for channel in channels))
                    ready, self._unready = True, self._unready - 1
                    async for channel, payload in _published(pubsub.connection):
                        yield channel[len(self._link.prefix) :], payload
                except LOST:
                    self._link.lost()
                if ready:
                    ready, self._unready = False, self._unready + 1
                await _drop(pubsub)
        finally:
            self._unready -= 0 if ready else 1
            if pubsub is not None:
                await _drop(pubsub)

    async def push(self, queue: str, item: bytes) -> bool:
        """Puts an item at the queue's end within a quarter of a second. A queue holds 10,000 items; the oldest are dropped."""
        key = self._link.prefix + queue
        return await self._departures.send(("LPUSH", key, item), ("LTRIM", key, 0, _QUEUE_CAP - 1))

    async def pop(self, queue: str, timeout_s: float) -> bytes | None:
        """The queue's oldest item, or None after `timeout_s` seconds (spent waiting also while Redis is away)."""
        if not self._link.up:
            await self._link.wait_up(timeout_s)
            return None
        found = await self._link.run(self._next_of(self._link.prefix + queue, timeout_s), timeout_s + 1)
        return found[1] if found else None

    async def _next_of(self, key: str, timeout_s: float) -> tuple[bytes, bytes] | None:
        (found,) = await self._queues.ask(("BRPOP", key, timeout_s))
        if isinstance(found, ResponseError):
            raise found
        return found

    async def set_hint(self, key: str, value: bytes, ttl_s: float) -> bool:
        """Keeps a value for `ttl_s` seconds; whether Redis took it."""
        return await self._departures.send(("SET", self._link.prefix + key, value, "PX", max(1, int(ttl_s * 1000))))

    async def get_hint(self, key: str) -> bytes | None:
        """The value, or None: an absent hint and an absent Redis look alike and prove nothing."""
        if not self._link.up:
            return None
        value: bytes | None = await self._link.run(self._link.redis.get(self._link.prefix + key), _SEND_TIMEOUT_S)
        return value


async def _published(connection: Any) -> AsyncIterator[tuple[str, bytes]]:
    """What comes on a connection that has subscribed, as it comes; redis-py's own reading costs twice as much."""
    while True:
        kind, *rest = await connection.read_response()
        if kind == b"message":
            channel, payload = rest
            yield channel.decode(), payload


async def _drop(pubsub: Any) -> None:
    with suppress(*LOST):
        await within(_SEND_TIMEOUT_S, pubsub.aclose())
