"""Group commit for SQLite: what is asked for while one transaction reaches the disk goes into the next one together.

A commit with synchronous=FULL waits for the disk (0.3 to 5 ms), whatever its size; 64 shoppers must not wait 64 times.
Processes queue on a file lock: SQLite's own waiting is polling, which is unfair and slow when the file is busy.
"""

from __future__ import annotations

import fcntl
import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.errors import Unavailable
from bot.records.at_once import Pace

T = TypeVar("T")
_LARGEST_GROUP = 64
_FILE_TROUBLE = (OperationalError, sqlite3.OperationalError)
_Job = tuple[Callable[[Connection], Any], "Future[Any]"]


@contextmanager
def writing_turn(database: Path) -> Iterator[None]:
    """Hold this machine's right to write to the file; a process that dies gives it up."""
    handle = os.open(f"{database}.writers", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class GroupCommit:
    """One thread that writes. Each job is all or nothing by itself; a job that raises undoes only itself."""

    def __init__(self, engine: Engine, database: Path, pace: Pace) -> None:
        self._engine = engine
        self._pace = pace
        self._database = database
        self._connection: Connection | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="records-write", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Connection], T]) -> Future[T]:
        future: Future[T] = Future()
        if self._closed:
            future.set_exception(Unavailable("the database is closed"))
        else:
            self._jobs.put((work, future))
        return future

    def close(self) -> None:
        """Write what was asked for, then end; what is asked for later is refused."""
        self._closed = True
        self._jobs.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while True:
            first = self._jobs.get()
            if first is None:
                break
            group, ending = self._joined(first)
            self._write(group)
            if ending:
                break
        self._drop_connection()

    def _joined(self, first: _Job) -> tuple[list[_Job], bool]:
        group = [first]
        while len(group) < _LARGEST_GROUP:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return group, False
            if job is None:
                return group, True
            group.append(job)
        return group, False

    def _write(self, group: list[_Job]) -> None:
        try:
            outcomes = self._transact(group)
        except BaseException as error:
            if len(group) == 1:
                group[0][1].set_exception(error)
            else:
                for job in group:  # the file refused the group as a whole: let each one succeed or fail alone
                    self._write([job])
            return
        for (_work, future), (value, error) in zip(group, outcomes, strict=True):
            if error is None:
                future.set_result(value)
            else:
                future.set_exception(error)

    def _transact(self, group: list[_Job]) -> list[tuple[Any, BaseException | None]]:
        connection = self._open_connection()
        try:
            with writing_turn(self._database):
                began_s = time.perf_counter()
                with connection.begin():
                    done = self._done(connection, group)
                self._pace.note(time.perf_counter() - began_s)
                return done
        except _FILE_TROUBLE:
            self._drop_connection()
            raise

    @staticmethod
    def _done(connection: Connection, group: list[_Job]) -> list[tuple[Any, BaseException | None]]:
        if len(group) == 1:
            return [(group[0][0](connection), None)]
        return [_alone(connection, work) for work, _future in group]

    def _open_connection(self) -> Connection:
        """One connection for good: taking one from the pool for each transaction costs as much as the transaction."""
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError, sqlite3.Error):
                connection.close()


def _alone(connection: Connection, work: Callable[[Connection], Any]) -> tuple[Any, BaseException | None]:
    """Run one job of a group. Trouble of the file itself undoes the whole group and is raised."""
    connection.exec_driver_sql("SAVEPOINT job")
    try:
        value = work(connection)
    except _FILE_TROUBLE:
        raise
    except BaseException as error:
        connection.exec_driver_sql("ROLLBACK TO job")
        connection.exec_driver_sql("RELEASE job")
        return None, error
    connection.exec_driver_sql("RELEASE job")
    return value, None
