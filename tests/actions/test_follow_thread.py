"""Talk, questions, wishes that are not built yet, not being sure, and the way to a person."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor

from actions.clarify import likeliest
from actions.wishes import PHRASES
from bot.nlu.intents import INTERNAL_INTENTS
from tests.actions.fakes import MORNINGS, NEVER, FakeShop, Talk, domain, rules
from tests.actions.orders import NUMBER, order


def off_duty(**given: Any) -> Talk:
    """A talk at 14:30, with people at the desk from 9 to 12 only."""
    talk = Talk(**given)
    talk.shop.hours = MORNINGS
    return talk


async def test_a_message_for_the_shop_is_taken_with_how_to_reach_a_guest():
    talk = off_duty()
    said = await talk.says("转人工", "request_human")
    assert said[0].response == "utter_take_message" and talk.slots["asked"] == "message"
    assert "明天（11月23日）09:00" in said[0].text
    said = await talk.says("耳机左边没有声音 想换一个", "request_exchange")
    assert said[0].response == "utter_message_kept_ask_contact" and "明天（11月23日）11:00" in said[0].text
    [card] = said[0].cards
    assert card["kind"] == "ticket" and card["promise"]["due_at"] == "2026-11-23T03:00:00.000Z"
    said = await talk.says("138 0013 5678", "inform")
    assert said[0].response == "utter_contact_kept" and talk.slots["flow"] is None
    assert [(each.text, each.contact) for each in talk.left] == [
        ("耳机左边没有声音 想换一个", None),
        ("138 0013 5678", "13800135678"),
    ]
    assert talk.left[0].due_at == "2026-11-23T03:00:00.000Z" and talk.left[0].promise
    assert not talk.asked_for_person


async def test_a_matter_that_stands_in_the_request_need_not_be_told_again():
    talk = off_duty(customer_id="C1")
    said = await talk.says("转人工 我的锅把手断了要赔", "request_human")
    assert said[0].response == "utter_message_kept"
    assert talk.left[0].text == "转人工 我的锅把手断了要赔"


async def test_a_complaint_goes_along_when_the_button_is_clicked():
    talk = off_duty(customer_id="C1")
    said = await talk.says("收到就碎了 怎么搞的", "complain_damaged")
    assert said[0].response == "utter_care" and "转人工" in said[0].titles
    said = await talk.clicks("转人工")
    assert [each.response for each in said] == ["utter_message_kept", "utter_add_to_message"]
    assert [(each.text, each.reason) for each in talk.left] == [("收到就碎了 怎么搞的", "complain_damaged")]
    await talk.says("是昨天那个锅", "inform")
    assert talk.left[1].text == "是昨天那个锅" and talk.left[1].reason == "complain_damaged"
    assert (await talk.says("好的", "affirm"))[0].response == "utter_affirm"


@pytest.mark.parametrize(
    "words",
    ["转人工 退款", "转人工，我要退货", "人工 开发票", "找人工查快递", "有没有真人 发票", "转人工，催发货", "我要投诉 转人工", "转人工 尺码", "人工 差价", "转人工 没到货"],
)  # fmt: skip
async def test_a_word_of_what_it_is_about_is_enough_and_is_not_asked_for_again(words):
    talk = off_duty(customer_id="C1")
    said = await talk.says(words, "request_human")
    assert [each.response for each in said] == ["utter_message_kept"] and talk.left[0].text == words


@pytest.mark.parametrize(
    "words", ["转人工 快点", "人工人工", "转人工急急急", "叫你们客服出来", "给我接人工！！", "人工客服在吗"]
)
async def test_who_only_wants_a_person_is_asked_what_it_is_about(words):
    said = await off_duty().says(words, "request_human")
    assert [each.response for each in said] == ["utter_take_message"]


@pytest.mark.parametrize("reason", ["退款", "耳机左边没声音", "急"])
async def test_what_is_sent_with_the_button_is_the_message(reason):
    talk = off_duty(customer_id="C1")
    said = await talk._turn("/request_human", "request_human", {}, {"reason": reason}, "request_human")
    assert [each.response for each in said] == ["utter_message_kept"] and talk.left[0].text == reason


async def test_the_button_on_the_widget_without_a_matter_asks_for_one():
    said = await off_duty()._turn("/request_human", "request_human", {}, {}, "request_human")
    assert said[0].response == "utter_take_message"


async def test_a_contact_that_is_none_is_asked_for_once_more_and_then_left_out():
    talk = off_duty()
    await talk.says("转人工 我的锅把手断了要赔", "request_human")
    said = await talk.says("明天打给我", "inform")
    assert said[0].response in ("utter_contact_unreadable", "utter_what_about_it")
    said = await talk.says("me@mail.example", "inform")
    assert said[0].response == "utter_contact_kept" and talk.left[-1].contact == "me@mail.example"


async def test_not_leaving_a_message_after_all_is_fine():
    talk = off_duty()
    await talk.says("转人工", "request_human")
    said = await talk.says("算了不用了", "deny")
    assert said[0].response == "utter_given_up_message" and not talk.left


async def test_a_message_carries_the_order_that_was_talked_about():
    talk = off_duty(shop=FakeShop([order()]), customer_id="C1")
    await talk.says("我的耳机到哪了", "track_order")
    await talk.says("转人工 催一下急用", "request_human")
    assert talk.left[0].order_id == NUMBER


async def test_where_nobody_is_ever_there_no_time_is_promised():
    talk = off_duty(customer_id="C1")
    talk.shop.hours = NEVER
    said = await talk.says("转人工", "request_human")
    assert said[0].response == "utter_take_message_sometime"
    said = await talk.says("把手断了", "inform")
    assert said[0].response == "utter_message_kept_sometime"


async def test_not_sure_offers_wishes_first_and_a_person_at_the_second_miss():
    talk = Talk(shop=FakeShop([order()]), customer_id="C1")
    ranking = [{"name": "track_order", "confidence": 0.2}, {"name": "request_return", "confidence": 0.15}]
    said = await talk.says("那个耳机", "track_order", confidence=0.2, ranking=ranking)
    assert talk.intent == "unsure" and said[0].titles == ["查物流", "我要退货"]
    said = await talk.says("啊这", "chitchat", confidence=0.1)
    assert said[0].response == "utter_clarify_again" and said[0].titles == ["转人工"]


async def test_a_click_on_a_clarifying_button_keeps_what_was_said_before():
    from tests.actions.orders import pan_order

    talk = Talk(shop=FakeShop([order(), pan_order()]), customer_id="C1")
    await talk.says("那个耳机", "track_order", confidence=0.2)
    said = await talk.clicks("查物流")
    assert "声澜" in said[0].text and not talk.slots["misses"]


async def test_a_sure_turn_between_two_misses_begins_the_count_anew():
    talk = Talk()
    await talk.says("嗯哼哼", "chitchat", confidence=0.1)
    await talk.says("你们几点下班", "ask_shop_info")
    said = await talk.says("嗯哼哼", "chitchat", confidence=0.1)
    assert said[0].response == "utter_clarify"


def test_at_least_two_wishes_are_offered_and_talk_is_never_one():
    assert len(likeliest(())) >= 2
    assert likeliest((("greet", 0.5), ("thank", 0.2), ("track_refund", 0.2)))[0] == "track_refund"
    assert "ask_compatibility" not in likeliest((("ask_compatibility", 0.1), ("ask_usage", 0.1)))
    assert not {"greet", "affirm", "deny", "inform", "unsure"} & set(PHRASES)


async def test_a_question_gets_the_entry_whose_words_are_nearest():
    talk = Talk()
    assert (await talk.says("有客服热线电话吗", "ask_shop_info"))[0].text == "热线 400。"
    assert (await talk.says("客服晚上几点下班呀", "ask_shop_info"))[0].text == "全天都在。"


async def test_a_question_that_the_book_does_not_know_is_not_made_up():
    said = await Talk().says("会员积分什么时候过期", "ask_membership")
    assert said[0].response == "utter_unknown_answer" and said[0].titles == ["转人工"]


@pytest.mark.parametrize("intent", sorted(set(domain()["intents"]) - INTERNAL_INTENTS))
@pytest.mark.parametrize("who", [None, "C1"])
async def test_no_intent_ever_leaves_a_turn_without_words(intent, who):
    for asked in (None, "order_number", "phone_tail", "order_choice", "message", "contact"):
        talk = Talk(shop=FakeShop([order()]), customer_id=who)
        talk.slots.update({"asked": asked, "flow": "track_order" if asked else None})
        assert (await talk.says("嗯那个", intent))[0].text


async def test_thanks_are_not_answered_by_a_demand():
    talk = Talk()
    await talk.says("查快递", "track_order")
    said = await talk.says("谢谢", "thank")
    assert [each.response for each in said] == ["utter_thank"] and talk.slots["asked"] == "order_number"


async def test_who_calls_for_an_answer_is_reminded_of_what_is_open():
    talk = Talk()
    await talk.says("查快递", "track_order")
    said = await talk.says("人呢", "urge_reply")
    assert [each.response for each in said] == ["utter_still_here", "utter_back_to_order_number"]


async def test_no_after_an_answer_lets_her_choose_again():
    from tests.actions.orders import pan_order

    talk = Talk(shop=FakeShop([order(), pan_order()]), customer_id="C1")
    await talk.says("快递到哪了", "track_order")
    await talk.clicks(talk.last[0].titles[0])
    said = await talk.says("不对 不是这个", "deny")
    assert said[0].buttons


async def test_a_question_while_a_message_is_awaited_is_answered():
    talk = off_duty()
    await talk.says("转人工", "request_human")
    said = await talk.says("你们几点下班", "ask_shop_info")
    assert [each.response for each in said] == ["utter_book_answer", "utter_back_to_message"] and not talk.left


@pytest.mark.parametrize(
    ("words", "response"), [("你是真人吗", "utter_chitchat"), ("哈哈哈", "utter_chitchat_lightly")]
)
async def test_only_who_asks_is_told_who_is_speaking(words, response):
    assert (await Talk().says(words, "chitchat"))[0].response == response


async def test_a_picture_is_not_pretended_to_be_read():
    said = await Talk().says("看图", "inform", entities={"image": "up1"})
    assert said[0].response == "utter_image_not_read"


def test_every_intent_has_one_rule_and_every_rule_an_intent_and_an_action():
    assert set(rules()) == set(domain()["intents"])
    by_slot = {"action_bring_back"}
    assert set(rules().values()) | by_slot == set(domain()["actions"])


def test_the_phrases_and_the_responses_cover_the_intents():
    talk = {"greet", "goodbye", "thank", "affirm", "deny", "praise", "suggestion", "chitchat", "urge_reply"}
    talk |= {"problem_solved", "problem_not_solved", "inform", "out_of_scope", "unsure"}
    assert set(PHRASES) == set(domain()["intents"]) - talk - INTERNAL_INTENTS


def test_the_action_server_registers_what_the_domain_names():
    executor = ActionExecutor()
    executor.register_package("actions")
    assert set(executor.actions) == set(domain()["actions"])


async def test_return_or_exchange_offers_both_and_is_no_miss():
    talk = Talk()
    said = await talk.says("退换货", "ask_return_policy", confidence=0.3)
    assert (
        said[0].response == "utter_choose_after_sale" and "我要退货" in said[0].titles and "我要换货" in said[0].titles
    )
    assert not talk.slots.get("misses")


@pytest.mark.parametrize("text", ["😀", "/restart", "。。。"])
async def test_what_holds_no_words_gets_the_usual_wishes(text):
    said = await Talk().says(text, "request_invoice", ranking=[])
    assert said[0].response == "utter_clarify" and said[0].titles[0] == "查物流"


async def test_a_kept_message_can_be_added_to_and_closed():
    talk = Talk(customer_id="C1")
    await talk._turn("/leave_message", "leave_message", {}, {"holder": "queue"}, "leave_message")
    await talk.says("锅把手断了 要赔", "inform", holder="queue")
    await talk.says("还有 电话也改一下", "change_address", holder="queue")
    assert talk.left and talk.left[-1].text.endswith("还有 电话也改一下")
    assert (await talk.says("没有了", "goodbye"))[0].response == "utter_message_is_all"


async def test_the_books_answer_is_not_read_out_twice():
    talk = Talk()
    await talk.says("你们几点下班", "ask_shop_info")
    said = await talk.says("几点下班啊", "ask_shop_info")
    assert said[0].response == "utter_book_answer_same" and said[0].titles == ["转人工"]


TAKES_DETAILS = {"action_complain"}  # all that keep what she writes


def test_no_answer_of_the_book_promises_what_the_bot_does_not_do():
    import yaml

    from tests.actions.fakes import ROOT

    promises = ("给我", "告诉我", "我帮您", "我去", "我马上查", "我请同事", "发我", "我来凑", "跟我说一声")
    entries = yaml.safe_load((ROOT / "data/shop/faq.yml").read_text(encoding="utf-8"))["entries"]
    kept = {intent for intent, action in rules().items() if action in TAKES_DETAILS}
    for entry in entries:
        assert not [each for each in promises if each in entry["answer"]], entry["id"]
        if "写在这里" in entry["answer"]:
            assert set(entry["intents"]) <= kept, f"{entry['id']} invites what nobody keeps"


async def test_words_that_tell_nothing_are_not_said_to_be_noted() -> None:
    [said] = await Talk().says("就是那个", "inform")
    assert said.response == "utter_listening" and "记" not in said.text
