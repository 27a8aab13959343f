from collections.abc import Iterator

import pytest

from bot.records.database import Database
from tests.stack.fixtures import prepared_data_dir


@pytest.fixture
def database(record_url: str) -> Iterator[Database]:
    opened = Database(record_url)
    yield opened
    opened.close()


__all__ = ["database", "prepared_data_dir"]
