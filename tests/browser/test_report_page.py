"""The operators' report in a browser: who may see it, what it says, the conversations behind a figure, small and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from bot.clock import steady_ms
from tests.browser.desk.real import RealGateway
from tests.browser.desk.real_fixtures import real  # noqa: F401 - a fixture
from tests.gateway.desk.desk_client import PASSWORD
from tests.records.factories import a_conversation
from tests.records.test_report import answered, handed_over

HOUR_MS = 3_600_000


@pytest.fixture
def told(real: RealGateway) -> RealGateway:  # noqa: F811
    """Three consultations of two days ago: one solved by the bot, two that asked for a person and left."""
    then = steady_ms() - 48 * HOUR_MS
    database = real.live.database
    for place, wish in enumerate(("track_order", "request_return", "request_return")):
        own = a_conversation(database, now_ms=then, customer_id=f"C{place}")
        answered(database, own, wish, at_ms=then, text="<b>我要退货</b>")
        if place:
            handed_over(database, own, requested_ms=then + 2_000, state="abandoned", ended_ms=then + 9_000)
    return real


@pytest.fixture
def enter(new_context: Callable[..., BrowserContext], told: RealGateway) -> Iterator[Callable[..., Page]]:
    faults: list[str] = []

    def sign_in(name: str, **options: object) -> Page:
        page = new_context(**options).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{told.url}/report")
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        return page

    yield sign_in
    assert faults == []


@pytest.mark.browser
@pytest.mark.parametrize("first", ["2999-01-01", "2020-01-01"], ids=["after the last", "too long ago"])
def test_days_that_cannot_be_told_of_are_said_and_the_way_back_is_open(enter: Callable[..., Page], first: str) -> None:
    page = enter("王主管")
    expect(page.locator("[data-figure=asked] strong")).to_have_text("3 人")
    page.locator("input[type=date]").first.fill(first)
    expect(page.get_by_role("alert")).to_contain_text("400 天")
    page.get_by_role("button", name="近 30 天").click()
    expect(page.locator("svg.chart rect")).to_have_count(30)
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.browser
def test_a_supervisor_sees_figures_reasons_and_what_stands_behind_them(enter: Callable[..., Page]) -> None:
    page = enter("王主管")
    expect(page.locator("[data-figure=asked] strong")).to_have_text("3 人")
    expect(page.locator("[data-figure=to_person] strong")).to_have_text("66.7%")
    reasons = page.locator(".reasons")
    expect(reasons).to_contain_text("退货")
    expect(page.locator("svg.chart rect")).to_have_count(7)
    page.locator("[data-figure=bot_solved]").click()
    rows = page.locator("dialog .behind > li")
    expect(rows).to_have_count(3)
    rows.first.locator("summary").click()
    expect(rows.first.locator(".said-shopper p")).to_have_text("<b>我要退货</b>")  # as text, never as markup
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()


@pytest.mark.browser
def test_by_topic_each_wish_has_a_row(enter: Callable[..., Page]) -> None:
    page = enter("管理员")
    page.get_by_label("看法").select_option("topic")
    expect(page.locator("tbody tr")).to_have_count(2)


@pytest.mark.browser
@pytest.mark.parametrize("reader", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_days_and_times_are_the_shops_wherever_the_reader_is(enter: Callable[..., Page], reader: str) -> None:
    page, shop = enter("王主管", timezone_id=reader), ZoneInfo("Asia/Shanghai")
    expect(page.locator("[data-figure=asked] strong")).to_have_text("3 人")
    today = datetime.now(shop).date()
    days = page.locator("input[type=date]")
    expect(days.last).to_have_value(str(today))
    expect(days.first).to_have_value(str(today - timedelta(days=6)))
    page.get_by_role("button", name="近 30 天").click()
    expect(page.locator("svg.chart rect")).to_have_count(30)
    expect(days.last).to_have_value(str(today))
    expect(days.first).to_have_value(str(today - timedelta(days=29)))
    told = page.evaluate("fetch('/api/v1/desk/reports/behind?figure=asked').then((response) => response.json())")
    began = datetime.fromisoformat(told["rows"][0]["at"].replace("Z", "+00:00")).astimezone(shop)
    page.locator("[data-figure=asked]").click()
    expect(page.locator("dialog summary").first).to_contain_text(f"前天 {began:%H:%M}")


@pytest.mark.browser
def test_while_other_days_are_counted_the_old_figures_are_gone(enter: Callable[..., Page]) -> None:
    held: list[Route] = []
    page = enter("王主管")
    expect(page.locator("tbody tr")).to_have_count(7)
    page.route("**/reports/figures*", lambda route: held.append(route))
    page.get_by_label("看法").select_option("topic")
    expect(page.get_by_role("status")).to_have_text("正在统计…")
    expect(page.locator(".tiles, tbody")).to_have_count(0)
    while not held:  # the page was told before the route's event came here
        page.wait_for_timeout(50)
    held[0].continue_()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.get_by_role("status")).to_have_count(0)


@pytest.mark.browser
def test_an_agent_is_told_that_it_is_not_for_her(enter: Callable[..., Page]) -> None:
    page = enter("小林")
    expect(page.get_by_role("alert").first).to_contain_text("主管")
    expect(page.locator(".tiles")).to_have_count(0)


@pytest.mark.browser
def test_it_fits_a_phone_and_the_dark(enter: Callable[..., Page]) -> None:
    page = enter("王主管", viewport={"width": 320, "height": 700}, color_scheme="dark")
    expect(page.locator("[data-figure=asked]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 19, 16)"
