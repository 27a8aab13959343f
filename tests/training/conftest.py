"""Fixtures of the maintainers' loop: a record, a small project, and a model that was really trained on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.records.database import Database
from bot.records.migrate import upgrade_database
from bot.settings import Settings
from bot.training.making import Order, make
from bot.training.registry import Model
from tests.fresh_record import sqlite_record
from tests.training.small_project import small_project


@pytest.fixture
def settings(settings_for: Callable[..., Settings]) -> Settings:
    return settings_for()


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = Database(sqlite_record(settings.data_dir / "records.db"))
    yield opened
    opened.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """(data dir with one trained, registered model of the small project, that model's name)."""
    home = tmp_path_factory.mktemp("made")
    settings = Settings.load({"BOT_DATA_DIR": str(home / "data")})
    database = Database.open(settings)
    upgrade_database(database)
    root = small_project(home / "project")
    try:
        model = make(database, settings, Order(root=root), lambda _line: None)
    finally:
        database.close()
    return home, model.name


@pytest.fixture
def made(made_once: tuple[Path, str], tmp_path: Path) -> Iterator[tuple[Settings, Database, Model, Path]]:
    """A copy of the data dir, its settings and record open, the model, and the project that it was made from."""
    from bot.training.registry import find

    home, name = made_once
    shutil.copytree(home / "data", tmp_path / "data")
    shutil.copytree(home / "project", tmp_path / "project", ignore=shutil.ignore_patterns(".rasa"))
    settings = Settings.load({"BOT_DATA_DIR": str(tmp_path / "data")})
    database = Database.open(settings)
    yield settings, database, database.read_now(find, name), tmp_path / "project"
    database.close()
