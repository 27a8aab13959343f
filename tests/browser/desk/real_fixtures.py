"""Fixtures for tests on the real gateway; a test module imports them by name. The demo shop is seeded, and behind it is SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from bot.records.database import Database
from bot.settings import Settings
from bot.shop.seed import seed_if_empty
from tests.browser.chat_page import ChatPage
from tests.browser.desk.desk_page import DeskPage
from tests.browser.desk.real import RealGateway
from tests.fresh_record import sqlite_record
from tests.gateway.desk.desk_client import PASSWORD, hire


@pytest.fixture
def real(settings_for: Callable[..., Settings], data_dir: Path) -> Iterator[RealGateway]:
    database = Database(sqlite_record(data_dir / "records.db"))
    hire(database, "小林")
    hire(database, "王主管", role="supervisor")
    hire(database, "管理员", role="admin")
    settings = settings_for()
    seed_if_empty(settings)
    running = RealGateway(settings, database)
    yield running
    running.stop()
    database.close()


@pytest.fixture
def shopper(new_context: Callable[..., BrowserContext], real: RealGateway) -> Iterator[ChatPage]:
    page = ChatPage(new_context().new_page())
    page.visit(real.url)
    page.open()
    yield page
    assert page.faults == []


@pytest.fixture
def enter(new_context: Callable[..., BrowserContext], real: RealGateway) -> Iterator[Callable[[str], DeskPage]]:
    made: list[DeskPage] = []

    def sign_in(name: str) -> DeskPage:
        made.append(DeskPage(new_context().new_page()).visit(real.url))
        made[-1].log_in(name, PASSWORD)
        expect(made[-1].rail).to_be_visible()
        return made[-1]

    yield sign_in
    assert [fault for desk in made for fault in desk.faults] == []


@pytest.fixture
def agent(enter: Callable[[str], DeskPage]) -> DeskPage:
    return enter("小林")
