from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.records.database import Database
from bot.settings import Settings
from bot.signals.embedded import EmbeddedRedis, find_program
from bot.supervisor.lineage import bound_to
from tests.fresh_record import sqlite_record
from tests.gateway.live import LiveGateway

_namespaces = itertools.count(1)

StartGateway = Callable[..., Awaitable[LiveGateway]]


@pytest.fixture(scope="session")
def shared_redis() -> Iterator[str]:
    """One real server for all tests of the gateway; each test has a namespace of its own."""
    program, place = find_program(), Path(tempfile.mkdtemp(prefix="xn-", dir="/tmp"))
    assert program is not None
    embedded = EmbeddedRedis(program=program, socket=place / "redis.sock", log=place / "redis.log")
    process = subprocess.Popen(embedded.command(), preexec_fn=bound_to(os.getpid()))
    yield embedded.url
    process.kill()
    process.wait()
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def redis_url(shared_redis: str) -> str:
    return f"{shared_redis}#test-{next(_namespaces)}"


@pytest.fixture
def database(record_url: str) -> Iterator[Database]:
    """A fresh record, on SQLite and on PostgreSQL in turn."""
    opened = Database(record_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(data_dir: Path) -> Iterator[Database]:
    """A fresh record for what does not depend on the kind of database."""
    opened = Database(sqlite_record(data_dir / "records.db"))
    yield opened
    opened.close()


@pytest_asyncio.fixture
async def start(settings_for: Callable[..., Settings], redis_url: str) -> AsyncIterator[StartGateway]:
    """`await start(database, frames_burst=3)`: a gateway with these settings; `redis=""` gives it none."""
    running: list[LiveGateway] = []

    async def begin(database: Database, *, redis: str | None = None, **values: object) -> LiveGateway:
        url = redis_url if redis is None else redis
        running.append(await LiveGateway.start(settings_for(**values), database, url))
        return running[-1]

    yield begin
    for gateway in running:
        await gateway.stop()


@pytest_asyncio.fixture
async def gateway(start: StartGateway, database: Database) -> AsyncIterator[LiveGateway]:
    """On SQLite and on PostgreSQL in turn."""
    running = await start(database)
    yield running
    await running.stop()


@pytest_asyncio.fixture
async def lone(start: StartGateway, sqlite_database: Database) -> AsyncIterator[LiveGateway]:
    """On SQLite only."""
    running = await start(sqlite_database)
    yield running
    await running.stop()
