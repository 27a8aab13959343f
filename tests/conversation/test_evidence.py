"""What the thread and the record say about a message, on top of its words."""

from __future__ import annotations

import pytest

from bot.conversation.evidence import UNSURE, Guess, Limits, ParseView, ThreadView, rerank


def parse(text: str, *guesses: tuple[str, float], **changes) -> ParseView:
    ranking = tuple(Guess(intent=intent, confidence=confidence) for intent, confidence in guesses)
    return ParseView(text=text, ranking=ranking, **changes)


ASKED_NUMBER = ThreadView(asked="order_number", flow="track_order")
OFFERED = ThreadView(asked="order_choice", flow="track_order", orders_offered=("1", "2"), logged_in=True)
TOLD = ThreadView(flow="track_order", orders_offered=("1", "2"), order_in_focus="1", logged_in=True)


def test_sure_words_decide_alone():
    decision = rerank(parse("我要退货", ("request_return", 0.9), ("request_refund", 0.05)), ThreadView())
    assert (decision.intent, decision.why) == ("request_return", "words")


@pytest.mark.parametrize(
    "text",
    [
        "2026112100012345",
        "２０２６１１２１０００１２３４５",
        "尾号5678",
        "五六七八",
        "5678",
        "是2026112100012345这个",
        "SF1234567890123",
    ],
)
@pytest.mark.parametrize("asked", ["order_number", "phone_tail"])
def test_an_identifier_answers_the_question_for_it(text, asked):
    decision = rerank(parse(text, ("chitchat", 0.5), ("ask_price", 0.3)), ThreadView(asked=asked))
    assert decision.intent == "inform"


def test_a_clear_other_wish_with_a_number_in_it_is_not_bent_into_an_answer():
    decision = rerank(parse("2026112100012345这单我要退货退款", ("request_return", 0.8)), ASKED_NUMBER)
    assert decision.intent == "request_return"


def test_a_question_while_a_number_is_asked_for_stays_a_question():
    assert rerank(parse("你们几点下班", ("ask_shop_info", 0.8)), ASKED_NUMBER).intent == "ask_shop_info"


@pytest.mark.parametrize("text", ["算了", "不用了", "算了吧", "不查了 算了", "没事了。"])
def test_giving_up_is_a_no_whatever_the_words_resemble(text):
    assert rerank(parse(text, ("cancel_order", 0.8)), ASKED_NUMBER).intent == "deny"


def test_giving_up_the_order_itself_is_another_wish():
    assert rerank(parse("不想要了 帮我取消订单", ("cancel_order", 0.8)), ASKED_NUMBER).intent == "cancel_order"


@pytest.mark.parametrize("text", ["第二个", "后面那个第2单", "另一个", "最后一个吧"])
def test_a_place_in_the_list_answers_the_choice(text):
    assert rerank(parse(text, ("chitchat", 0.5)), OFFERED).intent == "inform"


def test_goods_answer_the_choice_unless_the_words_clearly_want_something_else():
    goods = frozenset({"product"})
    assert rerank(parse("耳机", ("search_product", 0.5), entities=goods), OFFERED).intent == "inform"
    clear = parse("我要退耳机", ("request_return", 0.9), entities=goods)
    assert rerank(clear, OFFERED).intent == "request_return"


@pytest.mark.parametrize("text", ["那另一个呢", "还有一单呢", "那个呢", "这个呢？", "第二个呢"])
def test_a_pointer_is_understood_from_the_orders_in_the_thread(text):
    assert rerank(parse(text, ("chitchat", 0.5)), TOLD).intent == "inform"


def test_a_short_pointer_is_one_whatever_the_words_resemble():
    assert rerank(parse("还有一单呢", ("ask_stock", 0.75)), TOLD).intent == "inform"
    assert rerank(parse("还有一件我想要个大码的有货吗", ("ask_stock", 0.75)), TOLD).intent == "ask_stock"


def test_a_pointer_without_anything_to_point_at_is_not_sure():
    assert rerank(parse("那另一个呢", ("chitchat", 0.2), ("ask_price", 0.19)), ThreadView()).intent == UNSURE


