"""The record at one moment, as files, and back: SQLite by its backup API, PostgreSQL as one JSON line per row, read in one
transaction. Both work while an instance runs; going back does not, and the caller sees to that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
from alembic import command
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import MetaData, Table, create_engine, func, inspect, select, text
from sqlalchemy.engine import Connection, make_url

from bot.errors import ConfigurationError
from bot.records import migrate
from bot.records.database import Database

_AT_A_TIME = 2_000
_VERSION_TABLE = "alembic_version"


def sqlite_path(url: str) -> Path | None:
    """Where a SQLite database lies; None for another kind."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy, while others write; checked."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as from_, closing(sqlite3.connect(target)) as to:
        from_.backup(to)  # in one go: page by page it would begin anew at each write
        to.execute("PRAGMA journal_mode=DELETE")
        [[verdict]] = to.execute("PRAGMA integrity_check(1)").fetchall()
    if verdict != "ok":
        raise ConfigurationError(f"{source} is damaged ({verdict}): restore an older backup")


def sqlite_facts(path: Path) -> tuple[str, dict[str, int]]:
    """(schema revision, {table: rows}) of a copy."""
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            return _facts(connection)
    finally:
        engine.dispose()


def _facts(connection: Connection) -> tuple[str, dict[str, int]]:
    tables = reflected(connection)
    counts = {
        str(table.name): connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables
    }
    return revision_of(connection), counts


def revision_of(connection: Connection) -> str:
    return str(connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar_one())


def reflected(connection: Connection) -> list[Table]:
    """The tables as they are, those that others point to first; without the schema's own version."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _VERSION_TABLE]


def dump(url: str, directory: Path) -> tuple[str, dict[str, int]]:
    """PostgreSQL's tables as files in `directory`; (revision, {table: rows}), all of one moment."""
    engine = create_engine(url, isolation_level="REPEATABLE READ")
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with engine.begin() as connection:
            counts = {str(table.name): _dump(connection, table, directory) for table in reflected(connection)}
            return revision_of(connection), counts
    finally:
        engine.dispose()


def _dump(connection: Connection, table: Table, directory: Path) -> int:
    count = 0
    names = [str(column.name) for column in table.columns]
    rows = connection.execution_options(stream_results=True).execute(select(table))
    with (directory / f"{table.name}.jsonl").open("wb") as file:
        for part in rows.partitions(_AT_A_TIME):
            file.writelines(
                orjson.dumps(dict(zip(names, row, strict=True)), option=orjson.OPT_APPEND_NEWLINE) for row in part
            )
            count += len(part)
    return count


def need_known(revision: str) -> None:
    """Raises ConfigurationError for a schema that this version does not know."""
    try:
        ScriptDirectory.from_config(migrate.config()).get_revision(revision)
    except CommandError as error:
        raise ConfigurationError(
            f"the backup was made by a newer Xiaonuan (schema {revision}): restore it with that version"
        ) from error


def is_empty(url: str) -> bool:
    """Whether a PostgreSQL database holds no table yet."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return not inspect(connection).get_table_names()
    finally:
        engine.dispose()


def load(database: Database, directory: Path, revision: str) -> None:
    """Put a dump into PostgreSQL, instead of all that is there, in one transaction: it is as before unless all goes well."""
    database.write_now(_load, directory, revision)


def _load(connection: Connection, directory: Path, revision: str) -> None:
    old = MetaData()
    old.reflect(connection)
    old.drop_all(connection)
    made = migrate.config()
    made.attributes["connection"] = connection
    command.upgrade(made, revision)
    for table in reflected(connection):
        path = directory / f"{table.name}.jsonl"
        connection.execute(table.delete())
        for part in _parts(path) if path.exists() else ():
            connection.execute(table.insert(), part)
        _continue_numbers(connection, table)


def _parts(path: Path) -> Iterator[list[dict[str, Any]]]:
    part: list[dict[str, Any]] = []
    with path.open("rb") as file:
        for line in file:
            part.append(orjson.loads(line))
            if len(part) == _AT_A_TIME:
                yield part
                part = []
    if part:
        yield part


def _continue_numbers(connection: Connection, table: Table) -> None:
    """A table that numbers its rows itself goes on after the last one."""
    for column in table.primary_key.columns:
        sequence = connection.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
        ).scalar()
        if sequence:
            last = connection.execute(select(func.max(column))).scalar()
            connection.execute(select(func.setval(sequence, last or 1, last is not None)))
