"""What is said while a complaint is talked about belongs to it; clear other wishes stay what they are."""

from __future__ import annotations

import pytest

from bot.conversation.evidence import rerank
from bot.conversation.views import Guess, ParseView, ThreadView
from bot.text import grievances


def heard(text: str, best: str, *, flow: str = "complain_damaged", confidence: float = 0.7, **thread: object) -> str:
    parse = ParseView(text=text, ranking=(Guess(intent=best, confidence=confidence),))
    about = {"complaining": True, "logged_in": True, "order_in_focus": "1", **thread}
    return rerank(parse, ThreadView(flow=flow, **about)).intent  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "best"), [
    ("我怎么跟她交代", "out_of_scope"), ("这是送给我妈的生日礼物", "special_request"), ("今天就是她生日啊", "track_order"),
    ("孩子等着用的", "chitchat"), ("质检报告有吗", "search_product"), ("补发要几天", "ask_shipping_time"), ("那换一件新的要几天", "track_order"),
])  # fmt: skip
@pytest.mark.parametrize("asked", [None, "remedy"])
def test_more_of_it_goes_onto_the_ticket(text: str, best: str, asked: str | None) -> None:
    assert heard(text, best, asked=asked) == "inform"


@pytest.mark.parametrize(("text", "best", "flow", "meant"), [
    ("有没有补偿", "request_refund", "complain_late_delivery", "complain_late_delivery"),
    ("医药费你们赔吗", "request_refund", "complain_defective", "complain_defective"),
    ("谁来负责", "ask_installation", "complain_defective", "complain_defective"),
    ("那你催了没有", "urge_delivery", "complain_late_delivery", "ask_complaint_progress"),
    ("换个人送行不行", "change_delivery_time", "complain_service", "inform"),
    ("别让我等了", "urge_reply", "complain_late_delivery", "complain_late_delivery"),
])  # fmt: skip
def test_what_is_asked_of_it_is_no_other_wish(text: str, best: str, flow: str, meant: str) -> None:
    assert heard(text, best, flow=flow) == meant


@pytest.mark.parametrize(("text", "best"), [
    ("我要退货退款", "request_return"), ("我的发票呢 帮我开一下", "request_invoice"), ("快递到哪了", "track_order"), ("转人工", "request_human"),
])  # fmt: skip
def test_clear_other_wishes_stay_what_they_are(text: str, best: str) -> None:
    assert heard(text, best, confidence=0.95) == best


def test_without_a_complaint_nothing_of_this_is_heard() -> None:
    assert heard("有没有补偿", "request_refund", flow="track_order", complaining=False) != "complain_damaged"
    assert heard("今天是我生日", "chitchat", flow="search_product", complaining=False) != "inform"


@pytest.mark.parametrize("asked", [None, "return_way", "return_reason"])
def test_to_be_sent_again_is_a_yes_to_that_offer_also_when_something_else_was_asked(asked: str | None) -> None:
    assert heard("嗯 那还是补发吧", "inform", flow="request_refund", asked=asked) == "choose_remedy"
    assert heard("我不要补发", "deny", flow="request_refund", asked=asked) != "choose_remedy"


def test_before_its_order_is_known_a_gift_is_no_wish_for_a_remark() -> None:
    assert heard("这是送给我妈的生日礼物", "special_request", asked="order_choice", complaining=False) == "inform"
    assert heard("第二个", "inform", asked="order_choice", complaining=False) == "inform"


@pytest.mark.parametrize("text", ["说好的时间又没到", "你们是不是不想退"])
@pytest.mark.parametrize("flow", ["track_refund", "request_return"])
def test_who_waits_for_her_money_is_not_told_of_a_parcel(text: str, flow: str) -> None:
    assert heard(text, "complain_late_delivery", flow=flow, complaining=False) == "track_refund"


def test_a_parcel_that_has_not_come_stays_one() -> None:
    assert heard("我的货又没到", "complain_late_delivery", flow="track_refund", complaining=False) != "track_refund"


@pytest.mark.parametrize(("text", "best", "flow", "asked", "meant"), [
    ("不是退钱就完了", "request_refund", "complain_not_as_described", None, "complain_not_as_described"),
    ("你们要给我三倍赔偿", "request_refund", "request_refund", "return_way", "complain_general"),
    ("不是说防水吗", "ask_product_attribute", "complain_defective", None, "inform"),
    ("半夜三点我收拾的你知道吗", "complain_service", "complain_defective", "remedy", "inform"),
    ("你们客服态度也差", "complain_service", "complain_defective", None, "complain_service"),
])  # fmt: skip
def test_reproaches_and_demands_belong_to_it(text: str, best: str, flow: str, asked: str | None, meant: str) -> None:
    assert heard(text, best, flow=flow, asked=asked, confidence=0.9) == meant


