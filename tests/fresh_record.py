"""A record with this version's tables and nothing in them, copied: migrating one for each test took half of many tests' time.

What a record becomes from older versions is tested in tests/records/test_database.py, on files that are migrated.
"""

from __future__ import annotations

import functools
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from bot.records.database import Database
from bot.records.migrate import upgrade_database


def migrate(url: str) -> None:
    """Brings the database to this version and leaves no connection to it."""
    database = Database(url)
    try:
        upgrade_database(database)
    finally:
        database.close()


def sqlite_record(path: Path) -> str:
    """The URL of a fresh record at `path`, where nothing is yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_migrated())
    return f"sqlite:///{path}"


@functools.cache
def _migrated() -> bytes:
    """The file's content: whoever copies it must not find half of it in a write-ahead log."""
    place = Path(tempfile.mkdtemp(prefix="xn-", dir="/tmp"))
    try:
        migrate(f"sqlite:///{place / 'records.db'}")
        with closing(sqlite3.connect(place / "records.db")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return (place / "records.db").read_bytes()
    finally:
        shutil.rmtree(place, ignore_errors=True)
