"""Signals against a real embedded server: what works, and what happens when it is flushed, frozen, killed or absent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from bot.signals import Signals
from tests.eventually import eventually
from tests.signals.conftest import RealRedis


@pytest.fixture
async def signals(real_redis: RealRedis) -> AsyncIterator[Signals]:
    opened = await Signals.open(real_redis.url)
    await eventually(lambda: opened.healthy)
    yield opened
    await opened.close()


class Listener:
    """Collects what a subscription yields, in the background."""

    def __init__(self, signals: Signals, *channels: str) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self._task = asyncio.create_task(self._listen(signals.subscribe(*channels)))

    async def _listen(self, subscription: AsyncIterator[tuple[str, bytes]]) -> None:
        async for pair in subscription:
            self.heard.append(pair)

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


async def listening(signals: Signals, *channels: str) -> Listener:
    listener = Listener(signals, *channels)
    await asyncio.sleep(0)
    await eventually(lambda: signals.healthy)
    return listener


async def test_a_publication_reaches_every_subscriber_of_its_channel(signals: Signals) -> None:
    listener = await listening(signals, "news", "weather")

    assert await signals.publish("news", b"1")
    assert await signals.publish("sport", b"2")
    assert await signals.publish("weather", b"3")

    await eventually(lambda: len(listener.heard) == 2)
    assert listener.heard == [("news", b"1"), ("weather", b"3")]
    await listener.stop()


async def test_a_queue_gives_its_items_in_order_and_each_once(signals: Signals) -> None:
    for item in (b"a", b"b", b"c"):
        assert await signals.push("turns", item)

    assert [await signals.pop("turns", 1) for _ in range(3)] == [b"a", b"b", b"c"]
    assert await signals.pop("turns", 0.05) is None


async def test_a_full_queue_drops_its_oldest_items(signals: Signals, real_redis: RealRedis) -> None:
    real_redis.client.rpush("turns", *[b"%d" % number for number in range(10_000)])

    await signals.push("turns", b"newest")

    assert real_redis.client.llen("turns") == 10_000
    assert real_redis.client.lindex("turns", 0) == b"newest"
    assert real_redis.client.lindex("turns", -1) == b"9998"


async def test_a_waiting_pop_gets_what_is_pushed_meanwhile(signals: Signals) -> None:
    waiting = asyncio.create_task(signals.pop("turns", 10))
    await asyncio.sleep(0)
    await signals.push("turns", b"x")
    assert await waiting == b"x"


async def test_hints_are_kept_for_their_time_only(signals: Signals, real_redis: RealRedis) -> None:
    assert await signals.set_hint("presence:1", b"here", 30)
    assert await signals.get_hint("presence:1") == b"here"
    assert 29_000 < real_redis.client.pttl("presence:1") <= 30_000
    assert await signals.get_hint("presence:2") is None


async def test_two_namespaces_on_one_server_do_not_meet(real_redis: RealRedis, signals: Signals) -> None:
    other = await Signals.open(real_redis.url + "#other")
    listener = await listening(other, "news")
    await signals.push("turns", b"mine")
    await signals.publish("news", b"mine")
    await other.publish("news", b"theirs")

    await eventually(lambda: listener.heard)
    assert listener.heard == [("news", b"theirs")]
    assert await other.pop("turns", 0.05) is None
    await listener.stop()
    await other.close()


async def test_without_a_server_nothing_fails_and_everything_says_so(stopped_redis: RealRedis) -> None:
    signals = await Signals.open(stopped_redis.url)

    assert not signals.healthy
    assert not await signals.publish("news", b"1")
    assert not await signals.push("turns", b"1")
    assert not await signals.set_hint("k", b"v", 1)
    assert await signals.get_hint("k") is None
    assert await signals.pop("turns", 0.01) is None
    await signals.close()


async def test_no_address_at_all_is_an_absent_server() -> None:
    signals = await Signals.open("")
    assert not signals.healthy
    await signals.close()


async def test_it_connects_when_the_server_comes_later(stopped_redis: RealRedis) -> None:
    signals = await Signals.open(stopped_redis.url)
    listener = Listener(signals, "news")

    stopped_redis.start()

    await eventually(lambda: signals.healthy)
    assert signals.reconnects == 1
    await signals.publish("news", b"1")
    await eventually(lambda: listener.heard)
    await listener.stop()
    await signals.close()


async def test_a_subscription_survives_the_death_of_its_server(signals: Signals, real_redis: RealRedis) -> None:
    listener = await listening(signals, "news")
    real_redis.kill()
    await eventually(lambda: not signals.healthy)
    assert not await signals.publish("news", b"lost")

    real_redis.start()

    await eventually(lambda: signals.healthy)
    assert await signals.publish("news", b"again")
    await eventually(lambda: listener.heard)
    assert listener.heard == [("news", b"again")]
    assert signals.reconnects == 2
    await listener.stop()


async def test_a_pop_that_waits_while_the_server_dies_ends_without_an_item(
    signals: Signals, real_redis: RealRedis
) -> None:
    waiting = asyncio.create_task(signals.pop("turns", 30))
    await eventually(lambda: real_redis.client.info("clients")["blocked_clients"] == 1)
    real_redis.kill()
    assert await asyncio.wait_for(waiting, 10) is None
    assert not signals.healthy


async def test_a_flush_empties_the_queues_and_breaks_nothing(signals: Signals, real_redis: RealRedis) -> None:
    listener = await listening(signals, "news")
    await signals.push("turns", b"gone")

    real_redis.client.flushall()

    assert await signals.pop("turns", 0.05) is None
    await signals.push("turns", b"new")
    assert await signals.pop("turns", 1) == b"new"
    await signals.publish("news", b"1")
    await eventually(lambda: listener.heard)
    await listener.stop()


async def test_a_frozen_server_delays_a_publication_by_no_more_than_its_limit(
    signals: Signals, real_redis: RealRedis
) -> None:
    real_redis.freeze()
    started_s = time.monotonic()
    delivered = await signals.publish("news", b"1")
    took_s = time.monotonic() - started_s

    assert not delivered
    assert took_s < 1  # the limit is a quarter of one; a busy machine adds to it
    await eventually(lambda: not signals.healthy)
    real_redis.thaw()
    await eventually(lambda: signals.healthy)
    assert await signals.publish("news", b"2")


async def test_closing_ends_the_background_work(real_redis: RealRedis) -> None:
    before = asyncio.all_tasks()
    signals = await Signals.open(real_redis.url)
    await signals.close()
    assert asyncio.all_tasks() == before


async def test_a_cancelled_pop_takes_nothing_with_it(signals: Signals, real_redis: RealRedis) -> None:
    waiting = asyncio.create_task(signals.pop("turns", 30))
    await eventually(lambda: real_redis.client.info("clients")["blocked_clients"] == 1)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await eventually(lambda: real_redis.client.info("clients")["blocked_clients"] == 0)

    await signals.push("turns", b"kept")
    await signals.set_hint("k", b"v", 30)

    assert await signals.get_hint("k") == b"v"
    assert await signals.pop("turns", 1) == b"kept"


@pytest.mark.parametrize("steps", range(12))
async def test_a_cancellation_at_any_moment_of_a_command_ends_it(signals: Signals, steps: int) -> None:
    """Moments are counted in steps of the event loop: the command is sent in the first of them."""
    for _ in range(5):
        waiting = asyncio.create_task(_pop_on_and_on(signals))
        for _ in range(steps):
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting}, timeout=5)
        assert waiting.cancelled()


async def _pop_on_and_on(signals: Signals) -> None:
    while True:
        await signals.pop("turns", 0.05)


async def test_what_is_sent_in_one_moment_leaves_in_its_order_and_all_of_it(signals: Signals) -> None:
    items = [str(number).encode() for number in range(1_200)]
    taken = await asyncio.gather(*(signals.push("crowd", item) for item in items))
    assert all(taken)
    assert [await signals.pop("crowd", 1.0) for _ in items] == items
