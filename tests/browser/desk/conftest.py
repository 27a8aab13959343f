"""A fake desk of one's own for each test, and an agent's page on it. Fails when the page threw or its policy was broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.desk.desk_page import DeskPage
from tests.browser.desk.fake_desk import FakeDesk
from tests.browser.desk.world import FakeChat, angry_chat, waiting_chat


@pytest.fixture
def gateway() -> Iterator[FakeDesk]:
    fake = FakeDesk()
    fake.start()
    yield fake
    fake.stop()


@pytest.fixture
def waiting(gateway: FakeDesk) -> FakeChat:
    """Somebody who waits, with a plain matter."""
    return gateway.add(waiting_chat())


@pytest.fixture
def rich(gateway: FakeDesk) -> FakeChat:
    """Somebody angry who waits: with orders, a proposal, a ticket, a brief."""
    return gateway.add(angry_chat())


@pytest.fixture
def held(gateway: FakeDesk) -> FakeChat:
    """A chat that 小林 holds already."""
    return gateway.give(waiting_chat("何若曦", waits_s=50))


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext], gateway: FakeDesk) -> Iterator[Callable[..., DeskPage]]:
    """Further people at the desk, each with a browser of her own."""
    made: list[DeskPage] = []

    def enter(name: str = "小林", **options: object) -> DeskPage:
        made.append(DeskPage(new_context(**options).new_page()))
        return made[-1].enter(gateway.url, name)

    yield enter
    assert [fault for page in made for fault in page.faults] == []


@pytest.fixture
def desk(visit: Callable[..., DeskPage]) -> DeskPage:
    """小林, signed in. Whoever else a test asks for by fixture is there already."""
    return visit()
