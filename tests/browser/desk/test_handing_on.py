"""Ending, handing back, transferring, tagging, blocking; proposals, tickets and promises."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk.desk_page import DeskPage
from tests.browser.desk.fake_desk import FakeDesk
from tests.browser.desk.world import FakeChat, promise


def test_a_transfer_says_to_whom_and_why(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    desk.act("转接").click()
    desk.dialog.get_by_label("转给").select_option("skill:aftersale")
    desk.dialog.get_by_role("button", name="转接").click()
    assert gateway.sent("transfer") == []
    desk.dialog.get_by_label("给下一位同事的说明").fill("要换货，尺码已确认")
    desk.dialog.get_by_role("button", name="转接").click()
    expect(desk.toast).to_have_text("已转接")
    expect(desk.field).to_be_hidden()
    [frame] = gateway.sent("transfer")
    assert (frame["to"], frame["reason"]) == ({"skill": "aftersale"}, "要换货，尺码已确认")


def test_only_colleagues_who_are_online_are_offered_for_a_transfer(
    held: FakeChat, gateway: FakeDesk, desk: DeskPage
) -> None:
    desk.choose(held)
    desk.act("转接").click()
    expect(desk.dialog).to_contain_text("没有其他在线的同事")
    desk.page.keyboard.press("Escape")
    online = {**gateway.agents["小周"], "status": "online", "connected": True, "load": 2}
    gateway.run(lambda: gateway.tell({"type": "agent", "agent": online}))
    desk.act("转接").click()
    expect(desk.dialog.locator("option", has_text="小周（2/5）")).to_have_count(1)


def test_handing_back_tells_the_bot_the_outcome(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    desk.act("交回小暖").click()
    desk.dialog.get_by_role("textbox").fill("已补发，明天到")
    desk.dialog.get_by_role("button", name="交回小暖").click()
    expect(desk.conversation).to_contain_text("小暖正在接待")
    assert gateway.sent("hand_back")[0]["summary"] == "已补发，明天到"


@pytest.mark.parametrize(("words", "outcome"), [("已解决", "solved"), ("还要跟进", "follow_up")])
def test_ending_says_how_it_went(held: FakeChat, gateway: FakeDesk, desk: DeskPage, words: str, outcome: str) -> None:
    desk.choose(held)
    desk.act("结束").click()
    desk.dialog.get_by_text(words).click()
    desk.dialog.get_by_role("button", name="结束").click()
    expect(desk.conversation).to_contain_text("会话已结束")
    assert gateway.sent("resolve")[0]["outcome"] == outcome


def test_tags_are_added_and_taken_off(rich: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.claim(rich)
    tags = desk.page.get_by_role("group", name="标签")
    tags.get_by_role("textbox").fill("催单")
    tags.get_by_role("textbox").press("Enter")
    expect(tags.locator(".tag-chip")).to_have_count(2)
    tags.get_by_role("button", name="去掉标签 物流投诉").click()
    expect(tags.locator(".tag-chip")).to_have_text(["催单"])
    assert gateway.sent("tag")[-1]["tags"] == ["催单"]


def test_blocking_needs_a_time_and_a_reason(held: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.choose(held)
    desk.act("拉黑").click()
    desk.dialog.get_by_role("button", name="拉黑").click()
    expect(desk.dialog).to_be_visible()
    desk.dialog.get_by_label("原因").fill("辱骂客服")
    desk.dialog.get_by_role("button", name="拉黑").click()
    expect(desk.toast).to_have_text("已拉黑")
    assert f"POST conversations/{held.id}/block" in gateway.asked


def test_a_proposal_is_approved_beside_the_chat(rich: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.claim(rich)
    section = desk.side.locator(".section-openProposals")
    expect(section).to_contain_text("¥20")
    section.get_by_role("button", name="同意").click()
    expect(section).to_contain_text("已同意")
    assert gateway.sent("approve")[0]["proposal_id"] == "R1"


def test_a_proposal_is_rejected_with_a_reason_from_its_list(rich: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.tab("审批")
    desk.rows.first.click()
    desk.side.get_by_role("button", name="驳回").first.click()
    desk.dialog.get_by_label("原因").fill("已补偿过一次")
    desk.dialog.get_by_role("button", name="驳回").click()
    expect(desk.toast).to_have_text("已驳回")
    assert gateway.sent("reject")[0]["reason"] == "已补偿过一次"


def test_a_ticket_is_taken_up_and_settled(rich: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.tab("工单")
    expect(desk.rows.first).to_contain_text("到得太晚了")
    desk.rows.first.click()
    card = desk.side.locator(".focus-card")
    expect(card.locator("b").first).to_have_text("到得太晚了")
    card.get_by_role("button", name="我来跟进").click()
    expect(card).to_contain_text("处理中")
    card.get_by_role("button", name="标为已解决").click()
    expect(card).to_contain_text("已解决")
    assert rich.tickets[0]["assignee"] == "小林"


def test_a_promise_that_falls_due_is_marked_as_kept(rich: FakeChat, desk: DeskPage) -> None:
    desk.tab("承诺")
    expect(desk.rows.first).to_contain_text("查清包裹停在哪里并答复顾客")
    desk.rows.first.click()
    desk.side.locator(".focus-card").get_by_role("button", name="标为已兑现").click()
    expect(desk.side.locator(".focus-card")).to_contain_text("已兑现")


def test_masked_values_are_shown_by_a_click_that_is_audited(rich: FakeChat, gateway: FakeDesk, desk: DeskPage) -> None:
    desk.claim(rich)
    order = desk.side.locator(".order").first
    expect(order).to_contain_text("138****5678")
    order.get_by_role("button", name="显示电话").click()
    expect(order).to_contain_text("13812345678")
    assert f"POST conversations/{rich.id}/reveal" in gateway.asked


def test_a_statement_of_the_brief_leads_to_its_message(rich: FakeChat, desk: DeskPage) -> None:
    desk.choose(rich)
    desk.side.get_by_role("button", name="包裹三天没有更新").click()
    expect(desk.log.locator(".marked")).to_contain_text("三天没动了")


def test_before_a_promise_breaks_everybody_is_warned_and_the_lists_say_so(
    rich: FakeChat, visit: Callable[..., DeskPage]
) -> None:
    for ticket in rich.tickets:
        ticket["promises"] = [promise(rich.id, due_s=900)]
    desk = visit()
    expect(desk.toast).to_contain_text("还剩 15 分钟")
    desk.tab("承诺")
    expect(desk.rows.first).to_contain_text("分钟内到期")
    desk.tab("工单")
    expect(desk.rows.first).to_contain_text("承诺快到期")
