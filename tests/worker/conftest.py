from collections.abc import Iterator

import pytest

from bot.records.database import Database
from bot.records.migrate import upgrade_database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    upgrade_database(opened)
    yield opened
    opened.close()
