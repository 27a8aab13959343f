"""Bringing the record's schema to this version, at every start; two processes that start at once do it one after the other."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import text
from sqlalchemy.engine import Connection

from bot.errors import ConfigurationError
from bot.records.database import Database
from bot.settings import Settings

_SCRIPTS = Path(__file__).with_name("migrations")
_ADVISORY_LOCK = 0x5869616F  # any fixed number: PostgreSQL's lock among starting instances


def upgrade(settings: Settings) -> None:
    """Raises ConfigurationError when the record was made by a newer version, Unavailable when it cannot be reached."""
    database = Database.open(settings)
    try:
        upgrade_database(database)
    finally:
        database.close()


def upgrade_database(database: Database) -> None:
    if database.read_now(_current) == _head():
        return
    database.write_now(_upgrade)


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(_SCRIPTS))
    return made


def _head() -> str | None:
    return ScriptDirectory.from_config(config()).get_current_head()


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    made = config()
    made.attributes["connection"] = connection
    try:
        command.upgrade(made, "head")
    except CommandError as error:
        raise ConfigurationError(
            f"the database was made by a newer Xiaonuan ({error}): install that version, or restore a backup"
        ) from error
