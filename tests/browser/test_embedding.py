"""A shop adds one tag: it works on a foreign origin under a strict policy, it is small, and it takes what the page hands over."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import BrowserContext, Response, expect

from tests.browser.chat_page import ChatPage
from tests.browser.fake_gateway import WEB, FakeGateway

BUDGET_BYTES = 30_000


def test_all_that_the_tag_brings_is_under_thirty_kilobytes_gzipped(
    context: BrowserContext, gateway: FakeGateway
) -> None:
    page = ChatPage(context.new_page())
    loaded: list[Response] = []
    page.page.on("response", lambda response: loaded.append(response))
    page.visit(gateway.url)
    page.open()
    page.page.wait_for_load_state("networkidle")
    widget = {each.url: each for each in loaded if each.url.endswith(".js") and "/storefront/" not in each.url}
    assert {path.name for path in (WEB / "widget").rglob("*.js")} <= {url.rsplit("/", 1)[1] for url in widget}
    assert sum(len(gzip.compress(each.body(), 6)) for each in widget.values()) < BUDGET_BYTES


@pytest.fixture
def foreign(context: BrowserContext, gateway: FakeGateway) -> ChatPage:
    """A shop's own page on another origin, with a policy that names the chat's origin and allows nothing inline."""
    page = ChatPage(context.new_page())
    page.visit(gateway.url.replace("127.0.0.1", "localhost") + "/foreign")
    return page


def test_one_tag_puts_the_chat_on_a_foreign_page(foreign: ChatPage, gateway: FakeGateway) -> None:
    foreign.open()
    foreign.send("在吗")
    foreign.expect_status("已送达")
    expect(foreign.page.locator("xiaonuan-chat")).to_have_attribute("sku", "A1")
    assert foreign.faults == []


def test_the_page_keeps_its_own_look_and_the_chat_its_own(foreign: ChatPage) -> None:
    foreign.page.locator("body").evaluate("body => { body.style.fontSize = '40px'; body.style.color = 'red'; }")
    foreign.open()
    assert foreign.panel.evaluate("panel => getComputedStyle(panel).fontSize") == "15px"


def test_the_product_of_the_page_is_shown_to_the_service_on_one_press(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.page.goto(f"{gateway.url}/#/p/EJ1001")
    chat.open()
    chat.button("发送商品").click()
    expect(chat.rows("shopper").locator(".card")).to_contain_text("听山 头戴式降噪耳机")
    chat.expect_status("已送达")
    assert next(frame for frame in gateway.received if frame["type"] == "send")["about"] == {"sku": "EJ1001"}
    chat.page.goto(f"{gateway.url}/#/")
    expect(chat.button("发送商品")).to_be_hidden()


def test_an_order_is_offered_from_what_the_page_handed_over(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.page.get_by_label("以谁的身份登录").select_option("C10001")
    expect(chat.page.get_by_label("以谁的身份登录")).to_be_enabled()
    chat.open()
    chat.button("发送订单").click()
    chat.panel.locator(".order-choice", has_text="智能电饭煲").click()
    expect(chat.rows("shopper").locator(".card")).to_contain_text("待发货")
    chat.expect_status("已送达")
    sent = next(frame for frame in gateway.received if frame["type"] == "send")
    assert sent["about"] == {"order_id": "8012877323411226"} and "text" not in sent


def test_somebody_without_orders_is_told_what_to_do_instead(chat: ChatPage) -> None:
    chat.open()
    chat.button("发送订单").click()
    expect(chat.panel.get_by_text("直接把订单号发过来也可以")).to_be_visible()


def test_an_order_card_of_the_chat_can_be_sent_too(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.send("全部卡片")
    expect(chat.rows("bot")).to_have_count(2)
    chat.button("发送订单").click()
    chat.panel.locator(".order-choice").click()
    expect(chat.rows("shopper").last.locator(".card")).to_contain_text("8012877323411226")


def test_a_page_may_open_and_close_the_chat(chat: ChatPage) -> None:
    element = chat.page.locator("xiaonuan-chat")
    element.evaluate("chat => chat.open()")
    expect(chat.panel).to_be_visible()
    element.evaluate("chat => chat.close()")
    expect(chat.panel).to_be_hidden()


def test_a_removed_chat_leaves_no_connection_behind(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.page.locator("xiaonuan-chat").evaluate("chat => chat.remove()")
    chat.page.wait_for_function("() => true")
    expect(chat.launcher).to_have_count(0)
    chat.page.evaluate("document.body.append(document.createElement('xiaonuan-chat'))")
    chat.open()
    chat.send("还能聊")
    chat.expect_status("已送达")
    assert len(gateway.run(lambda: list(gateway.conversations[-1].listeners))) == 1
