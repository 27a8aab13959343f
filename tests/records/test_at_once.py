"""Short transactions on the caller's thread: durable and all or nothing, and handed over as soon as that is not quick."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import Unavailable
from bot.records.at_once import QUICK_S, Pace
from bot.records.database import Database
from bot.records.group_commit import writing_turn
from bot.records.migrate import upgrade_database
from bot.records.tables import channels


@pytest.fixture
def database(data_dir: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{data_dir / 'records.db'}")
    upgrade_database(opened)
    yield opened
    opened.close()


def _insert(connection: object, name: str, threads: list[str], *, fail: bool = False) -> str:
    threads.append(threading.current_thread().name)
    connection.execute(channels.insert().values(name=name, key_hash=name, created_ms=1))  # type: ignore[attr-defined]
    if fail:
        raise ValueError(name)
    return name


def _names(database: Database) -> set[str]:
    return database.read_now(lambda connection: {row.name for row in connection.execute(channels.select())})


@pytest.mark.parametrize("soft", [False, True])
async def test_a_quick_transaction_runs_here_and_is_seen_by_others(database: Database, soft: bool) -> None:
    threads: list[str] = []
    assert await database.write_short(_insert, "a", threads, soft=soft) == "a"
    assert threads == [threading.current_thread().name]
    assert _names(database) == {"a"}


async def test_one_that_fails_leaves_nothing_and_the_next_one_works(database: Database) -> None:
    with pytest.raises(ValueError, match="a"):
        await database.write_short(_insert, "a", [], fail=True)
    await database.write_short(_insert, "b", [])
    assert _names(database) == {"b"}


async def test_while_somebody_else_writes_the_loop_does_not_wait(database: Database, data_dir: Path) -> None:
    threads: list[str] = []
    with writing_turn(data_dir / "records.db"):
        waiting = asyncio.create_task(database.write_short(_insert, "a", threads))
        for _ in range(20):
            await asyncio.sleep(0)
        assert not waiting.done()
    assert await waiting == "a"
    assert threads == ["records-write"]


async def test_a_slow_disk_sends_the_next_ones_to_the_thread_until_it_is_quick_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    assert database._at_once is not None
    pace = database._at_once._pace
    pace.recent_s = 100 * QUICK_S
    monkeypatch.setattr(pace, "note", lambda _took_s: Pace.note(pace, 0.0))  # from now on every one is quick
    for number in range(60):
        await database.write_short(_insert, f"n{number}", threads)
    assert threads[0] == "records-write"
    assert threads[-1] == threading.current_thread().name


async def test_a_file_that_cannot_be_written_is_said_and_does_not_stay(database: Database, data_dir: Path) -> None:
    def refuse(connection: object) -> None:
        connection.exec_driver_sql("SELECT * FROM nowhere")  # type: ignore[attr-defined]

    with pytest.raises(Unavailable):
        await database.write_short(refuse)
    await database.write_short(_insert, "a", [])
    assert _names(database) == {"a"}


def test_the_pace_follows_what_was_last() -> None:
    pace = Pace()
    assert pace.quick
    for _ in range(20):
        pace.note(5 * QUICK_S)
    assert not pace.quick
    for _ in range(40):
        pace.note(0.0)
    assert pace.quick
