"""Two browsers on the real gateway: the shopper asks for a person in the widget, the agent serves her at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from bot.records.database import Database
from bot.records.migrate import upgrade_database
from bot.settings import Settings
from tests.browser.chat_page import ChatPage
from tests.browser.desk.desk_page import DeskPage
from tests.browser.desk.real import RealGateway
from tests.gateway.desk.desk_client import PASSWORD, hire


@pytest.fixture
def real(settings_for: Callable[..., Settings], data_dir: Path) -> Iterator[RealGateway]:
    database = Database(f"sqlite:///{data_dir / 'records.db'}")
    upgrade_database(database)
    hire(database, "小林")
    hire(database, "王主管", role="supervisor")
    running = RealGateway(settings_for(), database)
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
def agent(new_context: Callable[..., BrowserContext], real: RealGateway) -> Iterator[DeskPage]:
    desk = DeskPage(new_context().new_page()).visit(real.url)
    desk.log_in("小林", PASSWORD)
    expect(desk.rail).to_be_visible()
    yield desk
    assert desk.faults == []


def test_the_whole_story_in_two_browsers(shopper: ChatPage, agent: DeskPage) -> None:
    shopper.send("我的耳机坏了")
    expect(shopper.rows("bot").last).to_contain_text("收到")
    agent.page.get_by_role("button", name="切到在线").click()
    shopper.panel.locator(".tools").get_by_role("button", name="转人工").click()
    expect(agent.offers).to_be_visible()
    agent.offers.get_by_role("button", name="接入").click()
    expect(agent.field).to_be_focused()
    expect(agent.log).to_contain_text("我的耳机坏了")
    expect(shopper.log).to_contain_text("小林")
    agent.send("您好，我来处理")
    expect(shopper.rows("agent").last).to_contain_text("您好，我来处理")
    shopper.send("左边没声音")
    agent.expect_texts("shopper", "左边没声音")
    expect(shopper.rows("shopper").last.locator(".status")).to_have_text("已读")
    agent.act("交回小暖").click()
    agent.dialog.get_by_role("textbox").fill("已安排换新")
    agent.dialog.get_by_role("button", name="交回小暖").click()
    expect(agent.conversation.locator(".step")).to_contain_text("小暖正在接待")
    expect(shopper.rows("bot").last).to_contain_text("收到")


def test_ending_asks_the_shopper_to_rate(shopper: ChatPage, agent: DeskPage) -> None:
    shopper.panel.locator(".tools").get_by_role("button", name="转人工").click()
    agent.tab("等待")
    agent.page.get_by_role("button", name="接入下一位").first.click()
    agent.send("您好")
    expect(shopper.rows("agent").last).to_contain_text("您好")
    agent.act("结束").click()
    agent.dialog.get_by_role("button", name="结束").click()
    expect(shopper.panel.get_by_text("这次服务，您觉得怎么样？")).to_be_visible()


def test_a_wrong_password_and_an_ended_session_lead_to_the_form(agent: DeskPage, real: RealGateway) -> None:
    agent.page.get_by_role("button", name="退出登录").click()
    agent.log_in("小林", "wrong")
    expect(agent.page.get_by_role("alert")).to_have_text(re.compile("不对"))
    agent.log_in("小林", PASSWORD)
    expect(agent.rail).to_be_visible()
