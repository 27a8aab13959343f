"""A complaint is heard in words that are likest to another wish; other wishes stay what they are."""

from __future__ import annotations

import pytest

from bot.conversation.complaint_evidence import one_matter
from bot.conversation.evidence import rerank
from bot.conversation.views import Guess, ParseView, ThreadView


def heard(text: str, best: str, confidence: float = 0.9, **thread: object) -> str:
    parse = ParseView(text=text, ranking=(Guess(intent=best, confidence=confidence),))
    return rerank(parse, ThreadView(**thread)).intent  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "best", "confidence", "meant"),
    [
        ("怎么还没到啊", "track_refund", 0.4, "complain_late_delivery"), ("怎么还不到", "track_refund", 0.7, "complain_late_delivery"),
        ("都没影", "track_after_sale", 0.5, "complain_late_delivery"),
        ("付款三天了还不发货", "urge_shipping", 1.0, "complain_late_delivery"), ("十几天了都没发", "urge_shipping", 0.9, "complain_late_delivery"),
        ("收了钱不发货 什么意思", "urge_shipping", 0.2, "complain_late_delivery"), ("等了两个星期没动", "urge_delivery", 0.9, "complain_late_delivery"),
        ("快递好几天不动了 是不是丢了", "track_order", 0.9, "complain_not_received"), ("该不会弄丢了吧", "out_of_scope", 0.4, "complain_not_received"),
        ("送女朋友的礼物 到手碎了 怎么送啊", "urge_delivery", 0.34, "complain_damaged"), ("拆开一看瓶子裂了", "out_of_scope", 0.4, "complain_damaged"),
        ("少了一罐 补我钱", "request_refund", 0.9, "complain_missing_item"), ("漏发了两包 赔我", "request_refund", 0.9, "complain_missing_item"),
        ("赔我1000000元 不然没完", "request_refund", 0.7, "complain_general"), ("快递弄丢了必须赔我500", "request_refund", 0.7, "complain_not_received"),
        ("收到的东西坏了 烦死了", "complain_wrong_item", 0.3, "complain_damaged"),
        ("你们一直都这么慢吗", "urge_reply", 0.27, "complain_late_delivery"), ("还能到吗 我真服了", "complain_general", 0.8, "complain_late_delivery"),
    ],
)  # fmt: skip
def test_the_matter_is_heard(text: str, best: str, confidence: float, meant: str) -> None:
    assert heard(text, best, confidence) == meant


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("退款怎么还没到账", "track_refund"), ("钱还没到", "track_refund"), ("退货的钱怎么还没收到", "track_refund"), ("帮我催一下发货", "urge_shipping"),
        ("快点给我送 急着用", "urge_delivery"), ("我要退款 少了一件", "request_refund"), ("赔付怎么算的", "request_refund"), ("订单丢了怎么找回", "recover_order"),
        ("收到的杯子碎了 给我换一个", "request_exchange"),
    ],
)  # fmt: skip
def test_what_is_another_wish_stays_it(text: str, best: str) -> None:
    assert heard(text, best) == best


def test_money_that_has_not_come_is_asked_for_where_money_is_talked_about() -> None:
    assert heard("怎么还没到啊", "track_refund", 0.7, flow="track_refund") == "track_refund"


@pytest.mark.parametrize(
    ("text", "best"),
    [("还没动静啊", "urge_shipping"), ("到底还送不送了", "urge_delivery"), ("我不想听这些 到底什么时候发", "ask_shipping_time"), ("快递还是没动", "track_order")],
)  # fmt: skip
def test_a_lateness_that_was_complained_of_goes_on(text: str, best: str) -> None:
    late = {"flow": "complain_late_delivery", "order_in_focus": "1", "complaining": True}
    assert heard(text, best, **late) == "complain_late_delivery"
    assert heard("好的 到哪了", "track_order", **late) == "track_order"


def test_a_complaint_and_what_she_wants_for_it_are_one_matter() -> None:
    assert one_matter("complain_defective", "request_return")
    assert not one_matter("complain_defective", "ask_stock") and not one_matter("track_order", "request_return")


