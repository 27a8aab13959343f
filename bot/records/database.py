"""The unit of work: one short transaction at a time, on SQLite (WAL, synchronous FULL) or PostgreSQL.

`write` is durable when it returns. `write_soft` is atomic, but a power cut may undo it: for leases and heartbeats, which
nobody was told of. `write_short` is for what every turn does. Engines are synchronous; the async methods run them on threads of their own, so the event loop never
waits for a slow disk. How SQLite's writers share one file is in group_commit.py and at_once.py.
"""

from __future__ import annotations

import asyncio
import functools
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import InterfaceError as SqlInterfaceError
from sqlalchemy.pool import QueuePool

from bot.errors import ConfigurationError, Unavailable
from bot.records.at_once import Pace, WriterAtOnce
from bot.records.group_commit import GroupCommit, writing_turn
from bot.settings import Settings

T = TypeVar("T")
_BUSY_TIMEOUT_S = 5.0
_AWAY = (OperationalError, SqlInterfaceError, sqlite3.OperationalError)


class Database:
    """Opens lazily; every method raises Unavailable when the database cannot be reached or is full."""

    def __init__(self, url: str, *, readers: int = 4, writers: int = 8) -> None:
        self.url = url
        try:
            parsed = make_url(url)
            self.is_sqlite = parsed.get_backend_name() == "sqlite"
            self._path = Path(parsed.database) if self.is_sqlite and parsed.database else None
            self._reader = self._engine("BEGIN", size=readers)
            self._writer = self._engine("BEGIN IMMEDIATE", size=2 if self.is_sqlite else writers)
            self._soft = self._engine("BEGIN IMMEDIATE", size=2, synchronous="NORMAL") if self._path else self._writer
        except (ArgumentError, NoSuchModuleError) as error:
            raise ConfigurationError(
                "BOT_DATABASE_URL is not a database URL such as postgresql://user@host/name or sqlite:///path"
            ) from error
        self._read_threads = ThreadPoolExecutor(readers, "records-read")
        self._write_threads = None if self._path else ThreadPoolExecutor(writers, "records-write")
        pace, soft_pace = Pace(), Pace()
        self._group = GroupCommit(self._writer, self._path, pace) if self._path else None
        self._soft_group = GroupCommit(self._soft, self._path, soft_pace) if self._path else None
        self._at_once = WriterAtOnce(self._writer, self._path, pace) if self._path else None
        self._soft_at_once = WriterAtOnce(self._soft, self._path, soft_pace) if self._path else None

    @classmethod
    def open(cls, settings: Settings) -> Database:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return cls(settings.database_url)

    def _engine(self, begin: str, *, size: int, synchronous: str = "FULL") -> Engine:
        if not self.is_sqlite:
            return create_engine(self.url, pool_size=size, max_overflow=2, pool_pre_ping=True, pool_recycle=1800)
        if self._path:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            self.url,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=2,
            connect_args={"check_same_thread": False, "timeout": _BUSY_TIMEOUT_S},
        )
        event.listen(engine, "connect", functools.partial(_prepare_sqlite, synchronous))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

    def read_now(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Run `work(connection, …)` in a reading transaction, on this thread."""
        return _told(self._transact, self._reader, _bound(work, args, kwargs))

    def write_now(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Run `work(connection, …)` in a writing transaction, on this thread; it commits unless `work` raises."""
        bound = _bound(work, args, kwargs)
        if self._path is None:
            return _told(self._transact, self._writer, bound)
        with writing_turn(self._path):
            return _told(self._transact, self._writer, bound)

    def checkpoint(self, *, wait_s: float = 1.0) -> bool:
        """Bring SQLite's write-ahead log into the file and empty it; whether nobody stood in the way. Writers wait meanwhile."""
        if self._path is None:
            return True
        raw = sqlite3.connect(self._path, timeout=wait_s)
        try:
            [busy, *_] = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
        finally:
            raw.close()
        return not busy

    async def read(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        loop = asyncio.get_running_loop()
        call = functools.partial(_told, self._transact, self._reader, _bound(work, args, kwargs))
        return await loop.run_in_executor(self._read_threads, call)

    async def write(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """As `write_now`, on a thread. Shielded: a caller that goes away does not leave a half-known outcome."""
        return await self._written(self._group, self._writer, _bound(work, args, kwargs))

    async def write_soft(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """As `write`, but not yet durable when it returns; the next `write` of any process makes it so."""
        return await self._written(self._soft_group, self._soft, _bound(work, args, kwargs))

    async def write_short(self, work: Callable[..., T], *args: Any, soft: bool = False, **kwargs: Any) -> T:
        """As `write` (or `write_soft`), for the few short transactions of every turn: here and now while that is quick.

        Only for the event loop's thread.
        """
        bound = _bound(work, args, kwargs)
        writer = self._soft_at_once if soft else self._at_once
        if writer is not None and writer.take_turn():
            return _told(writer.run, bound)
        if soft:
            return await self._written(self._soft_group, self._soft, bound)
        return await self._written(self._group, self._writer, bound)

    async def _written(self, group: GroupCommit | None, engine: Engine, bound: Callable[..., T]) -> T:
        future: Future[T]
        try:
            if group is not None:
                future = group.submit(bound)
            else:
                assert self._write_threads is not None
                future = self._write_threads.submit(self._transact, engine, bound)
        except RuntimeError as error:  # the pool has ended
            raise Unavailable("the database is closed") from error
        try:
            return await asyncio.shield(asyncio.wrap_future(future))
        except _away() as error:
            raise Unavailable(_explained(error)) from error

    @staticmethod
    def _transact(engine: Engine, bound: Callable[..., T]) -> T:
        with engine.begin() as connection:
            return bound(connection)

    def close(self) -> None:
        for writer in (self._group, self._soft_group, self._at_once, self._soft_at_once):
            if writer is not None:
                writer.close()
        if self._write_threads is not None:
            self._write_threads.shutdown(wait=True)
        self._read_threads.shutdown(wait=True)
        for engine in (self._reader, self._writer, self._soft):
            engine.dispose()


def _bound(work: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Callable[..., T]:
    def bound(connection: Any) -> T:
        return work(connection, *args, **kwargs)

    return bound


def _away() -> tuple[type[Exception], ...]:
    """With the errors of PostgreSQL's driver where it is in use: SQLAlchemy loads it then, and a process without saves 6 MB."""
    driver = sys.modules.get("psycopg2")
    return (*_AWAY, driver.OperationalError, driver.InterfaceError) if driver else _AWAY


def _told(run: Callable[..., T], *args: Any) -> T:
    try:
        return run(*args)
    except _away() as error:
        raise Unavailable(_explained(error)) from error


def _prepare_sqlite(synchronous: str, connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is erased is overwritten, not only forgotten
        "temp_store=MEMORY",
        "cache_size=-8000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _explained(error: Exception) -> str:
    text = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    if "full" in text or "disk" in text.lower():
        return f"the disk is full or not writable ({text}): free some space; nothing of this was stored"
    return f"the database does not answer ({text}): check BOT_DATABASE_URL and that it runs"
