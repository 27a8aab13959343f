"""On the real gateway and the demo shop: the agent gives money, changes an order, sends goods; the shared texts are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Route, expect

from tests.browser.chat_page import ChatPage
from tests.browser.desk.desk_page import DeskPage
from tests.browser.desk.real import RealGateway
from tests.browser.desk.real_fixtures import agent, enter, real, shopper
from tests.eventually import eventually_now

__all__ = ["agent", "enter", "real", "shopper"]


def serve(real: RealGateway, shopper: ChatPage, agent: DeskPage, status: str) -> None:
    """A customer whose newest order is in this state asks for a person, and the agent takes her."""

    async def customers() -> list[str]:
        shop = real.live.parts.hours.shop
        found = [each async for each in shop.customers()]
        newest = {each.customer_id: (await shop.orders_of(each.customer_id, limit=1)) for each in found[:200]}
        return [customer for customer, orders in newest.items() if orders and orders[0].status == status]

    who = shopper.page.get_by_label("以谁的身份登录")
    who.select_option(real.on_loop(customers())[0])
    expect(who).to_be_enabled()
    shopper.open() if not shopper.panel.is_visible() else None
    shopper.panel.locator(".tools").get_by_role("button", name="转人工").click()
    agent.tab("等待")
    agent.conversation.get_by_role("button", name="接入下一位").click()
    expect(agent.field).to_be_focused()


def answer(desk: DeskPage, button: str, **fields: str) -> None:
    for label, value in fields.items():
        desk.dialog.get_by_label(label).fill(value)
    desk.dialog.get_by_role("button", name=button, exact=True).click()
    expect(desk.dialog).to_have_count(0)


def test_money_within_her_limit_is_paid_and_above_it_a_supervisor_decides(
    real: RealGateway, shopper: ChatPage, agent: DeskPage, enter: Callable[[str], DeskPage]
) -> None:
    serve(real, shopper, agent, "signed")
    order = agent.side.locator(".order").first
    order.get_by_role("button", name="退款补偿").click()
    agent.dialog.get_by_label("补偿", exact=True).check()
    answer(agent, "提交", **{"金额（元）": "5.5", "原因": "外箱压坏"})
    expect(shopper.log).to_contain_text("5.50 元，同事已经同意")
    expect(shopper.log).to_contain_text(re.compile(r"补偿 5\.50 元已经打出"))
    expect(agent.side.locator(".section-openProposals")).to_contain_text("已打款")
    order.get_by_role("button", name="退款补偿").click()
    answer(agent, "提交", **{"金额（元）": "210", "原因": "退一件"}) if _total(order) > 300 else _refuse(agent)


def _total(order: object) -> float:
    text = order.locator(".price").first.inner_text()  # type: ignore[attr-defined]
    return float(text.strip("¥").replace(",", ""))


def _refuse(agent: DeskPage) -> None:
    answer(agent, "提交", **{"金额（元）": "99999", "原因": "太多"})
    expect(agent.toast).to_contain_text("超过")


def test_an_order_is_changed_by_the_shops_rules_and_goods_are_sent(
    real: RealGateway, shopper: ChatPage, agent: DeskPage
) -> None:
    serve(real, shopper, agent, "paid")
    order = agent.side.locator(".order").first
    order.get_by_role("button", name="催一催").click()
    answer(agent, "催一催")
    expect(shopper.log).to_contain_text("已经帮您催了")
    order.get_by_role("button", name="改地址").click()
    answer(agent, "改地址", **{"新地址": "浙江省杭州市西湖区文三路100号"})
    expect(shopper.log).to_contain_text("收货信息")
    order.get_by_role("button", name="取消订单").click()
    answer(agent, "取消订单")
    expect(shopper.log).to_contain_text("已经为您取消")
    expect(order).to_contain_text("已取消")
    expect(order.get_by_role("button", name="取消订单")).to_have_count(0)
    agent.page.get_by_role("button", name="发卡片").click()
    agent.dialog.get_by_role("searchbox").fill("蓝牙耳机")
    agent.dialog.get_by_role("button", name="发商品").first.click()
    expect(shopper.rows("agent").locator(".card")).to_have_count(1)


def test_what_she_changed_herself_is_known_to_her_while_her_panel_still_shows_what_was(
    real: RealGateway, shopper: ChatPage, agent: DeskPage
) -> None:
    serve(real, shopper, agent, "paid")
    order = agent.side.locator(".order").first
    expect(order.get_by_role("button", name="改地址")).to_be_visible()
    before: list[Any] = []

    def as_it_was(route: Route) -> None:
        before.append(before[0] if before else route.fetch())
        route.fulfill(response=before[0])

    dossier = re.compile(r"/desk/conversations/[^/]+$")
    agent.page.route(dossier, as_it_was)
    order.get_by_role("button", name="催一催").click()
    with agent.page.expect_response(dossier):
        answer(agent, "催一催")
    order.get_by_role("button", name="改地址").click()
    answer(agent, "改地址", **{"新地址": "浙江省杭州市西湖区文三路100号"})
    expect(shopper.log).to_contain_text("收货信息")
    order.get_by_role("button", name="取消订单").click()
    answer(agent, "取消订单")
    expect(shopper.log).to_contain_text("已经为您取消")
    agent.page.unroute_all()


def write(admin: DeskPage, tab: str, **fields: str) -> None:
    """In the admin's open dialog."""
    library = admin.page.get_by_role("dialog", name="管理内容")
    library.get_by_role("button", name=tab).click()
    library.get_by_role("button", name="新增").click()
    form = admin.page.get_by_role("dialog", name="新增")
    for label, value in fields.items():
        form.get_by_label(label, exact=True).fill(value)
    form.get_by_role("button", name="确定").click()
    expect(form).to_have_count(0)


