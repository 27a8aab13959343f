"""Models swapped in a worker: the next turn takes the new one, a bad one is refused, and memory does not grow."""

from __future__ import annotations

import asyncio
import gc
import os
import weakref
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.errors import XiaonuanError
from bot.records.database import Database
from bot.records.migrate import upgrade_database
from bot.settings import Settings
from bot.training import promotions, registry
from bot.training.making import Order, make
from bot.worker import model as swapping
from bot.worker.model import PromotedModel
from tests.training.small_project import small_project

pytestmark = pytest.mark.timeout(300)
SWAPS = 20
NOWHERE = "http://127.0.0.1:1/webhook"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data dir with three registered models of a small project, the same but in name."""
    home = tmp_path_factory.mktemp("swapping")
    settings = Settings.load({"BOT_DATA_DIR": str(home / "data")})
    database = Database.open(settings)
    upgrade_database(database)
    root = small_project(home / "project")
    first = make(database, settings, Order(root=root, measured=False), lambda _line: None)
    content = (settings.models_dir / first.name).read_bytes()
    for number in range(2):
        copy = settings.models_dir / f"copy-{number}.tar.gz"
        copy.write_bytes(content)
        registry.register(database, settings, copy, root=root)
    database.close()
    return home


@pytest.fixture
async def worker(home: Path) -> AsyncIterator[tuple[PromotedModel, Database, list[str]]]:
    settings = Settings.load({"BOT_DATA_DIR": str(home / "data")})
    database = Database.open(settings)
    names = sorted(each.name for each in database.read_now(registry.listed) if not each.name.startswith("bad"))
    promotions.promote(database, names[0])
    model = PromotedModel(settings=settings, database=database, actions_url=NOWHERE)
    await model.load()
    yield model, database, names
    await model.close()
    database.close()


async def test_the_next_turn_takes_the_promoted_one_and_the_one_before_stays_warm(worker: Any) -> None:
    model, database, names = worker
    first = model.engine
    promotions.promote(database, names[1])
    await model.load()
    assert model.name == names[1]
    promotions.rollback(database)
    await model.load()
    assert model.engine is first  # nothing was loaded to go back


async def test_what_is_warm_is_let_go_after_a_while(worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    model, database, names = worker
    monkeypatch.setattr(swapping, "WARM_FOR_S", 0.0)
    first = weakref.ref(model.engine)
    promotions.promote(database, names[1])
    await model.load()
    await model.load()
    await asyncio.sleep(0.2)
    gc.collect()
    assert first() is None


async def test_a_turn_that_began_with_the_old_one_ends_with_it(worker: Any) -> None:
    model, database, names = worker
    old = model.engine
    old._running = 1  # as in the middle of a turn
    promotions.promote(database, names[1])
    await model.load()
    promotions.promote(database, names[2])
    await model.load()  # the first is let go now
    await asyncio.sleep(0.2)
    assert model._retiring and model.name == names[2]
    old._running = 0
    await asyncio.wait_for(asyncio.gather(*model._retiring), 5)


@pytest.mark.parametrize("damage", ["changed", "gone", "no archive"])
async def test_a_model_that_cannot_be_loaded_is_refused_and_the_old_one_answers(worker: Any, damage: str) -> None:
    model, database, _names = worker
    settings = model.settings
    bad = settings.models_dir / f"bad-{damage.replace(' ', '-')}.tar.gz"
    bad.write_bytes(b"this is no archive")
    registry.register(database, settings, bad)
    if damage == "changed":
        bad.write_bytes(b"something else")
    if damage == "gone":
        bad.unlink()
    promotions.promote(database, bad.name)
    before = model.engine
    with pytest.raises(XiaonuanError, match="xiaonuan train"):
        await model.load()
    await model.load()  # once is enough: not tried again at every look
    assert model.engine is before


async def test_twenty_swaps_hold_two_models_at_most_and_no_more_memory_than_five(worker: Any) -> None:
    """Each of three models in turn, so that none is the warm one: every swap loads."""
    from bot.worker.engine import Engine

    model, database, names = worker
    seen: weakref.WeakSet[Engine] = weakref.WeakSet()
    held_mb: list[float] = []
    for number in range(1, SWAPS + 1):
        promotions.promote(database, names[number % 3])
        await model.load()
        seen.add(model.engine)
        await asyncio.sleep(0.1)
        assert model.name == names[number % 3]
        assert len(seen) <= 2
        held_mb.append(_held_mb())
    print(f"after 5 swaps {held_mb[4]:.0f} MB, after {SWAPS} swaps {held_mb[-1]:.0f} MB")
    assert held_mb[-1] < held_mb[4] + 30


def _held_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
