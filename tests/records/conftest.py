from collections.abc import Iterator

import pytest

from bot.records.database import Database


@pytest.fixture
def database(record_url: str) -> Iterator[Database]:
    """A fresh record, on SQLite and on PostgreSQL in turn."""
    opened = Database(record_url)
    yield opened
    opened.close()
