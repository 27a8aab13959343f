"""The demo shop around the chat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, expect

from tests.browser.canned import CUSTOMERS, ORDERS, PRODUCTS
from tests.browser.chat_page import ChatPage
from tests.browser.fake_gateway import FakeGateway


def test_products_stand_on_shelves_by_category(chat: ChatPage) -> None:
    expect(chat.page.locator(".tile")).to_have_count(len(PRODUCTS))
    shelf = chat.page.locator(".shelf", has=chat.page.get_by_role("heading", name="耳机音箱"))
    expect(shelf.locator(".tile")).to_have_count(2)
    expect(shelf.locator(".tile").first).to_contain_text("¥399")


def test_a_category_can_be_looked_at_alone(chat: ChatPage) -> None:
    chat.page.get_by_role("navigation", name="分类").get_by_role("link", name="图书").click()
    expect(chat.page.locator(".tile")).to_have_count(1)
    chat.expect_title("图书 · 暖物小铺")


def test_a_products_page_opens_the_chat_with_that_product(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.page.get_by_role("link", name="听山 头戴式降噪耳机").click()
    expect(chat.page.get_by_role("heading", level=1)).to_have_text("听山 头戴式降噪耳机")
    chat.page.get_by_role("button", name="咨询这款商品").click()
    expect(chat.rows("shopper").locator(".card")).to_contain_text("听山 头戴式降噪耳机")
    chat.expect_status("已送达")
    assert gateway.conversations[-1].messages[0]["about"] == {"sku": "EJ1001"}


def test_orders_are_shown_to_the_customer_who_is_logged_in_and_to_nobody_else(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.page.get_by_role("link", name="我的订单").click()
    expect(chat.page.get_by_text("登录后就能看到自己的订单")).to_be_visible()
    chat.page.get_by_label("以谁的身份登录").select_option("C10001")
    expect(chat.page.get_by_role("heading", level=1)).to_have_text("林晓雨的订单")
    expect(chat.page.locator(".order")).to_have_count(2)
    chat.page.reload()
    expect(chat.page.locator(".order")).to_have_count(2)
    chat.page.locator(".order", has_text="8012877323411226").get_by_role("button", name="咨询这单").click()
    expect(chat.rows("shopper").locator(".card")).to_contain_text("8012877323411226")


def test_nobody_is_offered_only_the_guest_while_the_customers_are_still_on_their_way(
    context: BrowserContext, gateway: FakeGateway
) -> None:
    page, held = context.new_page(), []
    page.route("**/api/v1/demo/customers", lambda route: held.append(route))
    page.goto(gateway.url)
    account = page.get_by_label("以谁的身份登录")
    expect(account).to_be_disabled()
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    expect(account).to_be_enabled()
    expect(account.locator("option")).to_have_count(1 + len(CUSTOMERS))
    account.select_option(label=account.locator("option").nth(1).inner_text())
    page.goto(f"{gateway.url}/#/orders")
    expect(page.get_by_role("heading", level=1)).to_have_text("林晓雨的订单")


def test_orders_are_told_in_the_shops_time_before_anybody_chats(
    new_context: Callable[..., BrowserContext], gateway: FakeGateway
) -> None:
    page = new_context(timezone_id="America/New_York").new_page()
    page.goto(f"{gateway.url}/#/orders")
    page.get_by_label("以谁的身份登录").select_option("C10001")
    placed = datetime.fromisoformat(ORDERS[0]["placed_at"].replace("Z", "+00:00")).astimezone(ZoneInfo("Asia/Shanghai"))
    expect(page.locator(".order").first).to_contain_text(f"{placed:%H:%M}")


def test_a_product_that_is_not_there_is_said_to_be_gone(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.page.goto(f"{gateway.url}/#/p/%3Cb%3E")
    expect(chat.page.get_by_text("它可能下架了")).to_be_visible()


def test_a_shop_that_does_not_answer_offers_to_try_again(chat: ChatPage) -> None:
    chat.page.route("**/api/v1/demo/products", lambda route: route.fulfill(status=503))
    chat.page.reload()
    expect(chat.page.get_by_role("button", name="再试一次")).to_be_visible()
