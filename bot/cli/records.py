"""Opens the record for one command, on this version's schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:
    from bot.records.database import Database


@contextmanager
def open_records(settings: Settings) -> Iterator[Database]:
    """Migrates first: a command may be what is run first on a data dir. Raises Unavailable, ConfigurationError."""
    from bot.records.database import Database
    from bot.records.migrate import upgrade_database

    database = Database.open(settings)
    try:
        upgrade_database(database)
        yield database
    finally:
        database.close()
