"""By keyboard alone, and for ears: focus goes where one expects it, and axe finds nothing serious."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chat_page import ChatPage
from tests.browser.fake_gateway import FakeGateway

GRAVE = ("serious", "critical")


def _focus(page: Page) -> str:
    """The accessible name, or the text, of what has the focus, inside the chat too."""
    return str(
        page.evaluate("""() => {
      let node = document.activeElement;
      while (node.shadowRoot && node.shadowRoot.activeElement) node = node.shadowRoot.activeElement;
      return node.getAttribute('aria-label') || node.textContent.trim();
    }""")
    )


def _tab_to(page: Page, name: str, key: str = "Tab") -> None:
    for _ in range(60):
        if _focus(page) == name:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{name} is not reached by {key}")


def _grave(page: Page) -> list[dict[str, Any]]:
    found = Axe().run(page).response["violations"]
    return [
        {"id": each["id"], "nodes": [node["html"] for node in each["nodes"]]}
        for each in found
        if each["impact"] in GRAVE
    ]


def test_a_whole_chat_needs_no_mouse(chat: ChatPage, gateway: FakeGateway) -> None:
    page = chat.page
    _tab_to(page, "打开在线客服", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(chat.field).to_be_focused()
    page.keyboard.type("查物流")
    page.keyboard.press("Enter")
    expect(chat.button("智能电饭煲")).to_be_visible()
    expect(chat.field).to_be_focused()
    _tab_to(page, "智能电饭煲", "Shift+Tab")
    page.keyboard.press("Space")
    expect(chat.button("智能电饭煲")).to_be_disabled()
    chat.expect_status("", "已送达")
    _tab_to(page, "转人工")
    page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    assert _focus(page) == "打开在线客服"
    assert gateway.conversations[-1].shopper_texts == ["查物流", "智能电饭煲"]


def test_the_focus_is_not_caught_in_the_chat(chat: ChatPage) -> None:
    chat.open()
    _tab_to(chat.page, "跳到正文")


def test_an_order_is_picked_by_keyboard_and_escape_closes_only_the_list(chat: ChatPage, gateway: FakeGateway) -> None:
    page = chat.page
    page.get_by_label("以谁的身份登录").select_option("C10001")
    expect(page.get_by_label("以谁的身份登录")).to_be_enabled()
    chat.open()
    _tab_to(page, "发送订单", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(chat.panel.locator(".order-choice").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(chat.button("发送订单")).to_be_focused()
    page.keyboard.press("Enter")
    expect(chat.panel.locator(".order-choice").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(chat.rows("shopper").locator(".card")).to_contain_text("8549755244430099")
    expect(chat.field).to_be_focused()


def test_new_messages_are_announced_politely_and_history_is_not(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    expect(chat.log).to_have_attribute("aria-live", "polite")
    expect(chat.log).to_have_attribute("aria-busy", "false")
    gateway.refusing = True
    gateway.drop_sockets()
    expect(chat.log).to_have_attribute("aria-busy", "true")


def test_each_message_says_who_spoke_and_when(chat: ChatPage) -> None:
    chat.open()
    chat.send("在吗")
    expect(chat.rows("bot")).to_have_count(2)
    assert (chat.rows("shopper").first.text_content() or "").startswith("我 今天")
    assert (chat.rows("bot").last.text_content() or "").startswith("暖小暖AI今天")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    new_context: Callable[..., BrowserContext], gateway: FakeGateway, scheme: str
) -> None:
    chat = ChatPage(new_context(color_scheme=scheme, reduced_motion="reduce").new_page())
    chat.visit(gateway.url)
    expect(chat.page.locator(".tile").first).to_be_visible()
    assert _grave(chat.page) == []
    chat.page.goto(f"{gateway.url}/#/p/EJ1001")
    chat.open()
    chat.send("全部卡片")
    chat.send("查物流")
    chat.button("降噪耳机").click()
    expect(chat.rows("bot")).to_have_count(4)
    gateway.say("agent", text="您好", agent={"name": "小林"})
    gateway.say("system", text="小林为您服务")
    gateway.next_error = {"code": "unavailable"}
    chat.send("没发出去的")
    expect(chat.button("重试")).to_be_visible()
    assert _grave(chat.page) == []
    chat.button("发送订单").click()
    chat.button("结束咨询").click()
    chat.button("一般").click()
    assert _grave(chat.page) == []


def test_the_way_to_a_person_and_the_composer_are_named_for_readers(chat: ChatPage) -> None:
    chat.open()
    for name in ("图片", "发送订单", "收起", "发送"):
        expect(chat.button(name)).to_be_visible()
    expect(chat.panel.locator(".tools").get_by_role("button", name="转人工")).to_be_enabled()