def test_what_admins_write_comes_to_what_the_agent_has_open(
    real: RealGateway, shopper: ChatPage, agent: DeskPage, enter: Callable[[str], DeskPage]
) -> None:
    serve(real, shopper, agent, "signed")
    admin = enter("管理员")
    admin.page.get_by_role("button", name="管理内容").click()
    agent.field.press_sequentially("/cdb")
    expect(agent.page.get_by_role("option").filter(has_text="/cdb")).to_have_count(0)
    write(admin, "快捷回复", 简码="cdb", 标题="充电宝", 内容="前台能借充电宝。")
    expect(agent.page.get_by_role("option").filter(has_text="/cdb")).to_be_visible()
    agent.field.press("Enter")
    expect(agent.field).to_have_value("前台能借充电宝。")
    agent.page.get_by_role("button", name="知识库").click()
    agent.dialog.get_by_role("searchbox").fill("能借充电宝吗")
    expect(agent.dialog.get_by_text("两小时内免费")).to_have_count(0)
    write(admin, "知识库", **{"顾客会怎么问（一行一种问法）": "能借充电宝吗", "回答": "前台可以借，两小时内免费。"})
    expect(agent.dialog.get_by_text("两小时内免费")).to_be_visible()


def test_what_admins_write_is_there_for_everybody_at_once(
    real: RealGateway, shopper: ChatPage, agent: DeskPage, enter: Callable[[str], DeskPage]
) -> None:
    expect(agent.page.get_by_role("button", name="管理内容")).to_be_hidden()
    admin = enter("管理员")
    admin.page.get_by_role("button", name="管理内容").click()
    library = admin.page.get_by_role("dialog", name="管理内容")
    library.get_by_role("button", name="新增").click()
    form = admin.page.get_by_role("dialog", name="新增")
    form.get_by_label("顾客会怎么问（一行一种问法）").fill("能借充电宝吗\n店里有充电宝吗")
    form.get_by_label("回答").fill("前台可以借充电宝，两小时内免费。")
    form.get_by_role("button", name="确定").click()
    expect(library).to_contain_text("能借充电宝吗")
    library.get_by_role("button", name="快捷回复").click()
    library.get_by_role("button", name="新增").click()
    form.get_by_label("简码").fill("cdb")
    form.get_by_label("标题").fill("充电宝")
    form.get_by_label("内容", exact=True).fill("{name}您好，前台能借充电宝，我是{agent}。")
    form.get_by_role("button", name="确定").click()
    expect(library).to_contain_text("/cdb")
    serve(real, shopper, agent, "signed")
    agent.field.press_sequentially("/cdb")
    expect(agent.page.get_by_role("option").filter(has_text="/cdb")).to_be_visible()
    agent.field.press("Enter")
    expect(agent.field).to_have_value(re.compile("我是小林。$"))
    agent.page.get_by_role("button", name="知识库").click()
    agent.dialog.get_by_role("searchbox").fill("充电宝能借吗")
    eventually_now(lambda: "两小时内免费" in agent.dialog.inner_text())
