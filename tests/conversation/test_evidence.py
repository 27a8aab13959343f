"""What the thread and the record say about a message, on top of its words."""

from __future__ import annotations

import pytest

from bot.conversation.evidence import rerank
from bot.conversation.views import UNSURE, Guess, Limits, ParseView, ThreadView


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
    words = parse("这个我要退", ("request_return", 0.5))
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


def test_a_title_typed_by_hand_counts_more_than_the_ranking():
    assert rerank(parse("挑东西", ("special_request", 0.8)), ThreadView()).intent == "search_product"
    assert rerank(parse("查物流", ("out_of_scope", 0.8)), ThreadView()).intent == "track_order"


def test_return_or_exchange_is_asked_back_with_both():
    decision = rerank(parse("退换货", ("ask_return_policy", 0.4)), ThreadView())
    assert decision.intent == UNSURE and [each.intent for each in decision.ranking][:2] == [
        "request_return",
        "request_exchange",
    ]


@pytest.mark.parametrize("text", ["😀", "/restart", "。。"])
def test_what_holds_no_words_offers_no_guess(text):
    decision = rerank(parse(text, ("request_invoice", 0.7)), ThreadView())
    assert decision.intent == UNSURE and decision.ranking == ()


def test_a_message_that_was_asked_for_is_not_taken_for_a_title():
    assert rerank(parse("退货", ("request_return", 0.7)), ThreadView(asked="message")).intent == "inform"


def test_a_lost_order_needs_words_for_losing_it():
    words = parse("我那个订单 怎么还没到", ("recover_order", 0.45), ("track_order", 0.3), ("urge_delivery", 0.2))
    assert rerank(words, ThreadView()).intent == "track_order"
    gone = parse("我的那单不见了", ("recover_order", 0.8), ("track_order", 0.1))
    assert rerank(gone, ThreadView()).intent == "recover_order"


def test_out_of_scope_gives_way_to_a_parcel_close_behind_it():
    words = parse("快递给我瞅瞅呗", ("out_of_scope", 0.5), ("track_order", 0.3))
    assert rerank(words, ThreadView()).intent == "track_order"


def test_a_person_is_only_called_by_words_for_one():
    assert (
        rerank(parse("给我管理员权限", ("request_human", 0.48), ("out_of_scope", 0.2)), ThreadView()).intent
        != "request_human"
    )


@pytest.mark.parametrize("text", ["8477856016923588这单啥情况", "订单8477856016923588到哪了啊"])
def test_a_number_without_another_clear_wish_is_tracked(text):
    assert rerank(parse(text, ("recover_order", 0.5), ("ask_price", 0.3)), ThreadView()).intent == "track_order"
    assert rerank(parse("8477856016923588 我要退货", ("request_return", 0.9)), ThreadView()).intent == "request_return"


def test_digits_that_are_handed_over_are_information():
    assert rerank(parse("查 １２３４", ("threaten_escalation", 0.7)), ThreadView()).intent == "inform"


@pytest.mark.parametrize(
    ("text", "goods", "best"),
    [
        ("跑步鞋", "跑步鞋", "search_product"),
        ("牛仔裤", "牛仔裤", "complain_defective"),
        ("手账呢", "手账", "track_refund"),
        ("我买的冰箱呢", "冰箱", "complain_wrong_item"),
    ],
)
def test_goods_alone_choose_among_the_orders_whatever_they_resemble(text, goods, best):
    words = parse(text, (best, 0.9), entities=frozenset({"product"}), goods=(goods,))
    assert rerank(words, OFFERED).intent == "inform"
    assert rerank(words, TOLD).intent == "inform"


@pytest.mark.parametrize("text", ["中间那个", "1", "都告诉我", "都查一下", "第四个", "我说的是耳机", "还有在路上的呢"])
def test_the_list_that_was_shown_explains_scraps(text):
    assert rerank(parse(text, ("threaten_escalation", 0.5)), OFFERED).intent == "inform"


@pytest.mark.parametrize("text", ["我的耳机呢", "我那个白色的充电宝呢"])
def test_her_own_goods_without_a_thread_are_tracked(text):
    words = parse(text, ("ask_product_attribute", 0.3), goods=("耳机", "白色", "充电宝"))
    assert rerank(words, ThreadView()).intent == "track_order"


@pytest.mark.parametrize(
    ("text", "best", "intent"),
    [
        ("打不通怎么办", "out_of_scope", "contact_courier"),
        ("都晚了 你们怎么赔", "request_refund", "complain_late_delivery"),
        ("帮我催一下", "track_order", "urge_delivery"),
        ("到底哪天到", "complain_general", "ask_shipping_time"),
        ("第二个包裹呢", "track_order", "inform"),
    ],
)
def test_what_is_asked_on_after_an_order_was_told_is_about_it(text, best, intent):
    assert rerank(parse(text, (best, 0.6)), TOLD).intent == intent


def test_a_clear_other_wish_after_an_order_was_told_stays_one():
    assert rerank(parse("退款催一下", ("track_refund", 0.9)), TOLD).intent == "track_refund"