@pytest.mark.parametrize("text", ["快点行不行", "要不要这么慢", "能不能快点", "可以不可以先送"])
def test_a_question_with_a_no_in_it_refuses_no_remedy(text: str) -> None:
    late = {"flow": "complain_late_delivery", "complaining": True, "asked": "remedy"}
    assert heard(text, "urge_delivery", **late) == "complain_late_delivery"


@pytest.mark.parametrize("text", ["不行", "不要", "这个不行", "不可以", "我不要"])
def test_a_no_refuses_it(text: str) -> None:
    assert heard(text, "deny", asked="remedy", flow="complain_late_delivery", complaining=True) == "refuse_remedies"


@pytest.mark.parametrize("text", ["弄啥嘞 咋还没到俺这", "都到现在了还没送到", "为啥还不送到"])
def test_where_nothing_is_sure_what_has_not_come_is_the_matter(text: str) -> None:
    assert heard(text, "out_of_scope", 0.2) == "complain_late_delivery"
    assert heard(f"退款{text}", "out_of_scope", 0.2) != "complain_late_delivery"


@pytest.mark.parametrize("text", ["中不中啊给个准话", "到底行不行", "你们倒是给个说法", "还是没人管"])
def test_pressing_on_is_about_the_same_lateness(text: str) -> None:
    late = {"flow": "complain_late_delivery", "order_in_focus": "1", "complaining": True}
    assert heard(text, "contact_courier", 0.2, **late) == "complain_late_delivery"


def test_an_old_ladys_long_way_of_saying_it() -> None:
    text = "我女儿给我买的那个保温杯，说是昨天就能到的，等了一天也没有见到人来，你帮我看看好不好"
    assert heard(text, "search_product", 0.2) == "complain_late_delivery"


def test_an_insult_is_one_whatever_weak_guess_there_is() -> None:
    assert heard("傻逼", "threaten_escalation", 0.3) == "complain_general"


@pytest.mark.parametrize("text", ["椅子到底还送不送", "到底发不发", "还发不发了"])
def test_who_doubts_that_it_comes_at_all_complains(text: str) -> None:
    assert heard(text, "track_order", 0.8) == "complain_late_delivery"


@pytest.mark.parametrize("text", ["水壶那个换一个", "就给我退货吧", "那补发吧"])
def test_a_remedy_may_be_named_anywhere_in_a_short_answer(text: str) -> None:
    assert (
        heard(text, "search_product", 0.5, asked="remedy", flow="complain_damaged", complaining=True) == "choose_remedy"
    )


def test_what_words_alone_say_leaves_a_second_wish_its_place() -> None:
    parse = ParseView(text="咋还没到俺这", ranking=(Guess(intent="out_of_scope", confidence=0.2),))
    assert rerank(parse, ThreadView()).by_words
    lost = ParseView(text="好几天不动了 是不是丢了", ranking=(Guess(intent="track_order", confidence=0.9),))
    assert not rerank(lost, ThreadView()).by_words  # one matter, not to be taken apart


@pytest.mark.parametrize("text", ["人没事 就是吓着了", "没伤着", "吓死我了 人没事"])
def test_nobody_hurt_is_not_a_matter_settled(text: str) -> None:
    assert heard(text, "problem_solved", 0.9, flow="complain_defective", complaining=True) == "inform"


@pytest.mark.parametrize("text", ["解决了", "好了 弄好了", "收到了 谢谢"])
def test_a_matter_settled_is(text: str) -> None:
    assert heard(text, "problem_solved", 0.9, flow="complain_defective", complaining=True) == "matter_solved"


@pytest.mark.parametrize("text", ["那个T恤也掉色", "音箱左边不响", "充不上电了"])
def test_a_fault_that_is_named_is_one(text: str) -> None:
    assert heard(text, "search_product", 0.3) == "complain_defective"


@pytest.mark.parametrize("text", ["这件会掉色吗", "容易起球不", "怕它开线"])
def test_a_fault_that_is_only_asked_about_is_none(text: str) -> None:
    assert heard(text, "ask_quality", 0.5) == "ask_quality"


