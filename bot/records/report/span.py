"""The span of time that a report is about, and reading many rows of it. Times are milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy.engine import Connection

_AT_A_TIME = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """[since_ms, until_ms); `now_ms` decides what cannot be judged yet."""

    since_ms: int
    until_ms: int
    now_ms: int

    def holds(self, at_ms: int) -> bool:
        return self.since_ms <= at_ms < self.until_ms


def plain(connection: Connection, query: Any) -> Iterator[Any]:
    """Rows as the driver's own tuples: of a million, making SQLAlchemy's rows would be half of the cost."""
    result = connection.execute(query)
    cursor = result.cursor
    assert cursor is not None
    return chain.from_iterable(iter(lambda: cursor.fetchmany(_AT_A_TIME), []))
