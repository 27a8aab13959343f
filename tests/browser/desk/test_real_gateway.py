"""Two browsers on the real gateway: the shopper asks for a person in the widget, the agent serves her at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from sqlalchemy import select

from bot.records.handoff_tables import relabels
from tests.browser.chat_page import ChatPage
from tests.browser.desk.desk_page import DeskPage
from tests.browser.desk.real import RealGateway
from tests.browser.desk.real_fixtures import agent, enter, real, shopper
from tests.gateway.desk.desk_client import PASSWORD

__all__ = ["agent", "enter", "real", "shopper"]


def test_the_whole_story_in_two_browsers(shopper: ChatPage, agent: DeskPage) -> None:
    shopper.send("我的耳机坏了")
    expect(shopper.rows("bot").last).to_contain_text("收到")
    agent.page.get_by_role("button", name="切到在线").click()
    shopper.panel.locator(".tools").get_by_role("button", name="转人工").click()
    expect(agent.offers).to_be_visible()
    agent.offers.get_by_role("button", name="接入").click()
    expect(agent.field).to_be_focused()
    expect(agent.log).to_contain_text("我的耳机坏了")
    expect(shopper.log).to_contain_text("小林")
    agent.send("您好，我来处理")
    expect(shopper.rows("agent").last).to_contain_text("您好，我来处理")
    shopper.send("左边没声音")
    agent.expect_texts("shopper", "左边没声音")
    expect(shopper.rows("shopper").last.locator(".status")).to_have_text("已读")
    agent.act("交回小暖").click()
    agent.dialog.get_by_role("textbox").fill("已安排换新")
    agent.dialog.get_by_role("button", name="交回小暖").click()
    expect(agent.conversation.locator(".step")).to_contain_text("小暖正在接待")
    expect(shopper.rows("bot").last).to_contain_text("收到")


def test_a_line_that_the_bot_took_wrongly_is_given_its_wish(
    shopper: ChatPage, agent: DeskPage, real: RealGateway
) -> None:
    shopper.send("能先拿货后给钱不")
    expect(shopper.rows("bot").last).to_contain_text("收到")
    shopper.panel.locator(".tools").get_by_role("button", name="转人工").click()
    agent.tab("等待")
    agent.page.get_by_role("button", name="接入下一位").first.click()
    expect(agent.field).to_be_focused()
    shopper.send("在吗")  # to her, not to the bot: there is nothing that it could have taken wrongly
    agent.expect_texts("shopper", "在吗")
    expect(agent.lines("shopper").last.get_by_role("button", name="小暖理解错了")).to_have_count(0)
    line = agent.lines("shopper").filter(has_text="能先拿货后给钱不")
    line.get_by_role("button", name="小暖理解错了").click()
    agent.dialog.get_by_label("顾客其实想要").select_option("怎么付款")
    agent.dialog.get_by_role("button", name="确定").click()
    expect(line).to_contain_text("已记下：怎么付款")
    kept = real.live.database.read_now(lambda c: [tuple(row) for row in c.execute(select(relabels))])
    assert [row[1:4] for row in kept] == [(1, "ask_payment", "小林")]


def test_ending_asks_the_shopper_to_rate(shopper: ChatPage, agent: DeskPage) -> None:
    shopper.panel.locator(".tools").get_by_role("button", name="转人工").click()
    agent.tab("等待")
    agent.page.get_by_role("button", name="接入下一位").first.click()
    agent.send("您好")
    expect(shopper.rows("agent").last).to_contain_text("您好")
    agent.act("结束").click()
    agent.dialog.get_by_role("button", name="结束").click()
    expect(shopper.panel.get_by_text("这次服务，您觉得怎么样？")).to_be_visible()


def test_a_wrong_password_and_an_ended_session_lead_to_the_form(agent: DeskPage, real: RealGateway) -> None:
    agent.page.get_by_role("button", name="退出登录").click()
    agent.log_in("小林", "wrong")
    expect(agent.page.get_by_role("alert")).to_have_text(re.compile("不对"))
    agent.log_in("小林", PASSWORD)
    expect(agent.rail).to_be_visible()


def test_a_customers_facts_are_there_before_she_is_taken_and_masked_until_asked(
    shopper: ChatPage, agent: DeskPage
) -> None:
    who = shopper.page.get_by_label("以谁的身份登录")
    who.select_option(index=1)
    expect(who).to_be_enabled()
    shopper.send("我的快递怎么还没到？电话13812345678")
    expect(shopper.rows("bot").last).to_contain_text("收到")
    shopper.panel.locator(".tools").get_by_role("button", name="转人工").click()
    agent.tab("等待")
    agent.rows.first.click()
    line = agent.lines("shopper").filter(has_text="我的快递怎么还没到")
    expect(line).to_contain_text("138****5678")
    line.get_by_role("button", name="显示").click()
    expect(line).to_contain_text("13812345678")
    order = agent.side.locator(".order").first
    expect(order).to_contain_text("****")
    order.get_by_role("button", name="显示电话").click()
    expect(order.locator(".revealed")).to_have_text(re.compile(r"^1\d{10}$"))
    agent.conversation.locator(".step").get_by_role("button", name="接入").click()
    expect(agent.field).to_be_focused()
    order.get_by_role("button", name="发订单").click()
    expect(shopper.rows("agent").locator(".card")).to_have_count(1)
    tags = agent.page.get_by_role("group", name="标签")
    tags.get_by_role("textbox").fill("催单")
    tags.get_by_role("textbox").press("Enter")
    expect(tags.locator(".tag-chip")).to_have_text(["催单"])


def test_a_supervisor_sees_the_wall_watches_whispers_and_takes_over(
    shopper: ChatPage, agent: DeskPage, enter: Callable[[str], DeskPage]
) -> None:
    shopper.panel.locator(".tools").get_by_role("button", name="转人工").click()
    agent.conversation.get_by_role("button", name="接入下一位").click()
    expect(agent.field).to_be_focused()
    boss = enter("王主管")
    boss.tab("看板")
    expect(boss.page.locator("tr", has_text="小林")).to_contain_text("1/5")
    boss.tab("全部")
    boss.rows.first.click()
    boss.act("旁听").click()
    whisper = boss.page.get_by_role("textbox", name="悄悄话")
    whisper.fill("先安抚")
    whisper.press("Enter")
    expect(agent.log.locator(".note-whisper")).to_contain_text("先安抚")
    shopper.send("还在吗")
    boss.expect_texts("shopper", "还在吗")
    boss.act("接管").click()
    expect(boss.field).to_be_visible()
    expect(agent.field).to_be_hidden()
    boss.send("我是主管")
    expect(shopper.rows("agent").last).to_contain_text("我是主管")
    assert "先安抚" not in (shopper.log.text_content() or "")


def test_every_list_of_the_real_desk_can_be_read(agent: DeskPage, enter: Callable[[str], DeskPage]) -> None:
    failed: list[str] = []
    boss = enter("王主管")
    boss.page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    for tab in ("全部", "工单", "审批", "承诺", "看板"):
        boss.tab(tab)
    expect(boss.page.locator("tr", has_text="小林")).to_be_visible()
    for name in ("操作审计 CSV", "客服报表 CSV", "等待时长 CSV"):
        with boss.page.expect_download() as download:
            boss.page.get_by_role("link", name=name).click()
        assert download.value.failure() is None
    boss.tab("等待")
    assert failed == []
