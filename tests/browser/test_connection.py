"""Networks fall and servers restart: nothing that was typed is lost, nothing is shown twice, and it is said in words."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from playwright.sync_api import expect

from tests.browser.canned import GREETING
from tests.browser.chat_page import ChatPage
from tests.browser.fake_gateway import FakeGateway


def _sends(gateway: FakeGateway) -> list[str]:
    return [frame["id"] for frame in gateway.received if frame["type"] == "send"]


def test_after_a_cut_the_same_frame_is_sent_again_and_stored_once(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.acks_held = True
    chat.send("还在吗")
    chat.expect_status("发送中")
    gateway.acks_held = False
    gateway.drop_sockets()
    chat.expect_status("已送达")
    assert len(_sends(gateway)) == 2 and len(set(_sends(gateway))) == 1
    assert gateway.conversations[-1].shopper_texts == ["还在吗"]
    chat.expect_texts("shopper", "还在吗")


def test_what_was_said_while_the_socket_was_down_is_there_afterwards_once(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.send("在吗")
    expect(chat.rows("bot")).to_have_count(2)
    gateway.refusing = True
    gateway.drop_sockets()
    expect(chat.notice).to_contain_text("正在重新连上")
    gateway.say("bot", text="第一句")
    gateway.say("bot", text="第二句")
    gateway.refusing = False
    chat.expect_texts("bot", GREETING, "收到，我看一下。", "第一句", "第二句")
    expect(chat.notice).to_be_hidden()


def test_who_does_not_want_to_wait_tries_at_once(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.page.clock.install()
    chat.page.clock.pause_at(datetime.now() + timedelta(hours=1))  # from here on no time to try again comes by itself
    gateway.drop_sockets()
    expect(chat.notice).to_contain_text("正在重新连上")
    chat.button("现在重试").click()
    expect(chat.notice).to_be_hidden()


def test_offline_and_back(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.page.context.set_offline(True)
    expect(chat.notice).to_contain_text("网络断开了")
    chat.send("离线写的")
    chat.expect_status("发送中")
    chat.page.context.set_offline(False)
    chat.expect_status("已送达")
    expect(chat.notice).to_be_hidden()
    assert gateway.conversations[-1].shopper_texts == ["离线写的"]


def test_a_message_without_an_answer_fails_in_time_and_goes_out_when_the_server_is_back(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.page.clock.install()
    chat.open()
    chat.page.clock.pause_at(datetime.now() + timedelta(hours=1))
    gateway.refusing = True
    gateway.drop_sockets()
    chat.send("有人吗")
    chat.expect_status("发送中")
    chat.page.clock.run_for(25_000)
    chat.expect_status(re.compile("^发送失败"))
    chat.button("重试").click()  # before the server is back: it would go out by itself then
    chat.expect_status("发送中")
    gateway.refusing = False
    chat.page.clock.resume()
    chat.expect_status("已送达")
    assert gateway.conversations[-1].shopper_texts == ["有人吗"]


def test_a_socket_that_only_looks_alive_is_given_up(chat: ChatPage, gateway: FakeGateway) -> None:
    """The server hears and does not acknowledge: after a while the page comes back on a new socket."""
    chat.page.clock.install()
    chat.open()
    gateway.swallow = 1
    chat.send("在吗")
    chat.expect_status("发送中")
    chat.page.clock.run_for(10_000)
    chat.expect_status("已送达")
    assert len(set(_sends(gateway))) == 1


def test_too_fast_is_waited_out_without_the_shopper_doing_anything(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.next_error = {"code": "rate_limited", "retry_after_s": 1}
    chat.send("一连串")
    chat.expect_status(re.compile("发得有点快"))
    chat.expect_status("已送达")
    assert gateway.conversations[-1].shopper_texts == ["一连串"]


def test_a_passing_failure_is_retried_with_the_same_id(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.next_error = {"code": "unavailable"}
    chat.send("在吗")
    chat.expect_status(re.compile("发送失败"))
    chat.button("重试").click()
    chat.expect_status("已送达")
    assert len(_sends(gateway)) == 2 and len(set(_sends(gateway))) == 1


def test_what_can_never_be_sent_goes_back_into_the_composer(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.next_error = {"code": "invalid_frame", "message": "这条内容没法识别"}
    chat.send("写得不对")
    chat.expect_status(re.compile("这条内容没法识别"))
    chat.button("重新编辑").click()
    expect(chat.field).to_have_value("写得不对")
    expect(chat.rows("shopper")).to_have_count(0)


def test_a_message_written_before_the_chat_is_connected_goes_out_then(chat: ChatPage, gateway: FakeGateway) -> None:
    gateway.refusing = True
    chat.launcher.click()
    chat.send("先写着")
    chat.expect_status("发送中")
    gateway.refusing = False
    chat.expect_status("已送达")


def test_reload_in_mid_answer_misses_and_doubles_nothing(chat: ChatPage, gateway: FakeGateway) -> None:
    gateway.replies_held = True
    chat.open()
    chat.send("我那个耳机到哪了")
    chat.expect_status("已送达")
    chat.page.reload()
    gateway.say("bot", text="已经到郑州了", reply_to=1)
    chat.open()
    chat.expect_texts("shopper", "我那个耳机到哪了")
    chat.expect_texts("bot", GREETING, "已经到郑州了")
    gateway.say("bot", text="明天就到")
    chat.expect_texts("bot", GREETING, "已经到郑州了", "明天就到")


def test_a_message_that_was_not_acknowledged_before_a_reload_is_sent_after_it(
    chat: ChatPage, gateway: FakeGateway
) -> None:
    chat.open()
    gateway.acks_held = True
    chat.send("刷新前写的")
    chat.expect_status("发送中")
    gateway.acks_held = False
    chat.page.reload()
    chat.open()
    chat.expect_texts("shopper", "刷新前写的")
    chat.expect_status("已送达")
    assert gateway.conversations[-1].shopper_texts == ["刷新前写的"]


def test_a_gap_in_the_messages_is_closed_by_asking_again(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.say("bot", text="一")
    expect(chat.rows("bot")).to_have_count(2)

    def lose_one() -> None:
        conversation = gateway.conversations[-1]
        listeners, conversation.listeners = conversation.listeners, []
        conversation.commit("bot", text="二")
        conversation.listeners = listeners
        conversation.commit("bot", text="三")

    gateway.run(lose_one)
    chat.expect_texts("bot", GREETING, "一", "二", "三")


def test_a_token_that_opens_nothing_any_more_leads_to_a_new_conversation(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.send("旧的")
    chat.expect_status("已送达")
    gateway.run(gateway.conversations.clear)
    gateway.drop_sockets()
    chat.expect_texts("bot", GREETING)
    chat.send("新的")
    chat.expect_texts("shopper", "新的")
    chat.expect_status("已送达")
    assert [each.shopper_texts for each in gateway.conversations] == [["新的"]]


def test_a_closed_conversation_says_so_and_offers_a_new_one(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    chat.send("在吗")
    expect(chat.rows("bot")).to_have_count(2)
    gateway.tell({"type": "error", "code": "closed", "message": "这次对话已经关闭"})
    expect(chat.notice).to_contain_text("这次对话已经关闭")
    expect(chat.field).to_be_disabled()
    chat.button("开始新的对话").click()
    chat.send("重新来")
    chat.expect_status("已送达")
    assert len(gateway.conversations) == 2


def test_frames_and_fields_that_nobody_knows_do_no_harm(chat: ChatPage, gateway: FakeGateway) -> None:
    chat.open()
    gateway.tell({"type": "weather", "sky": "blue"})
    gateway.tell({"type": "message", "seq": "many", "role": "bot"})
    gateway.say("bot", text="正常的一条", mood="fine", cards=["no card"], buttons=[None, {"title": "好"}])
    chat.expect_texts("bot", GREETING, "正常的一条")
