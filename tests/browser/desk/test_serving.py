"""From signing in to a chat that is served: the first minute of a newcomer, and what she does all day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, FilePayload, expect

from tests.browser.desk.desk_page import DeskPage
from tests.browser.desk.fake_desk import FakeDesk
from tests.browser.desk.world import FakeChat
from tests.eventually import eventually_now


def test_a_newcomer_serves_a_chat_by_what_the_page_tells_her(waiting: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:  # fmt: skip
    page = desk.page
    page.get_by_role("button", name="切到在线").click()
    expect(page.get_by_role("group", name="接待状态").get_by_role("button", name="在线")).to_have_attribute(
        "aria-pressed", "true"
    )
    desk.conversation.get_by_role("button", name="接入下一位").click()
    expect(desk.field).to_be_focused()
    page.keyboard.type("您好，我帮您看一下")
    page.keyboard.press("Enter")
    desk.expect_texts("agent", "您好，我帮您看一下")
    expect(desk.lines("agent").last.locator(".status")).to_have_text("已送达")
    gateway.shopper_says(waiting, "谢谢")
    desk.expect_texts("shopper", "转人工", "谢谢")
    assert [frame["text"] for frame in gateway.sent("send")] == ["您好，我帮您看一下"]


def test_a_wrong_password_is_said_and_can_be_tried_again(
    new_context: Callable[..., BrowserContext], gateway: FakeDesk
) -> None:
    desk = DeskPage(new_context().new_page()).visit(gateway.url)
    desk.log_in(password="wrong")
    expect(desk.page.get_by_role("alert")).to_have_text("姓名或密码不对，请再试一次")
    gateway.locked = True
    desk.log_in()
    expect(desk.page.get_by_role("alert")).to_have_text("试错次数太多，5 分钟后再试")
    gateway.locked = False
    desk.log_in()
    expect(desk.rail).to_be_visible()


def test_the_list_says_why_how_and_how_long_and_the_first_to_serve_is_first(
    rich: FakeChat, waiting: FakeChat, desk: DeskPage
) -> None:
    expect(desk.rows).to_have_count(2)
    first = desk.rows.first
    for words in ("陈思远", "会员", "生气", "投诉物流慢 · 包裹三天没动，要说法", "再次来访"):
        expect(first).to_contain_text(words)
    expect(first.locator("xiaonuan-elapsed")).to_have_class(re.compile("hot"))
    before = desk.rows.last.locator("xiaonuan-elapsed").text_content()
    expect(desk.rows.last.locator("xiaonuan-elapsed")).not_to_have_text(before or "")


def test_who_waits_can_be_read_before_she_is_taken(rich: FakeChat, desk: DeskPage) -> None:
    desk.choose(rich)
    expect(desk.log).to_contain_text("三天没动了")
    expect(desk.side).to_contain_text("投诉物流慢，要求给说法")
    expect(desk.field).to_be_hidden()
    expect(desk.conversation).to_contain_text("接入后就能回复")


def test_a_chat_that_a_colleague_took_first_is_said_to_be_taken(
    waiting: FakeChat, gateway: FakeDesk, desk: DeskPage
) -> None:
    desk.choose(waiting)
    gateway.errors["claim"] = {"code": "taken"}
    desk.conversation.get_by_role("button", name="接入", exact=True).click()
    expect(desk.toast).to_have_text("这位顾客已被同事接走")
    expect(desk.field).to_be_hidden()


def test_the_transcript_tells_who_spoke_and_marks_the_bot(rich: FakeChat, desk: DeskPage) -> None:
    desk.choose(rich)
    expect(desk.lines("shopper").first.locator(".who")).to_have_text(re.compile(r"顾客\d\d:\d\d"))
    expect(desk.lines("bot").first.locator(".who")).to_have_text(re.compile(r"小暖AI\d\d:\d\d"))
    expect(desk.lines("system")).to_contain_text("正在为您转接人工")


def test_canned_replies_come_by_slash_with_their_variables_filled(
    rich: FakeChat, gateway: FakeDesk, desk: DeskPage
) -> None:
    desk.claim(rich)
    desk.page.keyboard.type("/wl")
    expect(desk.page.get_by_role("listbox", name="快捷回复").get_by_role("option")).to_have_count(1)
    desk.page.keyboard.press("Enter")
    filled = "您的订单 8012877323411226（云煲 智能电饭煲 4L）我已经联系快递加急，有消息马上告诉您。"
    expect(desk.field).to_have_value(filled)
    desk.page.keyboard.press("Enter")
    desk.expect_texts("agent", filled)


def test_the_order_that_it_is_about_stands_first_and_open(rich: FakeChat, desk: DeskPage) -> None:
    rich.orders.reverse()
    desk.claim(rich)
    orders = desk.side.locator(".order")
    expect(orders).to_have_count(2)
    expect(orders.first).to_contain_text("8012877323411226")
    expect(orders.first).to_have_attribute("open", "")
    expect(orders.last).not_to_have_attribute("open", "")


def test_whom_only_the_shop_names_is_named(rich: FakeChat, desk: DeskPage) -> None:
    rich.chat["customer_name"] = None
    desk.tab("全部")
    desk.rows.filter(has_text="投诉物流慢").click()
    expect(desk.conversation.locator("h2").first).to_have_text("陈思远")


def test_the_slash_is_heard_after_a_comma_and_not_between_two_words(waiting: FakeChat, desk: DeskPage) -> None:
    desk.claim(waiting)
    options = desk.page.get_by_role("listbox", name="快捷回复").get_by_role("option")
    desk.page.keyboard.insert_text("您好，/hi")
    expect(options).to_have_count(1)
    desk.page.keyboard.press("Escape")
    desk.field.fill("")
    desk.page.keyboard.insert_text("退货/hi")
    expect(desk.field).to_have_value("退货/hi")
    expect(options).to_have_count(0)


def test_the_sign_that_an_input_method_makes_of_the_slash_calls_them_too(waiting: FakeChat, desk: DeskPage) -> None:
    desk.claim(waiting)
    desk.page.keyboard.insert_text("、hi")
    desk.page.keyboard.press("Tab")
    expect(desk.field).to_have_value("您好林晓雨，我是小林，很高兴为您服务。")


def test_what_a_canned_reply_does_not_know_is_left_as_a_selected_blank(waiting: FakeChat, desk: DeskPage) -> None:
    desk.claim(waiting)
    desk.page.keyboard.type("/wl")
    desk.page.keyboard.press("Enter")
    assert desk.field.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)") == "【订单号】"


def test_suggestions_show_their_source_and_are_only_filled_in(rich: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:  # fmt: skip
    desk.claim(rich)
    desk.conversation.get_by_role("button", name="建议回复").click()
    strip = desk.page.get_by_role("region", name="建议回复")
    expect(strip.get_by_role("button").first).to_contain_text("相似会话 · 包裹停滞三天")
    strip.get_by_role("button").first.click()
    expect(desk.field).to_have_value(re.compile("^非常抱歉让您久等"))
    assert gateway.sent("send") == []


def test_a_shoppers_new_line_brings_suggestions_by_itself(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    gateway.shopper_says(held, "多久发货？")
    expect(desk.page.get_by_role("region", name="建议回复")).to_be_visible()


def test_the_knowledge_is_searched_and_an_answer_put_in(held: FakeChat, desk: DeskPage) -> None:
    desk.choose(held)
    desk.conversation.get_by_role("button", name="知识库").click()
    desk.dialog.get_by_role("searchbox").fill("运费")
    desk.dialog.locator(".entry", has_text="退货运费谁出").get_by_role("button", name="填入回复").click()
    expect(desk.field).to_have_value(re.compile("^七天无理由退货"))


@pytest.mark.parametrize(("button", "kind"), [("发订单", "order"), ("发物流", "logistics")])
def test_an_order_is_sent_as_a_card(rich: FakeChat, gateway: FakeDesk, desk: DeskPage, button: str, kind: str) -> None:
    desk.claim(rich)
    desk.conversation.get_by_role("button", name="发卡片").click()
    desk.dialog.get_by_role("button", name=button).first.click()
    expect(desk.lines("agent").locator(".card")).to_have_count(1)
    assert gateway.sent("send")[0]["card"] == {"kind": kind, "ref": "8012877323411226"}


def test_a_picture_waits_until_she_sends_it(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    from tests.browser.fake_gateway import PIXEL

    desk.choose(held)
    desk.conversation.locator("input[type=file]").set_input_files(
        FilePayload(name="a.png", mimeType="image/png", buffer=PIXEL)
    )
    expect(desk.conversation.locator(".held img")).to_be_visible()
    assert gateway.uploads == []
    desk.field.press("Enter")
    expect(desk.lines("agent").locator("img")).to_have_count(1)
    expect(desk.lines("agent").last.locator(".status")).to_have_text("已送达")
    assert gateway.uploads == [PIXEL]


def test_a_note_stands_apart_and_the_shopper_never_gets_it(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    desk.conversation.get_by_role("button", name="备注").click()
    note = desk.page.get_by_role("textbox", name="备注")
    note.fill("顾客要发票")
    note.press("Enter")
    expect(desk.log.locator(".note")).to_contain_text("顾客要发票")
    expect(desk.log.locator(".note")).to_contain_text("顾客看不到")
    expect(desk.field).to_be_visible()
    assert gateway.sent("send") == [] and gateway.sent("note")[0]["text"] == "顾客要发票"


def test_typing_and_seen_go_both_ways(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    gateway.run(lambda: gateway.tell({"type": "typing", "conversation_id": held.id, "role": "shopper"}))
    expect(desk.log.get_by_text("顾客正在输入")).to_be_visible()
    desk.send("您好")
    gateway.run(
        lambda: gateway.tell({"type": "seen", "conversation_id": held.id, "role": "shopper", "seq": len(held.messages)})
    )
    expect(desk.lines("agent").last.locator(".status")).to_have_text("已读")
    eventually_now(lambda: gateway.sent("typing") and any(each["seq"] >= 4 for each in gateway.sent("seen")))


def test_a_draft_is_kept_by_conversation_and_over_a_reload(
    held: FakeChat, rich: FakeChat, gateway: FakeDesk, desk: DeskPage
) -> None:
    desk.choose(held)
    desk.field.fill("还没写完")
    desk.claim(rich)
    expect(desk.field).to_have_value("")
    desk.choose(held)
    expect(desk.field).to_have_value("还没写完")
    desk.page.reload()
    expect(desk.field).to_have_value("还没写完")


def test_a_note_that_is_half_written_never_stands_where_enter_sends_it(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:  # fmt: skip
    desk.choose(held)
    desk.field.fill("写给顾客的")
    note = desk.conversation.locator(".tools").get_by_role("button", name="备注")
    note.click()
    inside = desk.page.get_by_role("textbox", name="备注")
    expect(inside).to_have_value("")
    inside.fill("此人是黄牛")
    note.click()
    expect(desk.field).to_have_value("写给顾客的")
    note.click()
    expect(inside).to_have_value("此人是黄牛")
    assert gateway.sent("send") == []


def test_signing_out_leaves_nothing_of_hers_behind(held: FakeChat, desk: DeskPage) -> None:
    desk.choose(held)
    desk.field.fill("只有我知道")
    expect(desk.field).to_have_value("只有我知道")
    desk.page.get_by_role("button", name="退出登录").click()
    desk.dialog.get_by_role("button", name="退出登录").click()
    expect(desk.page.get_by_label("工号或姓名")).to_be_focused()
    assert "只有我知道" not in desk.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    assert "何若曦" not in (desk.page.content())


def test_the_desk_tells_times_as_shoppers_hear_them(
    held: FakeChat, visit: Callable[..., DeskPage], gateway: FakeDesk
) -> None:
    desk = visit(timezone_id="America/New_York")
    desk.tab("我的")
    desk.choose(held)
    line = desk.log.locator("time").last
    said = datetime.fromisoformat(str(line.get_attribute("datetime")).replace("Z", "+00:00"))
    expect(line).to_contain_text(f"{said.astimezone(ZoneInfo('Asia/Shanghai')):%H:%M}")