@pytest.mark.parametrize(
    ("text", "wish"),
    [("好的呢 那就换一个吧", "request_exchange"), ("行 给我退货", "request_return"), ("好的", "affirm")],
)
def test_a_yes_with_a_wish_in_it_is_the_wish(text: str, wish: str) -> None:
    assert heard(text, "affirm", 0.9, flow="complain_defective", complaining=True) == wish


@pytest.mark.parametrize("pair", [("track_order", "complain_late_delivery"), ("complain_not_received", "track_order")])
def test_asking_where_it_is_and_complaining_that_it_is_not_here_are_one_matter(pair: tuple[str, str]) -> None:
    assert one_matter(*pair) == next(each for each in pair if each.startswith("complain_"))
    assert one_matter("track_order", "urge_delivery") is None


@pytest.mark.parametrize("text", ["东西呢??", "我的快递去哪了", "我买的东西在哪 这么久"])
def test_where_are_my_things_is_about_their_delivery_where_no_guess_is_sure(text: str) -> None:
    ranking = (Guess(intent="complain_missing_item", confidence=0.25), Guess(intent="ask_stock", confidence=0.2))
    decision = rerank(ParseView(text=text, ranking=ranking), ThreadView(logged_in=True))
    assert decision.intent == "complain_late_delivery"


def test_two_guesses_that_the_record_answers_alike_are_no_reason_to_ask_back() -> None:
    ranking = (
        Guess(intent="complain_not_received", confidence=0.3), Guess(intent="complain_late_delivery", confidence=0.27),
        Guess(intent="ask_stock", confidence=0.1),
    )  # fmt: skip
    decision = rerank(ParseView(text="我东西呢 都几天了", ranking=ranking), ThreadView(logged_in=True))
    assert decision.intent == "complain_not_received"


@pytest.mark.parametrize("text", ["气死了 赶紧退钱 不要了", "受不了了 把钱退我", "还我钱"])
def test_who_wants_her_money_back_is_not_asked_what_she_means(text: str) -> None:
    ranking = (Guess(intent="complain_general", confidence=0.3), Guess(intent="cancel_order", confidence=0.28))
    assert rerank(ParseView(text=text, ranking=ranking), ThreadView(logged_in=True)).intent == "request_refund"
    assert rerank(ParseView(text="能退钱吗", ranking=ranking), ThreadView(logged_in=True)).intent != "request_refund"


@pytest.mark.parametrize(("text", "best", "meant"), [
    ("降价了能退多少差价", "price_protection", "price_protection"), ("退货的运费退多少", "ask_return_shipping_fee", "ask_return_shipping_fee"),
    ("定金能退多少", "ask_presale", "ask_presale"), ("能退多少", "ask_refund_time", "request_refund"), ("这单可以退我多少", "ask_price", "request_refund"),
])  # fmt: skip
def test_how_much_is_given_back_of_other_money_is_no_refund_of_the_order(text: str, best: str, meant: str) -> None:
    assert heard(text, best) == meant


@pytest.mark.parametrize("flow", ["track_refund", "track_after_sale"])
@pytest.mark.parametrize(("text", "best"), [
    ("我昨天买的锅什么时候发", "ask_shipping_time"), ("催一下快递", "urge_delivery"), ("那个锅发了没", "urge_shipping"), ("你们什么时候送", "urge_delivery"),
])  # fmt: skip
def test_goods_that_are_to_come_are_no_money_that_was_told(text: str, best: str, flow: str) -> None:
    assert heard(text, best, flow=flow, logged_in=True) == best


@pytest.mark.parametrize(("text", "best"), [
    ("催一下", "urge_delivery"), ("麻烦帮我催一下好不好", "urge_shipping"), ("都三天了怎么还没到啊", "urge_delivery"), ("退货的钱催一下", "urge_delivery"),
])  # fmt: skip
def test_pressing_for_the_money_that_was_told_is_no_parcel(text: str, best: str) -> None:
    assert heard(text, best, flow="track_refund", order_in_focus="1", logged_in=True) == "track_refund"


