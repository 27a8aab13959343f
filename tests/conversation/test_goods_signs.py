"""What the shape of a message asks of goods though its words were taken for another wish."""

from __future__ import annotations

import pytest

from bot.conversation.evidence import rerank
from bot.conversation.views import ParseView, ThreadView

SHOPPING = ThreadView(flow="ask_price", product_in_focus="EJ1")
SEARCHING = ThreadView(flow="search_product", products_offered=("EJ1", "EJ2"))
NOTHING = ThreadView()
ORDERS = ThreadView(flow="track_order", order_in_focus="O1")


def decided(text: str, thread: ThreadView, intent: str, goods: str = "", confidence: float = 0.7) -> str:
    at = text.find(goods)
    parse = {
        "text": text,
        "in_scope": intent != "out_of_scope",
        "intent_ranking": [{"name": intent, "confidence": confidence}, {"name": "inform", "confidence": 0.1}],
        "entities": [{"entity": "product", "value": goods, "start": at, "end": at + len(goods)}] if goods else [],
    }
    return rerank(ParseView.of(parse), thread).intent


@pytest.mark.parametrize(
    ("text", "goods", "taken_for", "meant"),
    [
        ("登山杖老人能用吗", "登山杖", "account_help", "ask_product_attribute"),
        ("洗发水能生发吗", "洗发水", "ask_shipping_time", "ask_product_attribute"),
        ("雪地靴能下雨穿吗", "雪地靴", "out_of_scope", "ask_product_attribute"),
        ("Python书要什么基础", "Python书", "out_of_scope", "ask_product_attribute"),
        ("跳绳电池送吗", "跳绳", "ask_delivery_area", "ask_package_contents"),
        ("沙发怎么送", "沙发", "track_order", "ask_delivery_area"),
        ("你们店有空调吗", "空调", "ask_shop_info", "search_product"),
        ("有冰箱吗", "冰箱", "ask_product_attribute", "search_product"),
    ],
)
def test_goods_at_the_head_of_a_question_are_what_it_asks_of(text: str, goods: str, taken_for: str, meant: str) -> None:
    assert decided(text, NOTHING, taken_for, goods) == meant


@pytest.mark.parametrize(
    ("text", "goods", "meant"),
    [
        ("沙发能送上门吗", "沙发", "ask_delivery_area"),
        ("耳机今天能发吗", "耳机", "ask_shipping_time"),
        ("手机的快递怎么送", "手机", "track_order"),
        ("耳机我买的能退吗", "耳机", "track_order"),
        ("跳绳送到家吗", "跳绳", "ask_delivery_area"),
        ("你们有WiFi吗", "", "ask_shop_info"),
    ],
)
def test_what_is_of_the_way_or_of_hers_stays_what_it_was(text: str, goods: str, meant: str) -> None:
    assert decided(text, NOTHING, meant, goods) == meant


@pytest.mark.parametrize(
    ("text", "taken_for", "meant"),
    [
        ("不要白色", "inform", "ask_product_attribute"),
        ("不喜欢黑色的", "deny", "ask_product_attribute"),
        ("42码白色", "inform", "ask_stock"),
        ("白色的42码", "modify_order", "ask_stock"),
        ("可以再减15吗", "ask_promotion", "bargain"),
        ("给我打五折", "ask_promotion", "bargain"),
        ("我家猫3个月能吃吗", "out_of_scope", "ask_product_attribute"),
        ("什么证书", "out_of_scope", "ask_product_attribute"),
    ],
)
def test_beside_goods_in_focus_it_is_about_them(text: str, taken_for: str, meant: str) -> None:
    assert decided(text, SHOPPING, taken_for) == meant


@pytest.mark.parametrize(
    ("text", "intent"),
    [("不要白色", "modify_order"), ("42码白色", "modify_order"), ("给我打五折", "ask_promotion")],
)
def test_beside_an_order_the_same_words_change_it(text: str, intent: str) -> None:
    assert decided(text, ORDERS, intent) == intent


@pytest.mark.parametrize(
    ("text", "taken_for"),
    [("她皮肤干", "inform"), ("那防水好的", "ask_product_attribute"), ("我妈怕冷", "chitchat")],
)
def test_while_goods_are_looked_for_it_says_more_of_them(text: str, taken_for: str) -> None:
    assert decided(text, SEARCHING, taken_for) == "search_product"
    assert decided(text, NOTHING, taken_for) == taken_for


