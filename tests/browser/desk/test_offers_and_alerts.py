"""Offers with their countdown, unread counts in rail and title, sound and notification."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.desk.desk_page import DeskPage
from tests.browser.desk.fake_desk import FakeDesk
from tests.browser.desk.world import FakeChat

COUNTS_SOUNDS = """window.rung = []; window.shown = [];
  const create = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.rung.push(Date.now()); return create.call(this); };
  window.Notification = class { constructor(title, options) { window.shown.push([title, options.body]); } close() {} };
  window.Notification.permission = 'granted';
  window.Notification.requestPermission = async () => 'granted';"""


def test_an_offer_counts_down_and_is_taken_with_one_press(waiting: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    gateway.offer(waiting)
    expect(desk.offers).to_contain_text("新会话派给你")
    expect(desk.offers).to_contain_text("林晓雨")
    left = desk.offers.locator(".offer-left")
    expect(left).to_have_text(re.compile(r"^1\d 秒$"))
    before = left.text_content() or ""
    expect(left).not_to_have_text(before)
    desk.offers.get_by_role("button", name="接入").click()
    expect(desk.field).to_be_focused()
    expect(desk.offers).to_have_count(0)
    assert len(gateway.sent("claim")) == 1


def test_an_offer_that_ran_out_goes_away_by_itself(waiting: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    gateway.offer(waiting, seconds=1.5)
    expect(desk.offers).to_have_count(1)
    expect(desk.offers).to_have_count(0)
    assert gateway.sent("claim") == []


def test_an_offer_may_be_let_pass(waiting: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    gateway.offer(waiting)
    desk.offers.get_by_role("button", name="先不接").click()
    expect(desk.offers).to_have_count(0)


def test_an_offer_is_taken_by_keyboard_alone(waiting: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    gateway.offer(waiting)
    expect(desk.offers).to_have_count(1)
    desk.page.keyboard.press("Alt+n")
    expect(desk.field).to_be_focused()


def test_unread_lines_are_counted_in_rail_row_and_title_until_they_are_seen(
    held: FakeChat, rich: FakeChat, gateway: FakeDesk, desk: DeskPage
) -> None:
    desk.tab("等待")
    desk.choose(rich)
    expect(desk.page).to_have_title("1 人在等 · 小暖客服台")
    gateway.shopper_says(held, "在吗")
    gateway.shopper_says(held, "？")
    expect(desk.page).to_have_title("(2) 1 人在等 · 小暖客服台")
    expect(desk.rail.get_by_role("button", name="我的 2")).to_be_visible()
    desk.tab("我的")
    expect(desk.rows.first.locator(".badge-count")).to_have_text("2")
    desk.choose(held)
    expect(desk.page).to_have_title("1 人在等 · 小暖客服台")
    expect(desk.rows.first.locator(".badge-count")).to_have_count(0)


def test_it_rings_for_offers_and_for_lines_of_chats_that_she_does_not_look_at(
    held: FakeChat, waiting: FakeChat, gateway: FakeDesk, visit: Callable[..., DeskPage]
) -> None:
    desk = visit()
    desk.page.add_init_script(COUNTS_SOUNDS)
    desk.page.reload()
    desk.tab("等待")
    desk.choose(waiting)
    gateway.shopper_says(held, "在吗")
    desk.wait_for("window.rung.length", 1)
    gateway.offer(waiting)
    desk.wait_for("window.rung.length", 3)
    desk.tab("我的")
    desk.choose(held)
    gateway.shopper_says(held, "看着的不响")
    expect(desk.lines("shopper").last).to_contain_text("看着的不响")
    assert desk.page.evaluate("window.rung.length") == 3


def test_the_bell_turns_it_off(held: FakeChat, waiting: FakeChat, gateway: FakeDesk, visit: Callable[..., DeskPage]) -> None:  # fmt: skip
    desk = visit()
    desk.page.add_init_script(COUNTS_SOUNDS)
    desk.page.reload()
    desk.page.get_by_role("button", name="提醒已开").click()
    expect(desk.page.get_by_role("button", name="提醒已关")).to_be_visible()
    gateway.offer(waiting)
    expect(desk.offers).to_have_count(1)
    assert desk.page.evaluate("window.rung.length") == 0


def test_a_notification_names_the_shopper_when_the_page_is_not_looked_at(
    held: FakeChat, gateway: FakeDesk, visit: Callable[..., DeskPage]
) -> None:
    desk = visit()
    desk.page.add_init_script(COUNTS_SOUNDS + "document.hasFocus = () => false;")
    desk.page.reload()
    expect(desk.rail).to_be_visible()
    gateway.shopper_says(held, "急！")
    desk.wait_for("window.shown.length", 1)
    assert desk.page.evaluate("window.shown") == [["何若曦", "急！"]]