@pytest.mark.parametrize(("text", "meant"), [
    ("破壁机少了个盖子 气死我了", "complain_missing_item"), ("缺个螺丝 你们怎么搞的", "complain_missing_item"), ("说明书都没有说明书 无语", "complain_missing_item"),
    ("又发错了 服了你们", "complain_wrong_item"), ("收到就碎了 什么玩意", "complain_damaged"), ("开不了机 真够可以的", "complain_defective"),
])  # fmt: skip
def test_anger_that_names_its_matter_is_of_that_matter(text: str, meant: str) -> None:
    assert heard(text, "complain_general", 0.7) == meant


@pytest.mark.parametrize("text", ["气死我了", "你们什么破店", "差不多得了"])
def test_anger_alone_names_none(text: str) -> None:
    assert heard(text, "complain_general", 0.7) == "complain_general"


def test_a_difference_from_the_pictures_is_nothing_sent_wrong() -> None:
    assert heard("色差也太大了 图片粉的来的是灰的", "complain_wrong_item", 0.55) == "complain_not_as_described"
    assert heard("发错了 跟图片不是一个", "complain_wrong_item", 0.55) == "complain_wrong_item"


@pytest.mark.parametrize(
    "text", ["苹果烂了好几个 算了不计较 就跟你们说一声", "橙子发霉了两个 提醒一下你们", "收到碎了一个 反映一下"]
)
def test_who_only_says_so_asks_for_no_money(text: str) -> None:
    assert heard(text, "request_refund", 0.34) == "complain_damaged"


def test_after_an_exchange_the_one_that_comes_is_asked_after() -> None:
    assert (
        heard("几天能到", "ask_shipping_time", 0.99, flow="request_exchange", order_in_focus="1") == "track_after_sale"
    )


@pytest.mark.parametrize(
    "text", ["上次的问题解决没", "之前那个事怎么样了", "上回投诉的事有结果吗", "昨天反映的问题处理了没"]
)
def test_what_became_of_an_old_matter_is_asked(text: str) -> None:
    assert heard(text, "out_of_scope", 0.3) == "ask_complaint_progress"


@pytest.mark.parametrize("text", ["家常菜谱缺页", "连体衣线头太多", "手机壳按键按不动"])
def test_faults_of_making_are_heard(text: str) -> None:
    assert heard(text, "out_of_scope", 0.3) == "complain_defective"


@pytest.mark.parametrize(
    "text", ["气死我了 都几天了", "这都多少天了 烦死了", "等得我火大", "真的服了", "烦死了", "太慢了吧", "气死我了！！"]
)
def test_who_is_fed_up_with_what_was_just_told_is_not_asked_for_her_matter(text: str) -> None:
    for flow in ("track_order", "urge_delivery", "ask_shipping_time"):
        assert heard(text, "complain_general", flow=flow, order_in_focus="1") == "complain_late_delivery"
    assert heard(text, "complain_general", flow="search_product") == "complain_general"


@pytest.mark.parametrize("text", ["你们客服态度真烦", "退款拖了这么久", "骗子 气死我了", "气死我了 衣服还掉色"])
def test_anger_about_something_else_is_not_the_parcels(text: str) -> None:
    assert heard(text, "complain_general", flow="track_order", order_in_focus="1") != "complain_late_delivery"


@pytest.mark.parametrize(
    ("text", "meant"),
    [("算了 帮我催一下就行", "urge_delivery"), ("那麻烦再催催", "urge_delivery"), ("不用赔 去催一下快递就好", "urge_delivery"), ("帮我催一下审核", "unsure"), ("你别催我了", "unsure")],
)  # fmt: skip
def test_a_push_that_is_asked_for_needs_no_buttons(text: str, meant: str) -> None:
    likely = (("deny", 0.27), ("affirm", 0.21), ("urge_delivery", 0.2), ("urge_shipping", 0.07))
    ranking = tuple(Guess(intent=name, confidence=value) for name, value in likely)
    assert rerank(ParseView(text=text, ranking=ranking), ThreadView(flow="complain_general")).intent == meant