@pytest.mark.parametrize(
    "text", ["防水好的", "续航久一点的", "质量好的", "要质量很好的", "那有没有续航很长的", "降噪强的吗"]
)
def test_a_trait_goes_on_with_the_search(text: str) -> None:
    assert decided(text, SEARCHING, "affirm") == "search_product"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("第一个挺好的", "inform"),
        ("第二个很好的", "inform"),
        ("看着都挺好的", "affirm"),
        ("质量挺好的", "affirm"),
        ("感觉不大的", "affirm"),
        ("续航真长的", "affirm"),
    ],
)
def test_praise_is_no_trait_that_is_looked_for(text: str, meant: str) -> None:
    assert decided(text, SEARCHING, "affirm") == meant


def test_another_kind_is_sought_and_not_a_trait_of_what_is_in_focus() -> None:
    assert decided("有没有增高鞋", SHOPPING, "search_product") == "search_product"
    assert decided("有没有降噪", SHOPPING, "search_product") == "ask_product_attribute"


def test_a_place_in_a_list_that_is_not_there_asks_of_goods() -> None:
    assert decided("第二个续航多久", NOTHING, "compare_products", confidence=0.18) == "ask_product_attribute"
    assert decided("第二个啥情况", NOTHING, "compare_products", confidence=0.18) == "unsure"


@pytest.mark.parametrize(
    ("text", "goods", "taken_for", "meant"),
    [
        ("骨传导能打电话吗", "", "ask_shop_info", "ask_product_attribute"),
        ("电话手表可以打视频电话吗", "电话手表", "request_human", "ask_product_attribute"),
        ("又便宜又贵的耳机", "耳机", "price_protection", "search_product"),
        ("你们客服能打电话吗", "", "ask_shop_info", "ask_shop_info"),
        ("能打电话吗", "", "ask_shop_info", "ask_shop_info"),
    ],
)
def test_telephoning_and_descriptions_of_goods(text: str, goods: str, taken_for: str, meant: str) -> None:
    assert decided(text, NOTHING, taken_for, goods) == meant


@pytest.mark.parametrize(
    "text",
    [
        "送货前能打电话吗",
        "师傅能打电话吗",
        "周末能打电话吗",
        "晚上能打电话吗",
        "快递员能不能打电话",
        "安装师傅会不会打电话",
        "到之前可以打电话吗",
        "您能打电话吗",
        "提前能打电话吗",
    ],
)
def test_who_telephones_and_when_is_not_asked_of_goods(text: str) -> None:
    assert decided(text, NOTHING, "special_request") == "special_request"


@pytest.mark.parametrize("text", ["送货前能打电话吗", "师傅能打电话吗", "到之前可以打电话吗", "提前能打电话吗"])
def test_nor_is_it_beside_goods_in_focus(text: str) -> None:
    assert decided(text, SHOPPING, "special_request") == "special_request"


@pytest.mark.parametrize("text", ["骨传导能打电话吗", "戴着能打电话吗", "没手机能打电话吗", "儿童手表能打视频电话吗"])
def test_what_telephones_is_asked_of_goods(text: str) -> None:
    assert decided(text, NOTHING, "special_request") == "ask_product_attribute"


def test_what_cannot_be_telephoned_with_is_asked_of_the_goods_in_focus() -> None:
    for text in ("能打电话吗", "可以打电话吗", "还能打电话吗"):
        assert decided(text, SHOPPING, "ask_shop_info") == "ask_product_attribute"
    assert decided("比苹果16好吗", SHOPPING, "ask_compatibility") == "compare_products"


@pytest.mark.parametrize("text", ["那放宽到500", "预算加到三百", "500以内也行"])
def test_a_new_budget_goes_on_with_the_search(text: str) -> None:
    assert decided(text, SEARCHING, "inform") == "search_product"


def test_a_faint_guess_at_something_else_asks_of_the_goods_in_focus() -> None:
    assert decided("有没有ECE认证", SHOPPING, "out_of_scope", confidence=0.35) == "ask_product_attribute"
    assert decided("有没有ECE认证", NOTHING, "out_of_scope", confidence=0.35) == "out_of_scope"
    assert decided("明天下雨吗", SHOPPING, "out_of_scope", confidence=0.9) == "out_of_scope"


