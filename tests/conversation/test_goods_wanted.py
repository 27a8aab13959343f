"""Goods that are only named, that are to be bought, that are taken; and what is none of these."""

from __future__ import annotations

import pytest

from bot.conversation.evidence import rerank
from bot.conversation.views import ParseView, ThreadView

NOTHING = ThreadView()
SHOWN = ThreadView(flow="search_product", products_offered=("EJ1", "EJ2"))
IN_FOCUS = ThreadView(flow="ask_price", product_in_focus="EJ1")
SEEN = ThreadView(product_in_focus="EJ1")
OF_AN_ORDER = ThreadView(flow="track_order", order_in_focus="O1", product_in_focus="EJ1")


def decided(text: str, thread: ThreadView, intent: str, *goods: str, confidence: float = 0.6) -> str:
    parse = {
        "text": text,
        "intent_ranking": [{"name": intent, "confidence": confidence}, {"name": "greet", "confidence": 0.1}],
        "entities": [
            {"entity": "product", "value": each, "start": text.index(each), "end": text.index(each) + len(each)}
            for each in goods
        ],
    }
    return rerank(ParseView.of(parse), thread).intent


@pytest.mark.parametrize(
    ("text", "taken_for", "goods"),
    [
        ("沙发", "track_order", ("沙发",)),
        ("狗粮", "complain_wrong_item", ("狗粮",)),
        ("帆布鞋呢", "ask_product_attribute", ("帆布鞋",)),
        ("花生油5升", "ask_product_attribute", ("花生油",)),
        ("看看瑜伽垫", "complain_defective", ("瑜伽垫",)),
        ("那书架呢？", "ask_package_contents", ("书架",)),
    ],
)
def test_goods_that_are_only_named_are_no_other_wish(text: str, taken_for: str, goods: tuple[str, ...]) -> None:
    assert decided(text, NOTHING, taken_for, *goods) == "inform"


@pytest.mark.parametrize("text", ["空气炸锅 电饭煲 微波炉", "空气炸锅、电饭煲和微波炉", "空气炸锅，电饭煲，微波炉呢"])
def test_several_goods_that_are_only_named_are_looked_for(text: str) -> None:
    assert decided(text, NOTHING, "ask_usage", "空气炸锅", "电饭煲", "微波炉") == "search_product"


def test_goods_named_while_an_order_is_talked_about_stay_of_the_order() -> None:
    assert decided("沙发坏了", NOTHING, "complain_defective", "沙发") == "complain_defective"
    assert decided("耳机", ThreadView(flow="track_order", orders_offered=("1", "2")), "inform", "耳机") == "inform"


@pytest.mark.parametrize(
    "text", ["给孩子买书 三岁", "想买个帐篷", "我要买双雨靴", "准备给我妈买件大衣", "帮我推荐个台灯"]
)
def test_what_is_to_be_bought_is_looked_for(text: str) -> None:
    assert decided(text, NOTHING, "inform") == "search_product"


@pytest.mark.parametrize(
    "text",
    ["我不打算买手机", "先不买锅", "暂时不需要买手机", "不要给我推荐手机", "不知道买哪个好", "买菜去了", "别给我推荐锅", "没打算买手机"],
)  # fmt: skip
def test_what_is_not_to_be_bought_is_not_looked_for(text: str) -> None:
    assert decided(text, NOTHING, "inform", confidence=0.9) == "inform"


@pytest.mark.parametrize("text", ["想买个不锈钢锅", "不贵的 想买个台灯", "要不给我推荐个台灯", "没有帐篷想买个帐篷"])
def test_a_no_that_is_not_of_the_buying_leaves_it_looked_for(text: str) -> None:
    assert decided(text, NOTHING, "inform") == "search_product"


@pytest.mark.parametrize("text", ["我买的帐篷还没到", "给孩子买的书破了", "我买贵了", "刚买完就降价", "怎么买划算"])
def test_what_was_bought_is_not(text: str) -> None:
    assert decided(text, NOTHING, "inform") != "search_product"


@pytest.mark.parametrize(
    "text",
    [
        "那就这个吧", "就它了", "行 就要这款", "好 我买了", "决定了 就买这个", "这个我要了", "就这双吧", "第二个我要了",
        "下单吧", "要了", "就要第二个", "黑色42我要了", "就要长的那款", "那就拿这件吧", "那我买了", "就拍这个", "直接下单",
    ],
)  # fmt: skip
@pytest.mark.parametrize("thread", [SHOWN, IN_FOCUS, SEEN])
def test_goods_that_she_takes_are_to_be_ordered(text: str, thread: ThreadView) -> None:
    assert decided(text, thread, "affirm") == "place_order_help"


def test_a_yes_in_the_words_of_buying_takes_them() -> None:
    assert decided("我买了", IN_FOCUS, "affirm") == "place_order_help"


def test_goods_taken_by_their_name_are_to_be_ordered() -> None:
    assert decided("就拼图吧", SHOWN, "affirm", "拼图") == "place_order_help"


