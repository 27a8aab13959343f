"""On the real gateway and the demo shop: after-sale cases that wait for a person, decided at the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Route, expect

from tests.browser.chat_page import ChatPage
from tests.browser.desk.desk_page import DeskPage
from tests.browser.desk.real import RealGateway
from tests.browser.desk.real_fixtures import agent, enter, real, shopper
from tests.gateway.desk.desk_client import hire

__all__ = ["agent", "enter", "real", "shopper"]


def customer_of(real: RealGateway, kind: str) -> str:
    async def find() -> str:
        shop = real.live.parts.hours.shop
        found = await shop.cases_in(["applied"], limit=50)
        assert found is not None
        order = await shop.order(next(case.order_id for case in found.cases if case.type == kind))
        assert order is not None
        return order.customer_id

    return real.on_loop(find())


def test_she_approves_one_and_refuses_another_and_the_shopper_reads_it(
    real: RealGateway, shopper: ChatPage, agent: DeskPage
) -> None:
    who = shopper.page.get_by_label("以谁的身份登录")
    who.select_option(customer_of(real, "return"))
    expect(who).to_be_enabled()
    shopper.open() if not shopper.panel.is_visible() else None
    shopper.send("我的退货申请怎么样了")
    expect(shopper.rows("bot").last).to_be_visible()
    count = agent.rail.locator(".rail-cases .rail-count")
    expect(count).to_have_text("2")
    agent.tab("售后")
    agent.rows.filter(has_text="退货").click()
    card = agent.side.locator(".case")
    expect(card).to_contain_text("店铺规则")
    card.get_by_role("button", name="同意", exact=True).click()
    agent.dialog.get_by_label("补充一句给顾客（选填）").fill("发错的款不用退配件")
    agent.dialog.get_by_role("button", name="同意", exact=True).click()
    expect(shopper.log).to_contain_text("可以退：寄回来")
    expect(shopper.log).to_contain_text("发错的款不用退配件。")
    expect(card).to_contain_text("已同意")
    expect(card).to_contain_text("小林")
    expect(count).to_have_text("1")
    agent.rows.filter(has_text="退款").click()
    card.get_by_role("button", name="不同意").click()
    agent.dialog.get_by_role("button", name="不同意").click()
    expect(agent.dialog).to_be_visible()
    agent.dialog.get_by_label("给顾客的话").fill("照片里看不出破损")
    agent.dialog.get_by_role("button", name="不同意").click()
    expect(card).to_contain_text("照片里看不出破损")
    expect(count).to_be_hidden()
    expect(agent.rows).to_have_count(0)


def test_on_a_narrow_screen_the_case_stands_beside_the_list(real: RealGateway, agent: DeskPage) -> None:
    agent.page.set_viewport_size({"width": 1024, "height": 768})
    agent.tab("售后")
    for kind in ("退货", "退款"):
        agent.rows.filter(has_text=kind).click()
        expect(agent.side.locator(".case")).to_contain_text(kind)
        expect(agent.side.get_by_role("button", name="同意", exact=True)).to_be_in_viewport()


def test_on_a_narrow_screen_it_takes_the_lists_place_beside_the_conversation_until_she_goes_back(
    real: RealGateway, shopper: ChatPage, enter: Callable[[str], DeskPage]
) -> None:
    who = shopper.page.get_by_label("以谁的身份登录")
    who.select_option(customer_of(real, "return"))
    expect(who).to_be_enabled()
    shopper.open() if not shopper.panel.is_visible() else None
    shopper.send("我的退货申请怎么样了")
    expect(shopper.rows("bot").last).to_be_visible()
    desk = enter("王主管")
    desk.page.set_viewport_size({"width": 1024, "height": 768})
    desk.tab("售后")
    desk.rows.filter(has_text="退货").click()
    expect(desk.side.locator(".case")).to_be_in_viewport()
    expect(desk.log).to_contain_text("我的退货申请怎么样了")
    about = desk.side.locator(".case").inner_text().split("订单")[1].split()[0]
    expect(desk.side.locator(".order").first).to_contain_text(about)
    expect(desk.rows.first).to_be_hidden()
    desk.tab("售后")
    expect(desk.rows.first).to_be_in_viewport()


def test_whoever_has_another_skill_does_not_see_the_list(real: RealGateway, enter: Callable[[str], DeskPage]) -> None:
    hire(real.live.database, "小前", skills=("presale",))
    desk = enter("小前")
    expect(desk.rail.locator(".rail-tickets")).to_be_visible()
    expect(desk.rail.locator(".rail-cases")).to_be_hidden()
    desk.page.keyboard.press("Alt+Digit7")
    expect(desk.page.get_by_role("heading", name="等待接待")).to_be_visible()
    desk.page.goto(f"{real.url}/desk#/cases")
    expect(desk.page.get_by_role("heading", name="等待接待")).to_be_visible()


def test_where_the_shop_decides_itself_she_reads_and_is_told_so(real: RealGateway, agent: DeskPage) -> None:
    """The page under what the server says of a connected shop; that it says so: tests/gateway/desk/test_cases.py."""
    said: dict[str, Any] = {"decided_by": "shop", "listed": True}

    def elsewhere(route: Route) -> None:
        found = route.fetch().json()
        route.fulfill(json={**found, **said, "rows": found["rows"] if said["listed"] else []})

    agent.page.route("**/api/v1/desk/cases?*", elsewhere)
    agent.tab("售后")
    agent.page.get_by_role("button", name="刷新").click()
    agent.rows.filter(has_text="退货").click()
    card = agent.side.locator(".case")
    expect(card).to_contain_text("在店铺自己的售后系统里审核，这里只能看")
    expect(card.get_by_role("button", name="同意")).to_have_count(0)
    said["listed"] = False
    agent.page.get_by_role("button", name="刷新").click()
    expect(agent.page.locator(".lists")).to_contain_text("店铺的系统没有把售后单列表给过来")