def test_a_reproach_before_the_order_is_known_is_kept() -> None:
    assert heard("不是说防水吗", "ask_product_attribute", asked="order_choice", complaining=False) == "inform"


@pytest.mark.parametrize(("text", "best", "meant"), [
    ("都一周了 一个都没见着", "complain_missing_item", "complain_late_delivery"), ("少了一个", "complain_missing_item", "complain_missing_item"),
    ("客服半天不回我 上次也是", "urge_reply", "complain_service"), ("怎么不回我", "urge_reply", "urge_reply"),
    ("你们发的东西我不要了 气死我了", "complain_general", "request_refund"), ("气死我了", "complain_general", "complain_general"),
])  # fmt: skip
def test_the_words_are_of_another_matter_than_even_a_sure_guess(text: str, best: str, meant: str) -> None:
    ranking = (Guess(intent=best, confidence=0.9),)
    assert rerank(ParseView(text=text, ranking=ranking), ThreadView(logged_in=True)).intent == meant


@pytest.mark.parametrize(("text", "best"), [
    ("帮我把另一单改成L码", "modify_order"), ("我那单换成黑色", "modify_order"), ("推荐个礼物送我妈", "recommend_gift"), ("推荐个礼物送我妈", "search_product"),
    ("给老婆选个生日礼物", "search_product"), ("帮我写张贺卡", "special_request"),
])  # fmt: skip
def test_a_wish_of_its_own_is_served_also_after_a_complaint(text: str, best: str) -> None:
    assert heard(text, best, confidence=0.9) == best


@pytest.mark.parametrize("asked", [None, "remedy"])
@pytest.mark.parametrize(
    "text",
    ["补发的还是坏的", "补发的又是坏的", "补发来的也碎了", "补发太慢", "补发单号发我", "重发的还是坏的", "补发了两次"],
)
def test_what_is_said_of_what_was_sent_again_takes_no_remedy(text: str, asked: str | None) -> None:
    assert heard(text, "complain_defective", confidence=0.9, asked=asked) != "choose_remedy"


@pytest.mark.parametrize("asked", [None, "remedy"])
@pytest.mark.parametrize("text", ["补发吧", "那还是补发吧", "补发也行", "给我补发一个", "补发过来吧", "那就补发了吧"])
def test_to_have_it_sent_again_does(text: str, asked: str | None) -> None:
    assert heard(text, "inform", asked=asked) == "choose_remedy"


@pytest.mark.parametrize(("text", "best"), [
    ("这个望远镜是三十倍的吗", "ask_product_attribute"), ("吸力是老款的三倍吗", "ask_product_attribute"), ("有10倍变焦的吗", "search_product"),
])  # fmt: skip
def test_a_measure_in_times_is_no_demand(text: str, best: str) -> None:
    assert heard(text, best, flow=best, confidence=0.9) == best


@pytest.mark.parametrize("text", ["要赔我三倍", "退一赔三倍", "三倍赔偿", "罚你们10倍", "假一赔十", "按十倍来赔"])
def test_a_penalty_in_times_is_one(text: str) -> None:
    assert heard(text, "request_refund", flow="request_refund", asked="return_way") == "complain_general"


def test_another_orders_own_trouble_is_no_pointer_to_that_order() -> None:
    words = "另一单的鞋还没到，我要投诉"
    assert heard(words, "complain_late_delivery", flow="complain_defective") == "complain_late_delivery"
    assert heard("另一单呢", "complain_late_delivery", flow="complain_defective") == "inform"
    assert heard("那另一单到哪了呢", "track_order", flow="complain_defective") == "inform"


@pytest.mark.parametrize(("text", "best", "flow", "meant"), [
    ("补发要几天", "ask_shipping_time", "track_order", "inform"), ("换新的什么时候到", "ask_shipping_time", "track_order", "inform"),
    ("多久能拿到新的", "ask_shipping_time", "complain_defective", "inform"), ("几天能到", "ask_shipping_time", "complain_missing_item", "inform"),
    ("太敷衍了吧", "complain_service", "complain_damaged", "complain_damaged"), ("别糊弄我", "complain_service", "complain_late_delivery", "complain_late_delivery"),
    ("我要赔钱", "request_refund", "track_order", "complain_general"), ("给点补偿吧", "request_refund", "urge_delivery", "complain_general"),
    ("催了也没用", "problem_not_solved", "complain_late_delivery", "complain_late_delivery"), ("白催了", "urge_delivery", "complain_late_delivery", "complain_late_delivery"),
])  # fmt: skip
def test_what_it_is_about_is_known_also_after_something_else_was_told(
    text: str, best: str, flow: str, meant: str
) -> None:
    assert heard(text, best, flow=flow, confidence=0.4) == meant