def test_what_now_is_never_out_of_scope_in_a_thread():
    assert rerank(parse("那怎么办", ("out_of_scope", 0.5)), ASKED_NUMBER).intent == "problem_not_solved"


def test_anger_that_names_the_delivery_is_about_the_delivery():
    words = parse("气死我了 到底什么时候到", ("complain_general", 0.7))
    assert rerank(words, ThreadView()).intent == "complain_late_delivery"
    assert rerank(parse("气死我了", ("complain_general", 0.7)), ThreadView()).intent == "complain_general"


def test_a_request_to_look_something_up_is_no_contact_and_a_scrap_is_a_wrong_one():
    asked = ThreadView(asked="contact", flow="request_human")
    assert rerank(parse("帮我查13600008487这个手机号的订单", ("track_order", 0.7)), asked).intent == "track_order"
    assert rerank(parse("aaa", ("compare_products", 0.2)), asked).intent == "inform"


def test_what_follows_a_kept_message_joins_it_only_when_it_adds():
    more = ThreadView(asked="more", flow="request_human")
    assert rerank(parse("还有 左边没声音", ("complain_defective", 0.6)), more).intent == "inform"
    assert rerank(parse("没有了", ("goodbye", 0.9)), more).intent == "deny"
    assert rerank(parse("耳机到哪了", ("track_order", 0.9)), more).intent == "track_order"


def test_an_order_question_with_its_proof_is_no_message_for_the_shop():
    asked = ThreadView(asked="message", flow="request_human")
    words = parse("我的快递到哪了2374437478432230 8487", ("track_order", 0.6))
    assert rerank(words, asked).intent == "track_order"


@pytest.mark.parametrize(
    ("text", "best", "intent"),
    [
        ("取消订单9754656366667179", "inform", "cancel_order"),
        ("订单9754656366667179我要退货", "inform", "request_return"),
        ("9754656366667179 改下地址", "inform", "change_address"),
        ("9754656366667179退款", "inform", "request_refund"),
        ("订单9754656366667179怎么取消了", "inform", "track_order"),
        ("9754656366667179", "inform", "inform"),
        ("订单9754656366667179", "track_order", "track_order"),
    ],
)
def test_a_wish_beside_a_number_is_not_drowned_by_it(text, best, intent):
    assert rerank(parse(text, (best, 0.9), ("ask_size_advice", 0.05)), ThreadView(logged_in=True)).intent == intent


@pytest.mark.parametrize("intent", ["goodbye", "thank", "problem_solved", "praise"])
def test_a_courtesy_that_is_hardly_heard_is_not_taken_for_one(intent: str) -> None:
    babble = parse("哇啦哇啦", (intent, 0.35), ("affirm", 0.05))
    assert rerank(babble, ThreadView()).intent == UNSURE
    assert rerank(parse("好了 那我下了", (intent, 0.5), ("affirm", 0.4)), ThreadView()).intent == intent


def test_what_people_of_the_shop_are_to_get_may_be_that_it_is_dropped() -> None:
    asked = ThreadView(asked="message")
    assert rerank(parse("不退了", ("withdraw_after_sale", 0.7)), asked).intent == "inform"
    assert rerank(parse("算了", ("deny", 0.7)), asked).intent == "deny"


def test_keeping_the_goods_is_a_remedy_where_it_was_offered() -> None:
    offered = ThreadView(asked="remedy", complaining=True)
    assert rerank(parse("留着用吧", ("inform", 0.4)), offered).intent == "choose_remedy"
    assert rerank(parse("算了吧", ("inform", 0.4)), offered).intent == "refuse_remedies"


@pytest.mark.parametrize(
    ("text", "best"),
    [("转人工，我要开发票", "request_invoice"), ("我要退货 转人工", "request_return"), ("算了 转人工吧", "deny"), ("尺码不对！给我转人工", "modify_order"),
     ("接人工 退款呢", "track_refund"), ("转人工客服，查下快递", "track_order"), ("麻烦转人工\n我的券用不了", "ask_coupon"), ("帮我找个真人，想换货", "request_exchange")],
)  # fmt: skip
@pytest.mark.parametrize("asked", [None, "order_number", "confirm"])
def test_who_calls_for_a_person_is_not_given_the_bot_instead(text, best, asked):
    decision = rerank(parse(text, (best, 0.95)), ThreadView(asked=asked, flow="track_order" if asked else None))
    assert decision.intent == "request_human" and decision.by_words


@pytest.mark.parametrize(
    ("text", "best"),
    [("不用转人工，我要开发票", "request_invoice"), ("转人工要等多久 我要开发票", "request_invoice"), ("人工费多少，能安装吗", "ask_installation"),
     ("收到就碎了 转人工", "complain_damaged"), ("这个找人安装要钱吗", "ask_installation")],
)  # fmt: skip
def test_who_only_speaks_of_it_is(text, best):
    assert rerank(parse(text, (best, 0.95)), ThreadView()).intent == best


def test_in_a_message_for_the_shop_it_is_part_of_the_message():
    view = ThreadView(asked="message", flow="request_human")
    assert rerank(parse("我要退货 转人工", ("request_return", 0.95)), view).intent == "inform"
