"""The same person in two tabs: one conversation, in step."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.chat_page import ChatPage
from tests.browser.fake_gateway import FakeGateway


@pytest.fixture
def other(chat: ChatPage, context: BrowserContext, gateway: FakeGateway) -> ChatPage:
    page = ChatPage(context.new_page())
    page.visit(gateway.url)
    return page


def test_what_is_said_in_one_tab_shows_in_the_other(chat: ChatPage, other: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    other.open()
    assert len(gateway.conversations) == 1
    chat.send("在吗")
    other.expect_texts("shopper", "在吗")
    other.send("我在另一页")
    chat.expect_texts("shopper", "在吗", "我在另一页")
    chat.expect_status("", "已送达")
    expect(chat.rows("bot")).to_have_count(3)
    expect(other.rows("bot")).to_have_count(3)


def test_a_tab_that_was_never_opened_joins_the_conversation_and_counts(
    chat: ChatPage, other: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    chat.send("在吗")
    expect(chat.rows("bot")).to_have_count(2)
    chat.button("收起").click()
    gateway.say("bot", text="到了")
    expect(other.launcher).to_have_accessible_name("打开在线客服，1 条未读消息")
    assert len(gateway.conversations) == 1


def test_what_was_read_in_one_tab_is_no_longer_counted_in_the_other(
    chat: ChatPage, other: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    chat.button("收起").click()
    gateway.say("bot", text="到了")
    other.expect_title("(1) 暖物小铺")
    chat.expect_title("(1) 暖物小铺")
    chat.launcher.click()
    chat.expect_title("暖物小铺")
    other.expect_title("暖物小铺")


def test_a_button_used_in_one_tab_is_used_in_the_other(chat: ChatPage, other: ChatPage) -> None:
    chat.open()
    other.open()
    chat.send("查物流")
    other.button("智能电饭煲").click()
    expect(chat.button("降噪耳机")).to_be_disabled()
    expect(chat.rows("shopper")).to_have_count(2)


def test_switching_the_person_in_one_tab_switches_the_other(
    chat: ChatPage, other: ChatPage, gateway: FakeGateway
) -> None:
    chat.page.get_by_label("以谁的身份登录").select_option("C10001")
    chat.open()
    other.open()
    chat.send("我是林晓雨")
    other.expect_texts("shopper", "我是林晓雨")
    chat.page.get_by_label("以谁的身份登录").select_option("C10002")
    expect(other.rows("shopper")).to_have_count(0)
    other.send("我是陈思远")
    chat.expect_texts("shopper", "我是陈思远")
    assert [each.customer_id for each in gateway.conversations] == ["C10001", "C10002"]
