"""A real embedded server that a test may flush, freeze, kill and start again."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from bot.settings import Settings
from bot.signals.embedded import EmbeddedRedis, find_program
from bot.supervisor.lineage import bound_to


class RealRedis:
    def __init__(self, embedded: EmbeddedRedis) -> None:
        self.url = embedded.url
        self._command = embedded.command()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, preexec_fn=bound_to(os.getpid()))

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    @property
    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)


@pytest.fixture
def stopped_redis(data_dir: Path, settings_for: Callable[..., Settings]) -> Iterator[RealRedis]:
    program = find_program()
    assert program is not None
    log = data_dir / "redis.log"
    server = RealRedis(EmbeddedRedis(program=program, socket=data_dir / "redis.sock", log=log))
    yield server
    server.kill()


@pytest.fixture
def real_redis(stopped_redis: RealRedis) -> RealRedis:
    stopped_redis.start()
    return stopped_redis
