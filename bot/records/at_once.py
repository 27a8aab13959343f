"""Writing on the caller's own thread, while that is sure to be short: nobody else writes and the disk has been quick.

Handing a transaction to another thread and back costs two wake-ups, as much as the transaction itself; an event loop
must never wait for a slow disk or for somebody else's lock. So each transaction is timed, and a slow one sends the next
ones to group_commit.py until they are quick again.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

T = TypeVar("T")
QUICK_S = 0.002
_OF_NEW = 0.2  # how much the newest transaction counts in the average


class Pace:
    """How long writing transactions take lately, in seconds: a moving average. Any thread may note one."""

    def __init__(self) -> None:
        self.recent_s = 0.0

    def note(self, took_s: float) -> None:
        self.recent_s += _OF_NEW * (took_s - self.recent_s)

    @property
    def quick(self) -> bool:
        return self.recent_s < QUICK_S


class WriterAtOnce:
    """For one thread only. `run` is all or nothing, and durable as the engine makes it."""

    def __init__(self, engine: Engine, database: Path, pace: Pace) -> None:
        self._engine = engine
        self._lock_file = f"{database}.writers"
        self._pace = pace
        self._connection: Connection | None = None
        self._handle: int | None = None

    def take_turn(self) -> bool:
        """Whether `run` may be called now; then it must be, for it gives the turn back."""
        if not self._pace.quick:
            return False
        if self._handle is None:
            self._handle = os.open(self._lock_file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def run(self, work: Callable[[Connection], T]) -> T:
        """Raises what `work` raises, and then nothing is written."""
        assert self._handle is not None
        began_s = time.perf_counter()
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            with self._connection.begin():
                return work(self._connection)
        except (OperationalError, sqlite3.OperationalError):
            self._drop_connection()
            raise
        finally:
            fcntl.flock(self._handle, fcntl.LOCK_UN)
            self._pace.note(time.perf_counter() - began_s)

    def close(self) -> None:
        self._drop_connection()
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError, sqlite3.Error):
                connection.close()
