"""A chat on one page: echo, acknowledgement, answer, buttons, cards, links, and what is said while nobody looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from playwright.sync_api import BrowserContext, WebSocketRoute, expect

from tests.browser.canned import GREETING, LOGISTICS
from tests.browser.chat_page import ChatPage
from tests.browser.fake_gateway import FakeGateway


def test_an_opened_chat_greets_and_offers_what_to_ask(chat: ChatPage) -> None:
    chat.open()
    chat.expect_texts("bot", GREETING)
    expect(chat.button("查物流")).to_be_visible()


def test_nobody_is_made_a_visitor_before_the_chat_is_opened(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.page.wait_for_load_state("networkidle")
    assert gateway.conversations == []
    chat.open()
    assert len(gateway.conversations) == 1


def test_a_message_shows_at_once_and_says_it_arrived_only_after_its_acknowledgement(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    gateway.acks_held = True
    chat.send("在吗")
    chat.expect_texts("shopper", "在吗")
    chat.expect_status("发送中")
    gateway.acks_held = False
    gateway.drop_sockets()
    chat.expect_status("已送达")


def test_several_messages_keep_their_order_and_only_the_last_says_what_became_of_it(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    gateway.replies_held = True
    chat.open()
    for text in ("在吗", "我那个耳机", "到哪了"):
        chat.send(text)
    chat.expect_texts("shopper", "在吗", "我那个耳机", "到哪了")
    chat.expect_status("", "", "已送达")


def test_dots_show_while_a_message_awaits_its_reply(chat: ChatPage, gateway: FakeGateway) -> None:
    gateway.replies_held = True
    chat.open()
    chat.send("在吗")
    expect(chat.log.locator(".dots")).to_be_visible()
    gateway.say("bot", text="在的", reply_to=1)
    expect(chat.log.locator(".dots")).to_be_hidden()


def test_dots_do_not_promise_a_reply_for_ever(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.page.clock.install()
    gateway.replies_held = True
    chat.open()
    chat.send("在吗")
    expect(chat.log.locator(".dots")).to_be_visible()
    chat.page.clock.run_for(20_000)
    expect(chat.log.locator(".dots")).to_be_hidden()


def test_dots_show_while_an_agent_types_and_go_when_she_has_spoken(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.stand(holder="agent", agent={"name": "小林", "avatar": ""})
    gateway.tell({"type": "typing", "role": "agent"})
    expect(chat.log.locator(".dots")).to_be_visible()
    gateway.say("agent", text="您好", agent={"name": "小林"})
    expect(chat.log.locator(".dots")).to_be_hidden()


def test_every_message_of_the_bot_says_that_an_ai_wrote_it_and_an_agents_says_that_a_person_did(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    chat.send("在吗")
    gateway.say("bot", text="还有一句")
    gateway.say("agent", text="我来接着帮您", agent={"name": "小林"})
    expect(chat.rows("bot")).to_have_count(3)
    expect(chat.rows("bot").locator(".badge:visible")).to_have_text(["AI"] * 3)
    expect(chat.rows("agent").locator(".who")).to_contain_text("小林人工")


def test_a_used_button_stays_used_after_a_reload(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.send("查物流")
    chat.button("降噪耳机").click()
    expect(chat.button("智能电饭煲")).to_be_disabled()
    expect(chat.rows("shopper").last).to_contain_text("降噪耳机")
    chat.expect_status("", "已送达")
    assert next(frame for frame in gateway.received if frame["type"] == "click")["message_seq"] == 2
    chat.page.reload()
    chat.open()
    expect(chat.button("降噪耳机")).to_be_disabled()
    expect(chat.button("降噪耳机")).to_have_class(re.compile("chosen"))


def test_a_suggestion_is_said_as_a_finished_message(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.button("退换货").click()
    chat.expect_texts("shopper", "退换货")
    chat.expect_status("已送达")
    assert next(frame for frame in gateway.received if frame["type"] == "send")["final"] is True


def test_the_way_to_a_person_is_one_press_and_shows_the_place_in_the_queue(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    chat.panel.locator(".tools").get_by_role("button", name="转人工").click()
    chat.expect_status("已送达")
    assert any(frame["type"] == "ask_human" for frame in gateway.received)
    gateway.stand(holder="queue", queue={"position": 3, "eta_s": 120})
    expect(chat.panel.locator(".head")).to_contain_text("前面还有 2 位，大约 2 分钟")
    expect(chat.panel.locator(".suggestions").get_by_role("button")).to_have_text(["查物流", "退换货"])
    gateway.stand(holder="queue", queue={"position": 1, "eta_s": None})
    expect(chat.panel.locator(".head")).to_contain_text("下一位就是您")
    gateway.stand(holder="agent", agent={"name": "小林", "avatar": ""})
    expect(chat.panel.locator(".head")).to_contain_text("小林 正在为您服务")


def test_markup_in_a_message_is_text(chat: ChatPage) -> None:
    chat.open()
    chat.send('<script>document.title="hacked"</script><img src=x onerror=alert(1)>')
    chat.send("标记")
    expect(chat.rows("bot").last).to_contain_text("<b>粗体</b>")
    assert chat.log.locator(".text img, .text script, .text b, .text a").count() == 0
    chat.expect_title("暖物小铺")


def test_only_plain_http_links_can_be_followed_and_they_leak_nothing(chat: ChatPage) -> None:
    chat.open()
    chat.send("链接")
    links = chat.rows("bot").last.locator("a")
    expect(links).to_have_count(1)
    expect(links).to_have_text("https://example.com/a?b=1")
    expect(links).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(links).to_have_attribute("target", "_blank")
    expect(chat.rows("bot").last).to_contain_text("http://user:pw@evil.example/")


def test_each_kind_of_card_is_drawn_and_an_unknown_kind_is_not(chat: ChatPage) -> None:
    chat.open()
    chat.send("全部卡片")
    cards = chat.rows("bot").last.locator(".card")
    expect(cards).to_have_count(7)
    expect(cards.nth(0)).to_contain_text("听山 头戴式降噪耳机")
    expect(cards.nth(0)).to_contain_text("¥399")
    expect(cards.nth(1)).to_contain_text("待发货")
    expect(cards.nth(1)).to_contain_text("¥347.50")
    expect(cards.nth(2)).to_contain_text("比承诺的晚")
    expect(cards.nth(2).locator(":scope > ol li").first).to_contain_text("郑州转运中心")
    expect(cards.nth(6).locator("tr")).to_have_count(3)


def test_cards_tell_the_shops_time_to_a_reader_elsewhere(
    new_context: Callable[..., BrowserContext], gateway: FakeGateway
) -> None:
    chat = ChatPage(new_context(timezone_id="America/New_York").new_page())
    chat.visit(gateway.url)
    chat.open()
    gateway.say(
        "bot", text="到杭州了", cards=[{**LOGISTICS, "events": [{"at": "2020-03-02T18:05:00Z", "text": "到达"}]}]
    )
    expect(chat.rows("bot").last.locator(".card")).to_contain_text("2020年3月3日 02:05")


def test_what_came_before_the_welcome_is_told_anew_in_the_shops_time(
    new_context: Callable[..., BrowserContext], gateway: FakeGateway
) -> None:
    chat = ChatPage(new_context(timezone_id="America/New_York").new_page())
    chat.page.route(
        "**/api/v1/demo/shop", lambda route: route.fulfill(status=204)
    )  # a page that does not know the zone
    chat.visit(gateway.url)
    chat.open()
    gateway.say("bot", text="到了", cards=[{**LOGISTICS, "events": [{"at": "2020-03-02T18:05:00Z", "text": "到达"}]}])
    card = chat.rows("bot").last.locator(".card")
    expect(card).to_be_visible()
    held: list[tuple[WebSocketRoute, str | bytes]] = []
    chat.page.route_web_socket(
        "**/api/v1/chat",
        lambda socket: socket.connect_to_server().on_message(lambda frame: held.append((socket, frame))),
    )
    chat.page.reload()
    chat.open()
    expect(card).to_contain_text("2020年3月2日 13:05")
    while not held:
        chat.page.wait_for_timeout(50)
    for socket, frame in held:
        socket.send(frame)
    expect(card).to_contain_text("2020年3月3日 02:05")


def test_all_events_of_a_parcel_can_be_unfolded(chat: ChatPage) -> None:
    chat.open()
    chat.send("我那个耳机到哪了")
    card = chat.rows("bot").last.locator(".card")
    expect(card.get_by_text("已揽收")).to_be_hidden()
    card.get_by_text("查看全部 5 条物流").click()
    expect(card.get_by_text("已揽收")).to_be_visible()


def test_a_reply_that_only_says_that_something_failed_looks_so(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.say("bot", text="这会儿没查到，可以转人工", failure=True)
    expect(chat.rows("bot").last.locator(".failure")).to_be_visible()


def test_what_is_said_while_the_chat_is_closed_is_counted_on_the_bubble_and_in_the_title(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    chat.send("在吗")
    expect(chat.rows("bot")).to_have_count(2)
    chat.button("收起").click()
    gateway.say("bot", text="您的包裹到了")
    gateway.say("bot", text="放在门口了")
    expect(chat.launcher).to_have_accessible_name("打开在线客服，2 条未读消息")
    chat.expect_title("(2) 暖物小铺")
    chat.page.reload()
    chat.expect_title("(2) 暖物小铺")
    chat.launcher.click()
    chat.expect_title("暖物小铺")


def test_messages_of_another_day_are_set_apart_by_their_time(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    now = datetime.now(timezone.utc)
    yesterday = now - timedelta(days=1)
    gateway.run(lambda: gateway.conversations[-1].commit("bot", text="昨天说的", at=yesterday))
    gateway.run(lambda: gateway.conversations[-1].commit("bot", text="今天说的", at=now))
    expect(chat.log.locator(".pause")).to_have_text([re.compile(r"^昨天 \d\d:\d\d$"), re.compile(r"^今天 \d\d:\d\d$")])


def test_a_long_chat_opens_with_its_end_and_brings_the_rest_on_demand(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.page.reload()

    def fill() -> None:
        for number in range(1, 71):
            gateway.conversations[-1].commit("bot", text=f"第 {number} 条")

    gateway.run(fill)
    chat.page.reload()
    chat.open()
    expect(chat.rows("bot")).to_have_count(30)
    expect(chat.rows("bot").last).to_be_in_viewport()
    chat.button("看更早的消息").click()
    expect(chat.rows("bot")).not_to_have_count(30)  # reaching the button may already have brought a page
    chat.log.evaluate("log => { log.scrollTop = 0; }")
    expect(chat.rows("bot")).to_have_count(71)
    expect(chat.rows("bot").nth(0)).to_contain_text("小暖")
    expect(chat.rows("bot").nth(1)).to_contain_text("第 1 条")


def test_a_reader_of_earlier_messages_is_not_pulled_away_by_a_new_one(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    for number in range(20):
        gateway.say("bot", text=f"第 {number} 条")
    expect(chat.rows("bot")).to_have_count(21)
    chat.log.evaluate("""log => new Promise((scrolled) => {
      log.addEventListener('scroll', scrolled, { once: true });
      log.scrollTop = 0;
    })""")
    gateway.say("bot", text="新的一条")
    chat.button("回到最新").click()
    expect(chat.rows("bot").last).to_be_in_viewport()
    expect(chat.button("回到最新")).to_be_hidden()


def test_leaving_asks_for_a_rating_which_is_sent_once_acknowledged(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.send("在吗")
    expect(chat.rows("bot")).to_have_count(2)
    chat.button("结束咨询").click()
    chat.button("满意").click()
    chat.button("回复快").click()
    chat.panel.get_by_role("textbox", name="想说的话").fill("挺好的")
    chat.button("提交评价").click()
    expect(chat.panel.get_by_text("收到，谢谢您的评价")).to_be_visible()
    [rating] = gateway.conversations[-1].ratings
    assert (rating["score"], rating["factors"], rating["comment"]) == (4, ["回复快"], "挺好的")
    chat.send("再问一句")
    expect(chat.panel.get_by_text("收到，谢谢您的评价")).to_be_hidden()


def test_a_conversation_that_an_agent_ended_asks_too_and_can_be_passed_over(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    gateway.say("agent", text="都办好了", agent={"name": "小林"})
    gateway.stand(holder="nobody")
    expect(chat.button("提交评价")).to_be_disabled()
    chat.button("暂不评价").click()
    expect(chat.button("提交评价")).to_be_hidden()
    expect(chat.panel.locator(".head")).to_contain_text("再发一句就能接着聊")
