"""The wall and what only supervisors may do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk.crowd import crowded
from tests.browser.desk.desk_page import DeskPage
from tests.browser.desk.fake_desk import FakeDesk
from tests.browser.desk.world import FakeChat


@pytest.fixture
def boss(held: FakeChat, gateway: FakeDesk, visit: Callable[..., DeskPage]) -> DeskPage:
    """The supervisor, with a chat of 小林's open."""
    desk = visit("王主管")
    desk.tab("全部")
    desk.choose(held)
    return desk


def test_an_agent_sees_neither_the_wall_nor_a_supervisors_buttons(held: FakeChat, desk: DeskPage) -> None:
    expect(desk.rail.locator(".rail-wall")).to_be_hidden()
    desk.page.evaluate("location.hash = '#/wall'")
    expect(desk.page.get_by_role("main", name="主管看板")).to_be_hidden()
    desk.tab("我的")
    desk.choose(held)
    for name in ("旁听", "接管", "改派"):
        expect(desk.act(name)).to_have_count(0)


def test_the_wall_shows_the_figures_and_who_is_loaded_how(gateway: FakeDesk, visit: Callable[..., DeskPage]) -> None:
    crowded(gateway)
    desk = visit("王主管")
    desk.tab("看板")
    wall = desk.page.get_by_role("main", name="主管看板")
    for words in ("正在等待12", "最久等待03:35", "首次响应时长00:34", "3 分钟人工响应率92.5%", "在线客服1/3"):
        expect(wall.locator(".tiles")).to_contain_text(words)
    expect(wall.locator("tr", has_text="小周")).to_contain_text("1/5")
    expect(wall.locator("tr", has_text="物流").last).to_be_visible()
    wall.locator(".alarm").click()
    expect(desk.conversation.locator("h2").first).to_have_text("陈思远")


def test_a_status_is_forced_from_the_wall(gateway: FakeDesk, visit: Callable[..., DeskPage]) -> None:
    desk = visit("王主管")
    desk.tab("看板")
    desk.page.get_by_label("改 小周 的状态").select_option("busy")
    expect(desk.page.get_by_label("改 小周 的状态")).to_have_value("busy")
    assert gateway.sent("force_status")[0]["agent"] == "小周"


def test_the_audit_log_is_exported_for_the_days_that_are_named(visit: Callable[..., DeskPage]) -> None:
    desk = visit("王主管")
    desk.tab("看板")
    desk.page.get_by_label("从", exact=True).fill("2026-11-01")
    desk.page.get_by_label("到", exact=True).fill("2026-11-02")
    link = desk.page.get_by_role("link", name="操作审计 CSV")
    href = link.get_attribute("href") or ""
    assert href.startswith("/api/v1/desk/audit?")
    assert "from=2026-10-31T16%3A00%3A00.000Z" in href and "until=2026-11-02T16%3A00%3A00.000Z" in href
    assert "format=csv" in href


def test_watching_shows_the_chat_live_and_a_whisper_reaches_only_the_colleague(boss: DeskPage, held: FakeChat, gateway: FakeDesk, visit: Callable[..., DeskPage]) -> None:  # fmt: skip
    colleague = visit()
    colleague.choose(held)
    boss.act("旁听").click()
    expect(boss.act("停止旁听")).to_be_visible()
    gateway.shopper_says(held, "有人吗")
    boss.expect_texts("shopper", "转人工", "有人吗")
    whisper = boss.page.get_by_role("textbox", name="悄悄话")
    whisper.fill("先安抚，可以补 20 元")
    whisper.press("Enter")
    note = colleague.log.locator(".note-whisper")
    expect(note).to_contain_text("主管悄悄话")
    expect(note).to_contain_text("先安抚，可以补 20 元")
    assert [line for line in held.messages if "先安抚" in line.get("text", "")] == []


def test_taking_over_gives_her_the_chat_and_tells_the_colleague(boss: DeskPage, held: FakeChat, visit: Callable[..., DeskPage]) -> None:  # fmt: skip
    colleague = visit()
    colleague.choose(held)
    boss.act("接管").click()
    expect(boss.field).to_be_visible()
    expect(colleague.conversation.locator(".step")).to_contain_text("王主管 正在接待")
    expect(colleague.field).to_be_hidden()


def test_a_chat_is_given_to_somebody_else(boss: DeskPage, gateway: FakeDesk) -> None:
    boss.act("改派").click()
    boss.dialog.get_by_label("转给").select_option("skill:complaint")
    boss.dialog.get_by_role("button", name="改派").click()
    expect(boss.toast).to_have_text("已改派")
    assert gateway.sent("reassign")[0]["to"] == {"skill": "complaint"}
