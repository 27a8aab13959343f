"""What goods in the thread say about a message whose words alone are not clear."""

from __future__ import annotations

import pytest

from bot.conversation.evidence import rerank
from bot.conversation.views import Guess, ParseView, ThreadView

SHOPPING = ThreadView(flow="ask_price", product_in_focus="EJ1")
LIST = ThreadView(flow="search_product", products_offered=("EJ1", "EJ2", "EJ3"))
NOTHING = ThreadView()


def decided(text: str, thread: ThreadView, *ranking: tuple[str, float], entities: frozenset[str] = frozenset()) -> str:
    guesses = tuple(Guess(intent=intent, confidence=confidence) for intent, confidence in ranking)
    in_scope = ranking[0][0] != "out_of_scope"
    return rerank(ParseView(text=text, ranking=guesses, in_scope=in_scope, entities=entities), thread).intent


@pytest.mark.parametrize(
    ("text", "thread", "ranking", "expected"),
    [
        ("透气不", SHOPPING, [("complain_general", 0.25), ("ask_product_attribute", 0.25), ("ask_quality", 0.1)], "ask_product_attribute"),
        ("第二个能躺着吗", LIST, [("request_return", 0.2), ("track_order", 0.19)], "ask_product_attribute"),
        ("响不响", SHOPPING, [("complain_defective", 0.7)], "ask_product_attribute"),
        ("能不能预约到明天早上", SHOPPING, [("change_delivery_time", 0.8)], "ask_product_attribute"),
        ("有没有明星代言", SHOPPING, [("search_product", 0.5), ("out_of_scope", 0.2)], "ask_product_attribute"),
        ("表带能换吗", SHOPPING, [("request_exchange", 0.8)], "ask_product_attribute"),
        ("换个颜色", LIST, [("modify_order", 0.7)], "search_product"),
        ("凑点什么能满减", SHOPPING, [("track_order", 0.3)], "ask_promotion"),
        ("要两副呢", SHOPPING, [("modify_order", 0.4)], "ask_price"),
        ("换一批", ThreadView(flow="search_product"), [("deny", 0.3)], "search_product"),
    ],
)  # fmt: skip
def test_beside_goods_it_asks_of_them(text: str, thread: ThreadView, ranking: list, expected: str) -> None:
    assert decided(text, thread, *ranking) == expected


@pytest.mark.parametrize(
    ("text", "thread", "ranking", "expected"),
    [
        ("我的快递能改到明天吗", SHOPPING, [("change_delivery_time", 0.8)], "change_delivery_time"),
        ("收到的东西坏了吗怎么办", SHOPPING, [("complain_defective", 0.8)], "complain_defective"),
        ("颜色能换吗", SHOPPING, [("request_exchange", 0.8)], "request_exchange"),
        ("凑够了不给减", SHOPPING, [("complain_price", 0.8)], "complain_price"),
        ("透气不", NOTHING, [("complain_general", 0.25), ("ask_product_attribute", 0.2)], "unsure"),
        ("换个颜色", ThreadView(flow="track_order", order_in_focus="O1"), [("modify_order", 0.7)], "modify_order"),
    ],
)
def test_what_speaks_of_an_order_or_of_no_goods_stays_what_it_was(
    text: str, thread: ThreadView, ranking: list, expected: str
) -> None:
    assert decided(text, thread, *ranking) == expected


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("其他的颜色有吗", "ask_stock"), ("其它的尺码呢", "ask_stock"), ("别的颜色有吗", "ask_stock"), ("还有别的颜色吗", "ask_stock"),
        ("还有其他的尺码吗", "ask_stock"), ("其它的优惠呢", "ask_promotion"), ("其他的活动有吗", "ask_promotion"),
    ],
)  # fmt: skip
def test_another_colour_size_or_offer_is_asked_of_the_goods_in_focus(text: str, intent: str) -> None:
    assert decided(text, SHOPPING, (intent, 0.7)) == intent


@pytest.mark.parametrize(
    "text", ["别的款有吗", "其他的锅有吗", "其它电饭煲呢", "还有别的吗", "还有其他款吗", "其他的呢"]
)
def test_other_goods_are_looked_for(text: str) -> None:
    assert decided(text, LIST, ("ask_stock", 0.7)) == "search_product"


@pytest.mark.parametrize("text", ["空调有吗", "你们家有没有卖轮胎的有吗", "有没有空气炸锅有卖吗"])
def test_goods_asked_for_by_name_are_sought_though_nothing_was_recognised(text: str) -> None:
    assert decided(text, NOTHING, ("ask_installation", 0.3), ("ask_product_attribute", 0.28)) == "search_product"


def test_a_name_of_the_shops_is_sought_unless_it_is_about_an_order() -> None:
    category = frozenset({"category"})
    ranking = (("track_order", 0.3), ("search_product", 0.28))
    assert decided("零元的手机", NOTHING, *ranking, entities=category) == "search_product"
    assert decided("手机坏了", NOTHING, *ranking, entities=category) == "unsure"


def test_a_question_about_goods_is_no_answer_to_which_goods_are_meant() -> None:
    asked = ThreadView(asked="product_choice", flow="ask_size_advice", products_offered=("XZ1", "XZ2"))
    assert decided("三体多少钱", asked, ("ask_price", 0.7)) == "ask_price"
    assert decided("男款", asked, ("inform", 0.5)) == "inform"


def test_an_out_of_scope_guess_gives_way_to_the_name_of_goods() -> None:
    entities = frozenset({"category"})
    ranking = (("out_of_scope", 0.7), ("ask_quality", 0.14), ("search_product", 0.04))
    assert decided("宝宝8个月 能吃啥辅食", NOTHING, *ranking, entities=entities) == "search_product"
    assert decided("今天天气怎么样", NOTHING, ("out_of_scope", 0.9)) == "out_of_scope"
