"""Eight hours without a reload: 500 who wait, thousands of lines, many chats; what the page holds stays bounded. Small screens, the dark."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.desk.crowd import crowded, somebody
from tests.browser.desk.desk_page import DeskPage, wait_until
from tests.browser.desk.fake_desk import FakeDesk
from tests.browser.desk.world import FakeChat, waiting_chat

LONGEST_TASK = """() => { window.longest = 0;
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => { window.longest = Math.max(window.longest, duration); }))
    .observe({ type: 'longtask' }); }"""


def _nodes(desk: DeskPage) -> int:
    return int(desk.page.evaluate("document.querySelectorAll('*').length"))


def test_five_hundred_who_wait_are_a_fluent_list(gateway: FakeDesk, desk: DeskPage) -> None:
    desk.page.evaluate(LONGEST_TASK)
    crowd = [somebody(number) for number in range(500)]
    gateway.add(*crowd)
    expect(desk.rows.first).to_be_visible()
    expect(desk.page).to_have_title("500 人在等 · 小暖客服台")
    assert desk.rows.count() < 30
    assert desk.rows.first.get_attribute("aria-setsize") == "500"
    desk.list.press("End")
    expect(desk.rows.filter(has_text="7")).not_to_have_count(0)
    expect(desk.list.locator("[aria-posinset='500']")).to_have_attribute("aria-selected", "true")
    for number in range(60):
        crowd[number].chat["emotion"] = "angry"
        frame = {"type": "queue", "changed": [crowd[number].chat], "removed": []}
        gateway.run(partial(gateway.tell, frame))
    gateway.run(lambda: gateway.tell({"type": "queue", "changed": [], "removed": [each.id for each in crowd[:499]]}))
    expect(desk.page).to_have_title("1 人在等 · 小暖客服台")
    assert desk.page.evaluate("window.longest") < 250


def test_thousands_of_lines_leave_a_bounded_page_and_can_be_read_again(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:  # fmt: skip
    desk.choose(held)
    for number in range(600):
        gateway.shopper_says(held, f"第 {number} 句")
    expect(desk.lines("shopper").last).to_contain_text("第 599 句")
    assert desk.log.locator(".msg").count() <= 240
    older = desk.log.get_by_text("第 340 句", exact=True)
    assert wait_until(lambda: desk.log.evaluate("log => { log.scrollTop = 0; }") or older.count(), 1) == 1
    texts = desk.log.locator(".msg .text").all_text_contents()
    assert texts == [line["text"] for line in held.messages][-len(texts) :]


def test_chats_that_come_and_go_leave_nothing_behind(gateway: FakeDesk, desk: DeskPage) -> None:
    def serve(number: int) -> None:
        chat = gateway.add(waiting_chat(f"顾客{number}"))
        desk.claim(chat)
        desk.send("您好")
        expect(desk.lines("agent")).to_have_count(1)
        gateway.run(lambda: gateway.tell_chat(_end(chat), "小林"))
        expect(desk.conversation.locator(".step")).to_contain_text("会话已结束")

    for number in range(4):
        serve(number)
    before = _nodes(desk)
    for number in range(4, 12):
        serve(number)
    assert _nodes(desk) <= before + 20


def _end(chat: FakeChat) -> FakeChat:
    chat.chat = {**chat.chat, "state": "resolved", "holder": "nobody", "agent": None}
    return chat


@pytest.mark.parametrize("size", [(1024, 720), (1280, 720), (1600, 900)])
def test_nothing_sticks_out_at_any_size(gateway: FakeDesk, visit: Callable[..., DeskPage], size: tuple[int, int]) -> None:  # fmt: skip
    crowded(gateway)
    desk = visit(viewport={"width": size[0], "height": size[1]})
    desk.claim(next(chat for chat in gateway.chats.values() if chat.chat["customer_name"] == "陈思远"))
    if size[0] < 1180:
        desk.page.get_by_role("button", name="顾客资料").click()
    expect(desk.side).to_be_visible()
    wide = desk.page.evaluate(
        """width => [...document.querySelectorAll('.desk *')].filter((node) => node.getClientRects().length
      && node.getBoundingClientRect().right > width + .5).map((node) => node.className)""", size[0])  # fmt: skip
    assert wide == []
    for name in ("转接", "交回小暖", "结束"):
        expect(desk.act(name)).to_be_in_viewport(ratio=1)
    expect(desk.page.get_by_role("button", name="发送")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_one_column_at_a_time_serves_a_chat(
    gateway: FakeDesk, visit: Callable[..., DeskPage], width: int
) -> None:
    gateway.add(waiting_chat("陈思远"))
    desk = visit(viewport={"width": width, "height": 720})
    desk.page.get_by_role("button", name="上线", exact=True).click()
    desk.rows.first.click()
    expect(desk.list).to_be_hidden()
    desk.conversation.locator(".step").get_by_role("button", name="接入").click()
    expect(desk.field).to_be_focused()
    desk.send("您好")
    sticks_out = """width => [...document.querySelectorAll('.desk *')].filter((node) => node.getClientRects().length
      && node.getBoundingClientRect().right > width + .5).map((node) => node.className)"""
    assert desk.page.evaluate(sticks_out, width) == []
    for control in (desk.act("结束"), desk.page.get_by_role("button", name="发送"), desk.rail):
        expect(control).to_be_in_viewport(ratio=1)
    desk.page.get_by_role("button", name="顾客资料").click()
    expect(desk.side).to_be_in_viewport()
    expect(desk.log).to_be_hidden()
    desk.tab("我的")
    expect(desk.side).to_be_hidden()
    desk.rows.first.click()  # the one that is open already
    expect(desk.field).to_be_in_viewport(ratio=1)
    another = waiting_chat("林晓雨")
    gateway.add(another)
    gateway.offer(another)
    expect(desk.offers).to_be_in_viewport(ratio=1)
    desk.act("结束").click(trial=True)  # nothing lies over it
    assert desk.page.evaluate(sticks_out, width) == []


def test_who_is_not_online_is_told_so_beside_the_list_and_comes_online_by_one_press(
    gateway: FakeDesk, desk: DeskPage
) -> None:
    chat = waiting_chat("陈思远")
    gateway.add(chat)
    desk.choose(chat)
    away = desk.page.locator(".away")
    expect(away).to_contain_text("离线，新会话不会派给你")
    away.get_by_role("button", name="上线").click()
    expect(away).to_be_hidden()
    desk.page.get_by_role("button", name="忙碌").click()
    expect(away).to_contain_text("忙碌中")
    desk.tab("工单")
    expect(away).to_be_hidden()


def test_the_dark_follows_the_system_and_she_may_overrule_it(gateway: FakeDesk, visit: Callable[..., DeskPage]) -> None:
    desk = visit(color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = desk.page.evaluate(ground)
    desk.page.get_by_role("button", name="深浅色").click()
    light = desk.page.evaluate(ground)
    desk.page.reload()
    expect(desk.rail).to_be_visible()
    assert desk.page.evaluate(ground) == light != dark


def test_every_module_says_what_it_holds_and_stays_readable() -> None:
    web = Path(__file__).resolve().parents[3] / "bot" / "web" / "desk"
    modules = sorted(web.rglob("*.js"))
    assert [path.name for path in modules if not path.read_text().startswith("/**")] == []
    assert [
        path.name for path in modules if len(path.read_text().splitlines()) > 300 and path.name != "strings.js"
    ] == []
    assert [
        path.name for path in modules if "innerHTML" in path.read_text() or "insertAdjacentHTML" in path.read_text()
    ] == []
