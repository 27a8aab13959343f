"""The unit of work: one short transaction at a time, on SQLite (WAL, synchronous FULL) or PostgreSQL.

A write begins with BEGIN IMMEDIATE on SQLite: a deferred one that reads first fails at once when another process writes.
Engines are synchronous; the async methods run them on threads of their own, so the event loop never waits for a disk.
"""

from __future__ import annotations

import asyncio
import functools
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import QueuePool

from bot.errors import ConfigurationError, Unavailable
from bot.settings import Settings

T = TypeVar("T")
_BUSY_TIMEOUT_S = 5.0


class Database:
    """Opens lazily; `read` and `write` raise Unavailable when the database cannot be reached or is full."""

    def __init__(self, url: str, *, readers: int = 4, writers: int = 4) -> None:
        self.url = url
        try:
            parsed = make_url(url)
            self.is_sqlite = parsed.get_backend_name() == "sqlite"
            self._writer = self._engine(url, begin="BEGIN IMMEDIATE", size=1 if self.is_sqlite else writers)
            self._reader = self._engine(url, begin="BEGIN", size=readers)
        except (ArgumentError, NoSuchModuleError) as error:
            raise ConfigurationError(
                "BOT_DATABASE_URL is not a database URL such as postgresql://user@host/name or sqlite:///path"
            ) from error
        self._write_threads = ThreadPoolExecutor(1 if self.is_sqlite else writers, "records-write")
        self._read_threads = ThreadPoolExecutor(readers, "records-read")

    @classmethod
    def open(cls, settings: Settings) -> Database:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return cls(settings.database_url)

    def _engine(self, url: str, *, begin: str, size: int) -> Engine:
        if not self.is_sqlite:
            return create_engine(url, pool_size=size, max_overflow=2, pool_pre_ping=True, pool_recycle=1800)
        path = make_url(url).database
        if path:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=2,
            connect_args={"check_same_thread": False, "timeout": _BUSY_TIMEOUT_S},
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

    @property
    def engine(self) -> Engine:
        """The writing engine, for migrations."""
        return self._writer

    def read_now(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Run `work(connection, …)` in a reading transaction, on this thread."""
        return self._run(self._reader, work, args, kwargs)

    def write_now(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Run `work(connection, …)` in a writing transaction, on this thread; it commits unless `work` raises."""
        return self._run(self._writer, work, args, kwargs)

    async def read(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._read_threads, functools.partial(self.read_now, work, *args, **kwargs))

    async def write(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """As `write_now`, on a thread. Shielded: a caller that goes away does not leave a half-known outcome."""
        loop = asyncio.get_running_loop()
        return await asyncio.shield(
            loop.run_in_executor(self._write_threads, functools.partial(self.write_now, work, *args, **kwargs))
        )

    def _run(self, engine: Engine, work: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        try:
            with engine.begin() as connection:
                return work(connection, *args, **kwargs)
        except (OperationalError, sqlite3.OperationalError) as error:
            raise Unavailable(_explained(error)) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise Unavailable(_explained(error)) from error
            raise

    def close(self) -> None:
        self._write_threads.shutdown(wait=True)
        self._read_threads.shutdown(wait=True)
        self._writer.dispose()
        self._reader.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-8000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _explained(error: Exception) -> str:
    text = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    if "full" in text or "disk" in text.lower():
        return f"the disk is full or not writable ({text}): free some space; nothing of this was stored"
    return f"the database does not answer ({text}): check BOT_DATABASE_URL and that it runs"


def lock_conversation_row(connection: Connection, statement: Any) -> Any:
    """The one row of a statement, locked until the transaction's end (PostgreSQL; SQLite locks the whole file)."""
    return connection.execute(statement.with_for_update()).one_or_none()
