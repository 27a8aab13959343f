"""Opens the SQL shop's database: one pooled engine, SQLite in WAL or PostgreSQL, and its schema. Holds no queries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

from bot.errors import ConfigurationError
from bot.shop.sql import care_tables as c
from bot.shop.sql import held_rows, search_rows
from bot.shop.sql.tables import metadata

_BUSY_S = 5
_SCHEMA_LOCK = 7_206_151_853  # any number that nothing else in the database uses as an advisory lock


def open_engine(url: str) -> Engine:
    """An engine for the shop at this SQLAlchemy URL. Raises ConfigurationError when the URL or its driver is unusable.

    A block that is begun with `writing(engine)` takes SQLite's write lock at its start, so two writers wait in line.
    """
    try:
        target = make_url(url)
        backend = target.get_backend_name()
        if backend == "sqlite":
            return _sqlite(target)
        if backend == "postgresql":
            options = f"-c statement_timeout={_BUSY_S * 1000} -c timezone=UTC"
            return sa.create_engine(
                target, future=True, pool_pre_ping=True, connect_args={"connect_timeout": 3, "options": options}
            )
    except (sa.exc.ArgumentError, ImportError) as error:
        raise ConfigurationError("BOT_SHOP_URL is not a database URL such as sqlite:////data/shop.db") from error
    raise ConfigurationError(f"BOT_SHOP_URL: {backend} is not supported; use sqlite or postgresql")


def writing(engine: Engine) -> Engine:
    """The same engine, whose transactions begin with the write lock and may run for long."""
    return engine.execution_options(shop_writes=True)


def create_schema(connection: Connection) -> None:
    """Create what is missing; safe when two processes start at once, because the caller holds a writing transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("select pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
    older = not sa.inspect(connection).has_table(c.held_pieces.name)
    metadata.create_all(connection)
    search_rows.create(connection)
    if older:
        held_rows.fill(connection)


def _sqlite(target: Any) -> Engine:
    if target.database and target.database != ":memory:":
        Path(target.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        target,
        future=True,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=8,
        connect_args={"check_same_thread": False, "timeout": _BUSY_S},
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions on its own
    mode = connection.execute("pragma journal_mode").fetchone()[0]
    if mode != "wal":
        connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("shop_writes", False)
    connection.exec_driver_sql("begin immediate" if writes else "begin")
