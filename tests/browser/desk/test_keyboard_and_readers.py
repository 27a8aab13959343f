"""By keyboard alone, with an input method, and for ears: axe finds nothing serious, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.browser.desk.crowd import crowded
from tests.browser.desk.desk_page import DeskPage
from tests.browser.desk.fake_desk import FakeDesk
from tests.browser.desk.world import PASSWORD, FakeChat, angry_chat

COMPOSES = """(field, key) => { field.value = '你好'; field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...key })); }"""


def _grave(page: Page) -> list[dict[str, Any]]:
    found = Axe().run(page).response["violations"]
    grave = [each for each in found if each["impact"] in ("serious", "critical")]
    return [{"id": each["id"], "nodes": [node["html"] for node in each["nodes"]]} for each in grave]


def test_a_whole_chat_needs_no_mouse(rich: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    keyboard = desk.page.keyboard
    keyboard.press("Alt+s")
    expect(desk.page.get_by_role("button", name="在线", exact=True)).to_have_attribute("aria-pressed", "true")
    keyboard.press("Alt+1")
    expect(desk.list).to_be_focused()
    keyboard.press("ArrowDown")
    expect(desk.conversation.locator("h2").first).to_have_text("陈思远")
    keyboard.press("Enter")
    expect(desk.conversation.locator(".step").get_by_role("button", name="接入")).to_be_focused()
    keyboard.press("Enter")
    expect(desk.field).to_be_focused()
    keyboard.type("/hi")
    keyboard.press("Enter")
    keyboard.press("Enter")
    expect(desk.lines("agent")).to_have_count(1)
    keyboard.press("Alt+g")
    expect(desk.page.locator(".suggestion").first).to_be_focused()
    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    expect(desk.field).to_be_focused()
    keyboard.press("Enter")
    expect(desk.lines("agent")).to_have_count(2)
    keyboard.press("Alt+m")
    expect(desk.page.get_by_role("textbox", name="备注")).to_be_focused()
    keyboard.type("已安抚")
    keyboard.press("Enter")
    expect(desk.log.locator(".note")).to_have_count(1)
    keyboard.press("Alt+r")
    expect(desk.dialog).to_be_visible()
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(desk.conversation).to_contain_text("会话已结束")
    assert gateway.sent("resolve")[0]["outcome"] == "unsolved"


def test_the_question_mark_shows_the_sheet_but_not_while_she_writes(held: FakeChat, desk: DeskPage) -> None:
    desk.page.keyboard.press("?")
    expect(desk.page.get_by_role("dialog", name="快捷键")).to_be_visible()
    desk.page.keyboard.press("Escape")
    desk.choose(held)
    desk.field.focus()
    desk.page.keyboard.type("?")
    expect(desk.dialog).to_have_count(0)
    expect(desk.field).to_have_value("?")


def test_every_shortcut_of_the_sheet_is_one(desk: DeskPage) -> None:
    source = desk.page.evaluate("fetch('/static/desk/views/keys.js').then((answer) => answer.text())")
    desk.page.keyboard.press("?")
    named = {key for key in desk.dialog.locator("dt").all_text_contents() if key.startswith("Alt") and len(key) == 4}
    assert len(named) >= 12
    assert [key for key in named if f"Key{key[3]}" not in source] == []


@pytest.mark.parametrize("key", [{"isComposing": True}, {"keyCode": 229}])
def test_enter_of_an_input_method_sends_nothing(held: FakeChat, gateway: FakeDesk, desk: DeskPage, key: dict[str, Any]) -> None:  # fmt: skip
    desk.choose(held)
    desk.field.evaluate(COMPOSES, key)
    expect(desk.field).to_have_value("你好")
    assert gateway.sent("send") == []


def test_shift_and_enter_break_the_line(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    desk.field.focus()
    desk.page.keyboard.type("第一行")
    desk.page.keyboard.press("Shift+Enter")
    desk.page.keyboard.type("第二行")
    desk.page.keyboard.press("Enter")
    expect(desk.lines("agent").last.locator(".status")).to_have_text("已送达")
    assert gateway.sent("send")[0]["text"] == "第一行\n第二行"


def test_a_dialog_gives_the_focus_back(held: FakeChat, desk: DeskPage) -> None:
    desk.choose(held)
    desk.act("转接").focus()
    desk.page.keyboard.press("Enter")
    expect(desk.dialog.get_by_label("转给")).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.act("转接")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(gateway: FakeDesk, visit: Callable[..., DeskPage], scheme: str) -> None:
    crowded(gateway)
    desk = visit(color_scheme=scheme, reduced_motion="reduce")
    expect(desk.conversation.locator(".start")).to_be_visible()
    assert _grave(desk.page) == []
    desk.claim(next(chat for chat in gateway.chats.values() if chat.chat["customer_name"] == "陈思远"))
    desk.conversation.get_by_role("button", name="建议回复").click()
    expect(desk.page.locator(".suggestion").first).to_be_focused()
    desk.field.fill("/")
    expect(desk.page.get_by_role("listbox", name="快捷回复")).to_be_visible()
    gateway.offer(gateway.add(angry_chat()))
    expect(desk.offers).to_be_visible()
    assert _grave(desk.page) == []
    desk.page.keyboard.press("Escape")
    for name in ("转接", "结束"):
        desk.act(name).click()
        assert _grave(desk.page) == []
        desk.page.keyboard.press("Escape")
    for tab in ("工单", "审批", "承诺", "全部"):
        desk.tab(tab)
        expect(desk.rows.first).to_be_visible()
        assert _grave(desk.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_wall_and_at_the_door(gateway: FakeDesk, visit: Callable[..., DeskPage], scheme: str) -> None:  # fmt: skip
    crowded(gateway)
    desk = visit("王主管", color_scheme=scheme)
    desk.tab("看板")
    expect(desk.page.locator(".alarm")).to_be_visible()
    assert _grave(desk.page) == []
    desk.page.get_by_role("button", name="退出登录").click()
    desk.log_in(password=PASSWORD + "x")
    expect(desk.page.get_by_role("alert")).to_be_visible()
    assert _grave(desk.page) == []