def test_goods_stay_talked_about_after_their_campaigns() -> None:
    after = ThreadView(flow="ask_promotion", product_in_focus="EJ1")
    assert decided("孕妇能涂吗", after, "account_help", confidence=0.2) == "ask_product_attribute"


@pytest.mark.parametrize(
    ("text", "taken_for", "meant"),
    [
        ("有农药残留检测吗", "track_after_sale", "ask_product_attribute"),
        ("有没有质检报告", "out_of_scope", "ask_product_attribute"),
        ("新疆棉吗", "ask_delivery_area", "ask_product_attribute"),
        ("能过门槛吗", "ask_coupon", "ask_product_attribute"),
        ("能用券吗", "ask_coupon", "ask_coupon"),
        ("能送到新疆吗", "ask_delivery_area", "ask_delivery_area"),
    ],
)
def test_tests_origin_and_abilities_are_asked_of_the_goods_in_focus(text: str, taken_for: str, meant: str) -> None:
    assert decided(text, SHOPPING, taken_for) == meant


def test_several_goods_and_which_of_them_is_a_comparison() -> None:
    goods = [{"entity": "product", "value": each, "start": at, "end": at + 2} for each, at in (("锅", 0), ("煲", 3))]
    for text, taken_for, meant in (
        ("炸锅 电煲哪个好", "search_product", "compare_products"),
        ("炸锅 电煲哪个好", "compare_products", "compare_products"),
        ("炸锅 电煲有货吗", "search_product", "search_product"),
    ):
        parse = {"text": text, "intent_ranking": [{"name": taken_for, "confidence": 0.7}], "entities": goods}
        assert rerank(ParseView.of(parse), NOTHING).intent == meant


def test_what_a_dress_should_be_like_is_sought_and_no_size_asked_for() -> None:
    text = "我要一条不超过150的连衣裙 收腰 不要碎花 身高158"
    assert decided(text, NOTHING, "ask_size_advice", "连衣裙") == "search_product"
    assert decided("我要一条连衣裙 身高158穿多大", NOTHING, "ask_size_advice", "连衣裙") == "ask_size_advice"


def test_where_it_is_sent_is_read_from_its_own_words_where_the_ranking_is_not_sure() -> None:
    for text, meant in (("送到内蒙古赤峰要几天", "ask_shipping_time"), ("寄到赤峰的话", "ask_delivery_area")):
        parse = {
            "text": text,
            "intent_ranking": [
                {"name": name, "confidence": 0.25} for name in ("ask_delivery_area", "ask_shipping_fee")
            ],
            "entities": [{"entity": "place", "value": "赤峰", "start": 3, "end": 5}],
        }
        assert rerank(ParseView.of(parse), NOTHING).intent == meant


NEEDS = [
    "3个人用", "三个人用的", "我们家4口人", "一家三口", "租房用", "送爸妈", "给老人用的", "宿舍用的", "送女朋友的", "出差用", "那就两个人吃吧",
]  # fmt: skip


@pytest.mark.parametrize("text", NEEDS)
@pytest.mark.parametrize("flow", ["ask_product_attribute", "ask_price", "search_product"])
def test_who_or_how_many_shown_goods_are_for_is_looked_for(text: str, flow: str) -> None:
    for thread in (
        ThreadView(flow=flow, product_in_focus="EJ1"),
        ThreadView(flow=flow, products_offered=("EJ1", "EJ2")),
    ):
        assert decided(text, thread, "inform", confidence=0.67) == "search_product"


@pytest.mark.parametrize("text", NEEDS)
def test_the_same_beside_an_order_or_nothing_is_a_fact(text: str) -> None:
    for thread in (NOTHING, ORDERS, ThreadView(flow="ask_price", product_in_focus="EJ1", order_in_focus="O1")):
        assert decided(text, thread, "inform") == "inform"


@pytest.mark.parametrize(
    ("text", "intent"),
    [("三个人够用吗", "ask_product_attribute"), ("送爸妈怎么寄", "ask_delivery_area"), ("租房可以开发票吗", "request_invoice"), ("我叫王四", "inform")],
)  # fmt: skip
def test_a_question_or_another_fact_sets_no_need(text: str, intent: str) -> None:
    assert decided(text, SHOPPING, intent) == intent