@pytest.mark.parametrize("text", ["好的", "就这样吧", "先这样", "那个怎么样", "不要了", "这个不要了", "我要退货"])
def test_what_takes_nothing_is_no_order(text: str) -> None:
    assert decided(text, IN_FOCUS, "affirm") != "place_order_help"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("那就不要这个了", "deny"), ("就不买这款了", "deny"), ("就不考虑这个了", "deny"), ("就先不买这个吧", "deny"),
        ("别要这个了", "deny"), ("那就换那个吧", "request_exchange"), ("就看看这个", "inform"), ("下单了", "inform"),
        ("我拍下了", "inform"), ("我买了", "inform"), ("我下单了", "inform"), ("我买了这个", "inform"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("thread", [SHOWN, IN_FOCUS])
def test_a_no_and_what_is_ordered_already_take_nothing(text: str, intent: str, thread: ThreadView) -> None:
    assert decided(text, thread, intent) != "place_order_help"


def test_where_an_order_is_talked_about_this_one_is_the_order() -> None:
    assert decided("就这个吧", OF_AN_ORDER, "affirm") != "place_order_help"
    assert decided("就这个吧", ThreadView(flow="request_return", asked="order_choice"), "affirm") != "place_order_help"


@pytest.mark.parametrize("text", ["有面包机吗", "有早餐机吗", "你家有台灯吗"])
def test_machines_are_looked_for_and_are_no_contents(text: str) -> None:
    assert decided(text, NOTHING, "ask_package_contents") == "search_product"
    assert decided("有说明书吗", NOTHING, "ask_package_contents") == "ask_package_contents"


@pytest.mark.parametrize("text", ["狗粮 大型犬", "狗粮，小型犬", "狗粮 无谷 大包"])
def test_goods_and_what_they_are_to_be_are_no_complaint(text: str) -> None:
    assert decided(text, NOTHING, "complain_wrong_item", "狗粮") == "search_product"
    assert decided("狗粮 发错了", NOTHING, "complain_wrong_item", "狗粮") == "complain_wrong_item"
    assert decided("狗粮 袋子破", NOTHING, "complain_defective", "狗粮") == "complain_defective"


@pytest.mark.parametrize("text", ["就要两盒", "就43的黑色吧", "就拿L码吧", "就来3件"])
def test_a_choice_or_a_number_of_what_is_in_focus_is_taken(text: str) -> None:
    assert decided(text, IN_FOCUS, "modify_order") == "place_order_help"


@pytest.mark.parametrize("text", ["用券后多少", "券后多少钱", "满减完多少", "优惠下来多少"])
def test_what_is_left_to_pay_is_asked_of_the_price(text: str) -> None:
    assert decided(text, IN_FOCUS, "ask_product_attribute") == "ask_price"


@pytest.mark.parametrize("text", ["打八折多少钱", "领券到手多少", "活动后要多少", "用券多少钱", "优惠到手几块"])
def test_the_price_after_a_cut_is_asked_of_the_price(text: str) -> None:
    assert decided(text, IN_FOCUS, "ask_promotion") == "ask_price"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("能优惠多少", "bargain"), ("最多优惠多少", "bargain"), ("活动多少天", "ask_promotion"), ("活动还有多少天", "ask_promotion"),
        ("优惠券多少张", "ask_coupon"), ("能领券多少张", "ask_coupon"), ("打折多少", "bargain"),
    ],
)  # fmt: skip
def test_how_much_is_taken_off_is_not_what_is_left_to_pay(text: str, intent: str) -> None:
    assert decided(text, IN_FOCUS, intent) == intent


@pytest.mark.parametrize("text", ["男款呢", "女款有吗", "编程的书呢", "那儿童的有没有"])
def test_another_sort_is_looked_for(text: str) -> None:
    assert decided(text, SHOWN, "out_of_scope") == "search_product"


def test_one_of_those_shown_is_asked_about() -> None:
    one = ThreadView(flow="search_product", products_offered=("EJ1",), product_in_focus="EJ1")
    assert decided("第一个适合什么肤质", one, "search_product") == "ask_product_attribute"
    assert decided("第一个再便宜点的有吗", one, "search_product") == "search_product"


@pytest.mark.parametrize("text", ["能用手写笔吗", "支持用鼠标吗", "可以用耳机吗"])
def test_what_goods_are_used_with_is_no_payment(text: str) -> None:
    assert decided(text, IN_FOCUS, "ask_payment") == "ask_product_attribute"
    assert decided("能用花呗吗", IN_FOCUS, "ask_payment") == "ask_payment"


@pytest.mark.parametrize("text", ["编程的书", "做饭的锅", "跑步的鞋子", "配个保护套"])
def test_such_goods_are_looked_for(text: str) -> None:
    assert decided(text, NOTHING, "out_of_scope" if "的" in text else "ask_package_contents") == "search_product"
    assert decided("我的书", NOTHING, "inform") == "inform"


@pytest.mark.parametrize("text", ["就要第二个", "那就第一个吧", "就买这个", "第二个我要了"])
def test_goods_are_taken_though_an_order_was_talked_about_before_them(text: str) -> None:
    before = {"order_in_focus": "O1", "orders_offered": ("O1", "O2"), "complaining": True}
    after_goods = ThreadView(
        flow="ask_product_attribute", products_offered=("EJ1", "EJ2"), product_in_focus="EJ2", **before
    )
    assert decided(text, after_goods, "inform") == "place_order_help"
    of_orders = ThreadView(flow="track_order", products_offered=("EJ1", "EJ2"), **before)
    assert decided(text, of_orders, "inform") != "place_order_help"
