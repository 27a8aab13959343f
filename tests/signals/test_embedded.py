"""The embedded server's program, address and the limits that it runs under."""

from __future__ import annotations

from tests.eventually import eventually
from tests.signals.conftest import RealRedis


async def test_it_listens_on_its_socket_only_and_keeps_nothing(real_redis: RealRedis) -> None:
    await eventually(lambda: _answers(real_redis))
    assert real_redis.client.config_get("port") == {"port": "0"}
    assert real_redis.client.config_get("save") == {"save": ""}
    assert real_redis.client.config_get("appendonly") == {"appendonly": "no"}


async def test_it_starts_again_over_the_socket_of_one_that_was_killed(real_redis: RealRedis) -> None:
    await eventually(lambda: _answers(real_redis))
    real_redis.kill()
    real_redis.start()
    await eventually(lambda: _answers(real_redis))


def _answers(server: RealRedis) -> bool:
    import redis

    try:
        return bool(server.client.ping())
    except redis.RedisError:
        return False