def test_the_message_that_was_asked_for_is_taken_as_one():
    asked = ThreadView(asked="message")
    assert rerank(parse("耳机坏了要换", ("request_exchange", 0.9)), asked).intent == "inform"
    assert rerank(parse("谢谢", ("thank", 0.9)), asked).intent == "thank"
    assert rerank(parse("好的", ("affirm", 0.9)), asked).intent == "affirm"
    assert rerank(parse("没有了", ("inform", 0.6)), asked).intent == "deny"


@pytest.mark.parametrize("text", ["13800135678", "me@mail.example", "打我电话 138 0013 5678"])
def test_a_contact_that_was_asked_for_is_taken(text):
    assert rerank(parse(text, ("chitchat", 0.5)), ThreadView(asked="contact")).intent == "inform"


def test_a_greeting_before_a_question_gives_way_to_the_question():
    decision = rerank(parse("在吗\n我那个耳机到哪了", ("greet", 0.6), ("track_order", 0.35)), ThreadView())
    assert decision.intent == "track_order"
    assert rerank(parse("在吗", ("greet", 0.6), ("track_order", 0.35)), ThreadView()).intent == "greet"


def test_the_state_of_the_open_orders_decides_between_pushing_shop_and_carrier():
    words = parse("怎么还没动静", ("urge_shipping", 0.45), ("urge_delivery", 0.43))
    moving = ThreadView(logged_in=True, open_statuses=("in_transit",))
    waiting = ThreadView(logged_in=True, open_statuses=("paid",))
    assert rerank(words, moving).intent == "urge_delivery"
    assert rerank(words, waiting).intent == "urge_shipping"
    assert rerank(words, moving).why == "record"


def test_wishes_that_are_served_alike_count_together():
    words = parse("怎么还没到", ("urge_delivery", 0.3), ("complain_late_delivery", 0.25), ("track_order", 0.2))
    assert rerank(words, ThreadView()).intent == "urge_delivery"


def test_no_clear_leader_is_not_sure():
    words = parse("那个退的", ("request_return", 0.3), ("track_refund", 0.28), ("request_refund", 0.25))
    assert rerank(words, ThreadView()).intent == UNSURE


def test_out_of_scope_by_name_is_told_and_by_doubt_is_asked_about():
    assert rerank(parse("帮我写作业", ("out_of_scope", 0.5), in_scope=False), ThreadView()).intent == "out_of_scope"
    assert rerank(parse("嗯这个怎么讲", ("ask_usage", 0.5), in_scope=False), ThreadView()).intent == UNSURE


def test_a_button_is_never_re_ranked():
    button = parse('/inform{"order_number":"1"}', ("inform", 1.0), trusted=True)
    assert rerank(button, ThreadView(asked="message")).intent == "inform"


def test_no_guess_at_all_is_not_sure():
    assert rerank(ParseView(text="", ranking=()), ThreadView()).intent == UNSURE


def test_the_limits_can_be_set():
    words = parse("我要退货", ("request_return", 0.5))
    assert rerank(words, ThreadView(), Limits(sure=0.9, lead=0.9, floor=0.9)).intent == UNSURE


def test_a_parse_document_is_read_once_with_parts_of_names_dropped():
    view = ParseView.of(
        {
            "text": "你是谁",
            "intent_ranking": [
                {"name": "chitchat/who", "confidence": 0.4},
                {"name": "chitchat/bot", "confidence": 0.3},
            ],
            "entities": [{"entity": "brand"}],
            "in_scope": False,
        }
    )
    assert view.ranking == (Guess(intent="chitchat", confidence=0.7),)
    assert view.entities == {"brand"} and not view.in_scope


def test_slots_from_anywhere_give_a_thread():
    assert ThreadView.of({}, logged_in=False) == ThreadView()
    view = ThreadView.of(
        {"asked": "order_choice", "orders_offered": ["1"], "open_statuses": [], "misses": None}, logged_in=True
    )
    assert view.orders_offered == ("1",) and view.open_statuses == () and view.misses == 0
