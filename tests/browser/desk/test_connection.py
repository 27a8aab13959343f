"""Cuts, restarts, expired sessions, a slow server: nothing is lost, nothing is there twice, and the page says what is the matter."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.desk.desk_page import DeskPage, wait_until
from tests.browser.desk.fake_desk import FakeDesk
from tests.browser.desk.world import FakeChat, waiting_chat


def _texts(desk: DeskPage) -> list[str]:
    return desk.log.locator(".msg .text").all_text_contents()


def test_what_was_said_while_the_line_was_cut_is_read_afterwards(
    held: FakeChat, gateway: FakeDesk, desk: DeskPage
) -> None:
    desk.choose(held)
    gateway.shopper_says(held, "第一句")
    expect(desk.lines("shopper").last).to_contain_text("第一句")
    gateway.refusing = True
    gateway.drop_sockets()
    expect(desk.page.locator(".connection")).to_contain_text("正在重连")
    for number in range(70):
        gateway.shopper_says(held, f"断线时 {number}")
    gateway.refusing = False
    expect(desk.lines("shopper").last).to_contain_text("断线时 69")
    expect(desk.page.locator(".connection")).to_be_hidden()
    assert _texts(desk) == [line["text"] for line in held.messages]


def test_what_she_wrote_while_the_line_was_cut_goes_out_once(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    gateway.refusing = True
    gateway.drop_sockets()
    expect(desk.page.locator(".connection")).to_be_visible()
    desk.send("断线时写的")
    expect(desk.lines("agent").last.locator(".status")).to_have_text("发送中")
    gateway.refusing = False
    expect(desk.lines("agent").last.locator(".status")).to_have_text("已送达")
    assert [line["text"] for line in held.messages if line["role"] == "agent"] == ["断线时写的"]


def test_a_lost_ack_makes_no_second_message(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    gateway.acks_held = True
    desk.send("只有一条")
    expect(desk.lines("agent").last).to_contain_text("只有一条")
    gateway.acks_held = False
    gateway.drop_sockets()
    assert wait_until(lambda: len(gateway.sent("send")), 2) == 2
    expect(desk.page.locator(".connection")).to_be_hidden()
    expect(desk.lines("agent")).to_have_count(1)


def test_what_was_not_acknowledged_survives_a_reload(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    gateway.refusing = True
    gateway.drop_sockets()
    desk.send("刷新前写的")
    expect(desk.lines("agent")).to_have_count(1)
    gateway.refusing = False
    desk.page.reload()
    expect(desk.lines("agent").last).to_contain_text("刷新前写的")
    expect(desk.lines("agent").last.locator(".status")).to_have_text("已送达")
    assert [line["text"] for line in held.messages if line["role"] == "agent"] == ["刷新前写的"]


def test_messages_that_come_in_disorder_stand_in_order(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    expect(desk.log).to_contain_text("转人工")

    def skip_one() -> None:
        held.commit("shopper", "先说的")
        gateway.tell_message(held, held.commit("shopper", "后说的"))

    gateway.run(skip_one)
    expect(desk.lines("shopper").last).to_contain_text("后说的")
    expect(desk.log).to_contain_text("先说的")
    assert _texts(desk) == [line["text"] for line in held.messages]


def test_whoever_lost_the_chat_meanwhile_is_told_and_keeps_her_words(
    held: FakeChat, gateway: FakeDesk, desk: DeskPage
) -> None:
    desk.choose(held)
    gateway.errors["send"] = {"code": "not_holder", "message": "这个会话现在不是你在接待"}
    desk.send("我的话")
    status = desk.lines("agent").last.locator(".status")
    expect(status).to_contain_text("发送失败 · 这个会话现在不是你在接待")
    status.get_by_role("button", name="重新编辑").click()
    expect(desk.field).to_have_value("我的话")
    del gateway.errors["send"]
    desk.field.press("Enter")
    expect(desk.lines("agent").last.locator(".status")).to_have_text("已送达")


def test_an_ended_session_leads_to_the_form_and_back_to_the_chat(
    held: FakeChat, gateway: FakeDesk, desk: DeskPage
) -> None:
    desk.choose(held)
    gateway.end_sessions()
    expect(desk.page.get_by_role("alert")).to_have_text("登录已失效，请重新登录")
    desk.log_in()
    expect(desk.conversation.locator("h2").first).to_have_text("何若曦")
    expect(desk.field).to_be_visible()


def test_a_server_that_is_away_for_a_while_does_not_sign_anybody_out(gateway: FakeDesk, desk: DeskPage) -> None:
    gateway.refusing = True
    gateway.drop_sockets()
    expect(desk.page.locator(".connection").get_by_role("button", name="现在重连")).to_be_visible()
    gateway.refusing = False
    desk.page.locator(".connection").get_by_role("button", name="现在重连").click()
    expect(desk.page.locator(".connection")).to_be_hidden()
    expect(desk.rail).to_be_visible()


def test_the_list_after_a_cut_is_what_is_true_now(waiting: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    expect(desk.rows).to_have_count(1)
    gateway.refusing = True
    gateway.drop_sockets()
    gateway.run(lambda: gateway.chats.clear())
    gateway.add(waiting_chat("周子墨"), waiting_chat("宋明哲"))
    gateway.refusing = False
    expect(desk.rows).to_have_count(2)
    expect(desk.list).not_to_contain_text("林晓雨")


def test_two_tabs_of_one_agent_are_in_step(
    held: FakeChat, waiting: FakeChat, gateway: FakeDesk, desk: DeskPage
) -> None:
    other = DeskPage(desk.page.context.new_page())
    other.visit(gateway.url)
    desk.choose(held)
    other.tab("我的")
    other.choose(held)
    desk.send("这边写的")
    other.expect_texts("agent", "这边写的")
    other.send("那边写的")
    desk.expect_texts("agent", "这边写的", "那边写的")
    other.claim(waiting)
    desk.tab("我的")
    expect(desk.rows).to_have_count(2)
    assert other.faults == []


def test_lines_that_come_while_the_dossier_is_read_are_not_lost(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:  # fmt: skip
    def late(route: Route) -> None:
        answer = route.fetch()
        gateway.shopper_says(held, "刚才说的")
        route.fulfill(response=answer)

    desk.page.route(f"**/conversations/{held.id}", late)
    desk.choose(held)
    expect(desk.lines("shopper").last).to_contain_text("刚才说的")


def test_a_ticket_that_is_settled_beside_the_chat_says_so(rich: FakeChat, desk: DeskPage) -> None:
    desk.claim(rich)
    section = desk.side.locator(".section-tickets")
    section.get_by_role("button", name="标为已兑现").click()
    expect(section).to_contain_text("已兑现")
    section.get_by_role("button", name="标为已解决").click()
    expect(section.get_by_role("button", name="标为已解决")).to_have_count(0)
