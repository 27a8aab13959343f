"""The unit of work: all or nothing, also in a group; migrations run once; schema and tables agree."""

import asyncio
import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.errors import ConfigurationError, Unavailable
from bot.records import care_tables, clock, conversations, migrate
from bot.records.database import Database
from bot.records.tables import channels


def _insert(connection: object, name: str, *, fail: bool = False) -> str:
    connection.execute(channels.insert().values(name=name, key_hash=name, created_ms=1))  # type: ignore[attr-defined]
    if fail:
        raise ValueError(name)
    return name


async def test_a_job_that_fails_in_a_group_undoes_only_itself(database: Database) -> None:
    jobs = [database.write(_insert, f"n{number}", fail=number % 3 == 0) for number in range(30)]
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    failed = [number for number, outcome in enumerate(outcomes) if isinstance(outcome, ValueError)]
    assert failed == list(range(0, 30, 3))
    names = database.read_now(lambda connection: {row.name for row in connection.execute(channels.select())})
    assert names == {f"n{number}" for number in range(30) if number % 3}


async def test_soft_and_durable_writes_see_each_other(database: Database) -> None:
    await database.write_soft(_insert, "soft")
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        await database.write(_insert, "soft")


def test_two_processes_that_start_at_once_migrate_once(database_url: str) -> None:
    errors: list[BaseException] = []

    def start() -> None:
        database = Database(database_url)
        try:
            migrate.upgrade_database(database)
        except BaseException as error:
            errors.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert errors == []


def test_the_migrations_make_exactly_the_tables(database: Database) -> None:
    difference = database.read_now(
        lambda connection: compare_metadata(MigrationContext.configure(connection), care_tables.metadata)
    )
    assert difference == []


def test_a_record_of_a_newer_version_is_refused_in_words(database: Database) -> None:
    database.write_now(lambda connection: connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="newer"):
        migrate.upgrade_database(database)


def test_a_url_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(ConfigurationError, match="BOT_DATABASE_URL"):
        Database("not a url")


def test_a_database_that_is_away_is_unavailable() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable, match="does not answer"):
        database.read_now(conversations.get, "x")
    database.close()


def test_the_business_clock_is_moved_and_reset(database: Database) -> None:
    from datetime import timedelta

    clock.move(database, timedelta(days=2))
    assert clock.move(database, timedelta(hours=3)) == timedelta(days=2, hours=3)
    assert database.read_now(clock.offset) == timedelta(days=2, hours=3)
    clock.reset(database)
    assert database.read_now(clock.offset) == timedelta()
