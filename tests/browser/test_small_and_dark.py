"""A phone of 320 px, the dark, and eyes that want stillness."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.chat_page import ChatPage
from tests.browser.fake_gateway import FakeGateway

PHONE = {"width": 320, "height": 640}


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], gateway: FakeGateway) -> ChatPage:
    page = ChatPage(new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce").new_page())
    page.visit(gateway.url)
    return page


@pytest.mark.parametrize("place", ["/#/", "/#/p/DQ1001", "/#/orders", "/#/c/%E5%9B%BE%E4%B9%A6"])
def test_no_page_of_the_shop_is_wider_than_a_small_phone(phone: ChatPage, gateway: FakeGateway, place: str) -> None:
    phone.page.get_by_label("以谁的身份登录").select_option("C10001")
    phone.page.goto(gateway.url + place)
    expect(phone.page.locator("main > *").first).to_be_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_focus_stays_where_it_is_seen_while_the_chat_covers_the_page(phone: ChatPage) -> None:
    phone.open()
    expect(phone.panel).to_have_attribute("aria-modal", "true")
    outside = "document.activeElement.tagName !== 'XIAONUAN-CHAT'"
    for key in ("Tab", "Shift+Tab"):
        for _ in range(14):
            phone.page.keyboard.press(key)
            assert not phone.page.evaluate(outside)
    phone.page.set_viewport_size({"width": 1000, "height": 800})
    expect(phone.panel).to_have_attribute("aria-modal", "false")
    phone.page.keyboard.press("Escape")
    expect(phone.panel).to_be_hidden()


def test_closing_on_a_small_phone_leads_the_focus_back_to_the_bubble(phone: ChatPage) -> None:
    phone.open()
    expect(phone.field).to_be_focused()
    phone.page.keyboard.press("Escape")
    expect(phone.launcher).to_be_focused()


def test_the_chat_fills_a_small_phone_and_nothing_sticks_out(phone: ChatPage) -> None:
    phone.open()
    box = phone.panel.bounding_box()
    assert box == {"x": 0, "y": 0, **PHONE}
    phone.send("全部卡片")
    phone.send("很长的" * 100 + "https://example.com/" + "a" * 200)
    expect(phone.rows("bot")).to_have_count(3)
    wide = phone.panel.evaluate("""panel => [...panel.querySelectorAll('*')].filter((node) => {
      const scrolls = node.closest('.suggestions, .compare');
      return !scrolls && node.getClientRects().length && node.getBoundingClientRect().right > 320.5;
    }).map((node) => node.className)""")
    assert wide == []
    for tool in ("图片", "发送订单"):
        expect(phone.button(tool)).to_be_in_viewport(ratio=1)
    expect(phone.panel.locator(".tools").get_by_role("button", name="转人工")).to_be_in_viewport(ratio=1)


def test_an_answer_that_is_higher_than_the_window_is_shown_from_its_beginning(phone: ChatPage) -> None:
    phone.open()
    phone.send("在吗")
    phone.send("我那个耳机到哪了")
    words = phone.rows("bot").last.locator(".text")
    expect(words).to_contain_text("您的耳机在路上")
    expect(words).to_be_in_viewport(ratio=1)
    phone.send("好的")
    expect(phone.rows("bot").last.locator(".text")).to_be_in_viewport(ratio=1)


def test_the_last_message_stays_in_sight_when_the_room_shrinks(phone: ChatPage) -> None:
    phone.open()
    for number in range(12):
        phone.send(f"第 {number} 句")
    expect(phone.rows("bot")).to_have_count(13)
    phone.page.set_viewport_size({"width": 320, "height": 380})
    expect(phone.rows("bot").last.locator(".text")).to_be_in_viewport()
    expect(phone.field).to_be_in_viewport()


def _panel_colour(page: ChatPage) -> str:
    return str(page.panel.evaluate("panel => getComputedStyle(panel).backgroundColor"))


def test_the_dark_follows_the_system_and_the_page_may_overrule_it(
    new_context: Callable[..., BrowserContext], gateway: FakeGateway
) -> None:
    page = ChatPage(new_context(color_scheme="dark").new_page())
    page.visit(gateway.url)
    page.open()
    dark = _panel_colour(page)
    page.page.evaluate("document.querySelector('script[data-identity-url]').dataset.theme = 'light'")
    expect(page.page.locator("xiaonuan-chat")).to_have_attribute("theme", "light")
    light = _panel_colour(page)
    page.page.emulate_media(color_scheme="light")
    page.page.evaluate("document.querySelector('xiaonuan-chat').setAttribute('theme', 'dark')")
    assert _panel_colour(page) == dark != light


def test_nothing_moves_for_those_who_asked_for_stillness(
    new_context: Callable[..., BrowserContext], gateway: FakeGateway
) -> None:
    gateway.replies_held = True
    page = ChatPage(new_context(reduced_motion="reduce").new_page())
    page.visit(gateway.url)
    page.open()
    page.send("在吗")
    expect(page.log.locator(".dots")).to_be_visible()
    assert page.panel.evaluate("panel => panel.getAnimations({ subtree: true }).length") == 0