@pytest.mark.parametrize("text", [
    "你们至少给个说法吧", "至少给我个交代", "多少个客服了都没用", "还要等多少个小时", "最少给个时间吧", "不少东西都坏了", "问了多少个人了",
])  # fmt: skip
def test_at_least_and_how_many_are_nothing_missing(text: str) -> None:
    assert heard(text, "complain_general", 0.7) != "complain_missing_item"


@pytest.mark.parametrize(
    "text", ["少了个盖子 气死我了", "还少一件", "漏发一个", "少给我两包", "缺个螺丝", "又少东西了", "就少个配件"]
)
def test_less_than_was_bought_is(text: str) -> None:
    assert heard(text, "complain_general", 0.7) == "complain_missing_item"


def test_at_least_is_nothing_missing_beside_a_demand_for_money() -> None:
    assert heard("多少给我补点钱", "request_refund") != "complain_missing_item"
    assert heard("至少给我赔一点", "request_refund") != "complain_missing_item"


@pytest.mark.parametrize("confidence", [0.95, 0.4])
@pytest.mark.parametrize("text", [
    "充电器呢", "送的杯子呢？", "电池呢", "底座呢", "钥匙呢", "我的充电线呢", "赠的毛巾呢", "电源适配器呢", "说明书呢",
])  # fmt: skip
def test_a_part_that_is_asked_after_is_missing(text: str, confidence: float) -> None:
    assert heard(text, "complain_missing_item", confidence) != "track_order"


def test_other_goods_that_are_asked_after_are_on_their_way_where_no_guess_is_sure() -> None:
    assert heard("那衣服呢", "complain_missing_item", 0.4) == "track_order"
    assert heard("那衣服呢", "complain_missing_item", 0.95) == "complain_missing_item"


@pytest.mark.parametrize(("text", "best"), [
    ("昨天的问题解决了", "problem_solved"), ("上次的问题已经解决了 谢谢", "thank"), ("之前的事处理好了 谢谢", "thank"), ("上次投诉的事有结果了", "thank"),
    ("昨天那个问题办好了", "problem_solved"),
])  # fmt: skip
def test_an_old_matter_that_is_settled_is_not_asked_after(text: str, best: str) -> None:
    assert heard(text, best, 0.5) != "ask_complaint_progress"


@pytest.mark.parametrize(
    "text",
    [
        "昨天的问题解决了吗",
        "上次的问题解决了没",
        "之前的事处理好了没有",
        "上次投诉的事有结果了吗",
        "昨天的问题解决得怎么样",
    ],
)
def test_whether_it_is_settled_is_asked(text: str) -> None:
    assert heard(text, "problem_solved", 0.5) == "ask_complaint_progress"


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("我上次买的杯子漏水 怎么办", "out_of_scope"), ("之前买的锅粘底了", "ask_usage"), ("我买的鞋开胶了怎么办呀", "search_product"),
        ("上个月在你家买的台灯不亮了", "inform"), ("前几天买的水壶坏了咋整", "unsure"), ("刚买的耳机充不进电", "ask_product_attribute"), ("买的鞋子开胶了 怎么办", "ask_quality"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("thread", [{}, {"flow": "ask_price", "product_in_focus": "EJ1"}])
def test_what_she_has_and_is_faulty_is_complained_of(text: str, best: str, thread: dict[str, object]) -> None:
    assert heard(text, best, 0.27, **thread) == "complain_defective"


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("我上次买的杯子还有吗", "ask_stock"), ("之前买的那款会漏水吗", "ask_product_attribute"), ("我想买的锅容易粘底吗", "ask_quality"),
        ("我买的坏了保修多久", "ask_warranty"), ("我买的快递不动了", "track_order"), ("这个杯子漏水吗", "ask_product_attribute"),
        ("上次买的鞋开胶了 我要退货", "request_return"), ("之前买的破壁机好用 再推荐一个", "search_product"),
    ],
)  # fmt: skip
def test_what_is_asked_or_wanted_of_such_goods_is_no_complaint(text: str, best: str) -> None:
    assert heard(text, best, 0.55) != "complain_defective"
