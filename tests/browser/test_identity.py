"""Whose chat it is: guests, customers, and the moment in which one becomes the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.fake_gateway import FakeGateway


def log_in(chat: ChatPage, customer_id: str) -> None:
    with chat.page.expect_response("**/api/v1/demo/login"):
        chat.page.get_by_label("以谁的身份登录").select_option(customer_id)


def test_each_customer_has_her_own_conversation_and_finds_it_again(chat: ChatPage, gateway: FakeGateway) -> None:
    log_in(chat, "C10001")
    chat.open()
    chat.send("我是林晓雨")
    chat.expect_status("已送达")
    log_in(chat, "C10002")
    expect(chat.rows("shopper")).to_have_count(0)
    chat.send("我是陈思远")
    chat.expect_texts("shopper", "我是陈思远")
    chat.expect_status("已送达")
    log_in(chat, "C10001")
    chat.expect_texts("shopper", "我是林晓雨")
    assert [(each.customer_id, each.shopper_texts) for each in gateway.conversations] == [
        ("C10001", ["我是林晓雨"]),
        ("C10002", ["我是陈思远"]),
    ]


def test_logging_out_shows_nothing_of_the_customer(chat: ChatPage, gateway: FakeGateway) -> None:
    log_in(chat, "C10001")
    chat.open()
    chat.send("我的地址改一下")
    chat.expect_status("已送达")
    log_in(chat, "")
    expect(chat.rows("shopper")).to_have_count(0)
    chat.send("我是游客")
    chat.expect_status("已送达")
    chat.expect_texts("shopper", "我是游客")
    assert gateway.conversations[-1].customer_id is None


def test_a_guest_who_logs_in_goes_on_with_what_she_began(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.send("我的快递呢")
    expect(chat.rows("bot")).to_have_count(2)
    with chat.page.expect_response("**/api/v1/me/identity"):
        log_in(chat, "C10001")
    chat.send("登录好了")
    chat.expect_texts("shopper", "我的快递呢", "登录好了")
    assert [each.customer_id for each in gateway.conversations] == ["C10001"]
    log_in(chat, "")
    expect(chat.rows("shopper")).to_have_count(0)


def test_a_shop_that_cannot_say_who_she_is_makes_nobody_a_guest(chat: ChatPage, gateway: FakeGateway) -> None:
    gateway.identity_broken = True
    chat.page.reload()
    chat.launcher.click()
    expect(chat.notice).to_contain_text("暂时连不上客服")
    assert gateway.conversations == []
    gateway.identity_broken = False
    expect(chat.rows("bot")).to_have_count(1)


def test_a_message_meant_for_one_conversation_never_lands_in_another(chat: ChatPage, gateway: FakeGateway) -> None:
    log_in(chat, "C10001")
    chat.open()
    gateway.acks_held = True
    chat.send("没送到的话")
    chat.expect_status("发送中")
    log_in(chat, "C10002")
    expect(chat.rows("shopper")).to_have_count(0)
    gateway.acks_held = False
    chat.send("陈思远的话")
    chat.expect_status("已送达")
    assert gateway.conversations[-1].shopper_texts == ["陈思远的话"]
    log_in(chat, "C10001")
    chat.expect_texts("shopper", "没送到的话")
    chat.expect_status("已送达")


@pytest.mark.parametrize("answer", ["{}", "null", "not json"])
def test_an_identity_page_that_names_nobody_means_a_guest(chat: ChatPage, gateway: FakeGateway, answer: str) -> None:
    chat.page.route("**/api/v1/demo/identity", lambda route: route.fulfill(status=200, body=answer))
    chat.page.reload()
    chat.launcher.click()
    expect(chat.rows("bot")).to_have_count(1)
    assert gateway.conversations[-1].customer_id is None