@pytest.mark.parametrize("text", ["就这点诚意？", "就这么点补偿", "一点诚意都没有", "太少了", "10块钱不够"])
def test_too_little_is_a_no_to_what_is_offered(text: str) -> None:
    assert heard(text, "bargain", asked="remedy", confidence=0.3) == "refuse_remedies"


def test_when_a_parcel_comes_is_still_asked_of_what_has_not_come() -> None:
    assert heard("什么时候能到", "track_order", flow="complain_late_delivery", confidence=0.95) != "inform"


@pytest.mark.parametrize(("text", "best"), [
    ("凭什么", "chitchat"), ("我不接受", "deny"), ("你们什么意思", "chitchat"), ("太过分了", "complain_service"), ("那我这个锅怎么办", "search_product"), ("你们怎么处理", "ask_return_policy"),
    ("怎么还不处理", "track_after_sale"), ("赶紧给我解决", "urge_reply"),
])  # fmt: skip
def test_who_is_against_it_goes_on_about_it(text: str, best: str) -> None:
    assert heard(text, best, asked=None, confidence=0.5) == "complain_damaged"


@pytest.mark.parametrize("text", ["凭什么要我拍照", "没有照片", "懒得拍", "我就想要个道歉", "你们验过货吗"])
@pytest.mark.parametrize("asked", [None, "remedy"])
def test_no_photo_and_an_apology_are_of_the_complaint(text: str, asked: str | None) -> None:
    assert heard(text, "out_of_scope", asked=asked, confidence=0.3) == "inform"


@pytest.mark.parametrize("text", ["退一赔十", "退一赔三", "假一赔十", "退我十倍"])
def test_a_manifold_demand_picks_no_remedy(text: str) -> None:
    assert heard(text, "request_refund", asked="remedy") != "choose_remedy"


def test_a_threat_is_heard_where_nothing_else_is_sure() -> None:
    assert (
        heard("戴着夹耳朵 疼 差评", "complain_defective", flow="track_order", complaining=False, confidence=0.3)
        == "complain_general"
    )


@pytest.mark.parametrize("text", ["还没有", "没解决", "还是没处理", "都没弄好呢"])
def test_still_not_is_no_giving_up(text: str) -> None:
    assert heard(text, "deny", flow="complain_late_delivery") == "complain_late_delivery"


@pytest.mark.parametrize(("text", "best"), [
    ("我检查了一下，要退货", "request_return"), ("我检查过了，里面也坏了，给我换新的", "request_exchange"), ("没照片，直接退货退款吧", "request_return"),
    ("没拍照，直接退款", "request_refund"), ("没有图，换一个就行", "request_exchange"), ("不要道歉，我要退款", "request_refund"),
    ("道歉就不用了，帮我换一个", "request_exchange"), ("给我道歉，再退款", "request_refund"), ("验过货了，不是我要的颜色", "complain_wrong_item"),
    ("检查了三遍，少一个盖子", "complain_missing_item"), ("没拍照，帮我转人工", "request_human"),
])  # fmt: skip
@pytest.mark.parametrize("confidence", [0.7, 0.95])
def test_a_clear_wish_beside_a_check_a_photo_or_an_apology_is_served(text: str, best: str, confidence: float) -> None:
    assert heard(text, best, confidence=confidence) == best


@pytest.mark.parametrize(
    "text", ["我要你们道歉", "给我道歉", "连句道歉都等不到", "我没拍照", "你们抽检过没有", "要看检测报告"]
)
def test_what_holds_no_other_wish_goes_onto_the_ticket(text: str) -> None:
    assert heard(text, "complain_general", confidence=0.8) in ("inform", "complain_damaged")
    assert heard(text, "out_of_scope", confidence=0.8) == "inform"


def test_proof_that_is_asked_for_within_a_complaint_goes_onto_the_ticket() -> None:
    assert heard("你们有没有质检报告", "ask_authenticity", confidence=0.9) == "inform"


@pytest.mark.parametrize("text", ["道歉没用", "光道歉有什么用", "别跟我道歉", "我不接受道歉", "谁稀罕你们的道歉"])
def test_who_wants_no_apology_is_given_none(text: str) -> None:
    assert not grievances.wants_apology(text)


@pytest.mark.parametrize("text", ["给我道歉", "就想要个道歉", "到底要不要道歉", "你们不道歉我就投诉", "欠我一个道歉"])
def test_who_wants_one_is_heard(text: str) -> None:
    assert grievances.wants_apology(text)
