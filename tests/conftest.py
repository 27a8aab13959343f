"""What every test may ask for: data dirs with short paths, and fresh databases on SQLite and PostgreSQL.

PostgreSQL is a server that this session starts when a selected test is marked `postgres`. Where none is installed these
tests are skipped, and in CI (CI=true) they fail.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.postgres_server import PostgresServer, find_programs

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

_numbers = itertools.count(1)
_ROOT = Path(__file__).resolve().parents[1]

# They take minutes each and begin first, so that at the end no process waits for another's last file. The first trains the
# model that many share, beside one that needs none and is no matter of milliseconds.
LONG_FILES = (
    "tests/e2e/test_conversations.py",
    "tests/training/test_making.py",
    "tests/training/test_going_on.py",
    "tests/worker/test_swapping.py",
    "tests/training/test_promoting.py",
    "tests/stack/test_maintainers_loop.py",
    "tests/care/test_conversations.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The others stay in the order of their folders, for then those in a browser share one."""
    place = {_ROOT / name: number for number, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture(autouse=True, scope="session")
def _own_environment() -> Iterator[None]:
    """A developer's own BOT_… settings must not decide what the tests see."""
    mine = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("BOT_") and not _for_tests(name)}
    yield
    os.environ.update(mine)


def _for_tests(name: str) -> bool:
    return name in ("BOT_TEST_POSTGRES_URL", "BOT_SOAK")


@pytest.fixture(autouse=True, scope="session")
def _postgres_by_environment(request: pytest.FixtureRequest, _own_environment: None) -> None:
    """BOT_TEST_POSTGRES_URL, a database of the server, for suites that take it from there."""
    wanted = any(item.get_closest_marker("postgres") for item in request.session.items)
    if wanted and "BOT_TEST_POSTGRES_URL" not in os.environ and find_programs():
        server: PostgresServer = request.getfixturevalue("postgres_server")
        os.environ["BOT_TEST_POSTGRES_URL"] = server.url("postgres")


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """An empty directory with a path short enough for unix sockets, gone after the test."""
    path = Path(tempfile.mkdtemp(prefix="xn-", dir="/tmp"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def settings_for(data_dir: Path) -> Callable[..., Settings]:
    """`settings_for(workers=2)`: the settings of an instance in this test's data dir, with these BOT_… values."""

    def make(**values: object) -> Settings:
        given = {f"BOT_{name.upper()}": str(value) for name, value in values.items()}
        return Settings.load({"BOT_DATA_DIR": str(data_dir), **given})

    return make


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    programs = find_programs()
    if programs is None:
        reason = "PostgreSQL is not installed (Debian: apt install postgresql)"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    server = PostgresServer(programs)
    yield server
    server.stop()


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a fresh, empty database."""
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"test_{os.getpid()}_{next(_numbers)}"
    server.execute(f"CREATE DATABASE {name}")
    yield server.url(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """The name of a database with a fresh record, to be copied."""
    from tests.fresh_record import migrate

    name = f"migrated_{os.getpid()}"
    postgres_server.execute(f"CREATE DATABASE {name}")
    migrate(postgres_server.url(name))
    return name


@pytest.fixture
def postgres_record(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a fresh record."""
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"test_{os.getpid()}_{next(_numbers)}"
    server.execute(f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('migrated_postgres')}")
    yield server.url(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def record_url(request: pytest.FixtureRequest, data_dir: Path) -> str:
    """A fresh record, with the tables of this version: the test runs once on each kind of database."""
    if request.param == "sqlite":
        from tests.fresh_record import sqlite_record

        return sqlite_record(data_dir / "records.db")
    url: str = request.getfixturevalue("postgres_record")
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, data_dir: Path) -> str:
    """A fresh, empty database: the test runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{data_dir / 'records.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url
