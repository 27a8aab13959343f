from collections.abc import Iterator

import pytest

from bot.records.database import Database
from bot.records.migrate import upgrade_database
from tests.stack.fixtures import prepared_data_dir


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    upgrade_database(opened)
    yield opened
    opened.close()


__all__ = ["database", "prepared_data_dir"]
