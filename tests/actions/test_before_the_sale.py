"""Before the sale, over the demo shop: the story of the issue, each wish once, and what must not be answered."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.care.effects import ProductAskedAbout, RestockNoteWanted
from tests.actions.demo_talk import DemoTalk, demo_files
from tests.actions.fakes import Said


def text_of(said: list[Said]) -> str:
    return "\n".join(each.text for each in said)


async def test_the_story_of_earphones_for_running() -> None:
    talk = DemoTalk()
    said = await talk.asks("两百以内有没有适合跑步的蓝牙耳机", "search_product")
    prices = [card["price_fen"] for card in said[0].cards]
    assert 2 <= len(prices) <= 3 and prices == sorted(prices) and prices[-1] <= 20000
    assert said[0].text.count("跑步") >= len(prices)
    second = said[0].cards[1]

    said = await talk.asks("第二个防水吗", "ask_product_attribute")
    assert second["title"][:6] in said[0].text and "IPX5" in said[0].text and "不能泡水" in said[0].text

    said = await talk.asks("跟第一个比呢", "compare_products")
    assert said[0].cards[0]["kind"] == "compare" and len(said[0].cards[0]["rows"][0]["values"]) == 2

    said = await talk.asks("有白色的吗 什么时候发货", "ask_stock")
    assert "瓷白" in said[0].text and "48小时内" in said[1].text

    said = await talk.asks("便宜点呗", "bargain")
    assert "119元" in said[0].text and "101.15元" in said[0].text  # 119 × 85 %

    said = await talk.asks("再便宜点的", "bargain")
    assert talk.intent == "search_product" and said[0].cards
    assert all(card["price_fen"] < 11900 for card in said[0].cards)  # cheaper than the one that she asked about


async def test_a_size_has_its_reason_and_says_what_to_do_between_two() -> None:
    talk = DemoTalk()
    await talk.asks("T恤", "search_product")
    said = await talk.asks("我175 140斤穿多大", "ask_size_advice")
    assert {"L码", "XL码", "175", "70"} <= set(re.findall(r"L码|XL码|175|70", said[0].text)) and "换" in said[0].text


async def test_measures_may_come_after_the_question() -> None:
    talk = DemoTalk()
    await talk.asks("拾布加绒连帽卫衣穿多大", "ask_size_advice")
    said = await talk.asks("168 120斤", "inform")
    assert "M码" in said[0].text or "L码" in said[0].text


async def test_what_is_sold_out_has_a_date_a_note_and_an_alternative() -> None:
    talk = DemoTalk(customer_id="C10003")
    said = await talk.asks("声屿 Pro2 松石绿有货吗", "ask_stock")
    assert "12月1日" in said[0].text and "到货提醒我" in said[0].titles
    assert said[1].cards and all(card["sku"] != "EJ1002" for card in said[1].cards)
    await talk.clicks("到货提醒我") if talk.last[0].buttons else None
    assert [each.sku for each in talk.effects if isinstance(each, RestockNoteWanted)] == ["EJ1002-GN"]


async def test_a_product_that_was_asked_about_is_recorded_for_the_conversion() -> None:
    talk = DemoTalk()
    await talk.asks("破壁机多重", "ask_product_attribute")
    assert [each.product_sku for each in talk.effects if isinstance(each, ProductAskedAbout)] == ["DQ1003"]


async def test_a_name_of_several_goods_is_asked_about_once_with_buttons() -> None:
    talk = DemoTalk()
    said = await talk.asks("耳机防水吗", "ask_product_attribute")
    assert said[0].response == "utter_choose_goods" and 2 <= len(said[0].buttons) <= 4
    said = await talk.clicks(said[0].titles[0])
    assert said[0].response in ("utter_attribute", "utter_attribute_unknown")


ANSWERS = [
    ("小砖 2 续航多久", "ask_product_attribute", "12 小时"),
    ("重磅T恤是纯棉的吗", "ask_product_attribute", "100% 棉"),
    ("声屿 Air3 有几个颜色", "ask_product_attribute", "曜石黑、珍珠白"),
    ("曜川 X5 Pro 支持无线充电吗", "ask_product_attribute", "50W 无线充电"),
    ("破壁机多少钱", "ask_price", "399元"),
    ("编织数据线 苹果14能用吗", "ask_compatibility", "苹果 14 及更早"),
    ("沐电 33W 充电头送数据线吗", "ask_package_contents", "没"),
    ("山语 龙井怎么泡", "ask_usage", "85 度水"),
    ("洗衣机包安装吗", "ask_installation", "师傅免费上门装"),
    ("植沐防晒乳是正品吗", "ask_authenticity", "授权"),
    ("五常稻花香大米保质期多久", "ask_quality", "12 个月"),
    ("清格吸尘器 V6 保修几年", "ask_warranty", "整机 2 年"),
    ("冰糖心苹果能七天无理由吗", "ask_return_policy", "生鲜"),
    ("每日坚果拆了能退吗", "ask_return_policy", "没拆封"),
    ("落地扇预定怎么付", "ask_presale", "30 元定金"),
    ("空气炸锅有活动吗", "ask_promotion", "直降 60 元"),
    ("有什么券可以领", "ask_coupon", "店铺 15 元券"),
    ("新疆能发吗", "ask_delivery_area", "新疆"),
    ("破壁机寄到乌鲁木齐运费多少", "ask_shipping_fee", "10元"),
    ("破壁机到杭州几天", "ask_shipping_time", "1到2天"),
    ("香港能寄吗", "ask_delivery_area", "香港"),
    ("声屿 H1 和 Pro2 哪个好", "compare_products", "便宜130元"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "intent", "expected"), ANSWERS)
async def test_each_wish_is_answered_from_the_data(text: str, intent: str, expected: str) -> None:
    said = await DemoTalk().asks(text, intent)
    assert expected in text_of(said), text_of(said)


@pytest.mark.parametrize(
    "text", ["有戴森吸尘器吗", "有没有电动汽车", "零元的手机", "-5折的耳机", "500以上200以下的耳机"]
)
async def test_what_the_shop_does_not_have_brings_no_goods(text: str) -> None:
    said = await DemoTalk().asks(text, "search_product")
    assert said and not [card for each in said for card in each.cards]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("iPhone 20 多少钱", "ask_price"), ("戴森吸尘器多重", "ask_product_attribute"), ("雷神K9000 有货吗", "ask_stock")],
)
async def test_goods_that_do_not_exist_are_not_answered_with_those_in_focus(text: str, intent: str) -> None:
    talk = DemoTalk()
    await talk.asks("破壁机多少钱", "ask_price")
    said = await talk.asks(text, intent)
    assert said[0].response == "utter_no_such_goods"


UNKNOWN = frozenset(
    {
        "utter_page_does_not_say", "utter_attribute_unknown", "utter_compatible_unknown", "utter_no_such_goods",
        "utter_neither_page_nor_shop",
    }
)  # fmt: skip


def unanswerable() -> list[tuple[str, str, str]]:
    """(SKU, wish, question): each question of a category is asked about two goods of it."""
    lines = (Path(__file__).with_name("unanswerable.tsv")).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    of_category = {
        category: [each for each in demo_files().products if each.category == category] for category, _, _ in rows
    }
    return [
        (product.sku, intent, question)
        for category, intent, question in rows
        for product in of_category[category][:: max(1, len(of_category[category]) // 2)][:2]
    ]


async def test_three_hundred_questions_without_an_answer_bring_no_invented_fact() -> None:
    """Each is asked of a page that does not hold its answer: whatever is said but that it is unknown is invented, or the
    answer to another question."""
    asked = unanswerable()
    invented = []
    for sku, intent, question in asked:
        talk = DemoTalk(slots={"product_in_focus": sku, "flow": "ask_product_attribute"})
        said = await talk.asks(question, intent)
        if said[0].response not in UNKNOWN or said[0].cards:
            invented.append((sku, question, said[0].response, text_of(said)))
    print(f"unanswerable: {len(asked)} questions, {len(invented)} answered")
    assert len(asked) >= 300 and len({question for _, _, question in asked}) >= 160
    assert invented == []


RESTOCKED = "/restocked"


async def test_goods_that_are_back_are_told_with_their_card() -> None:
    talk = DemoTalk()
    sku = "EJ1002-GN"
    product = talk.shop.all_products["EJ1002"]
    variants = tuple(replace(each, stock=4) if each.sku == sku else each for each in product.variants)
    talk.shop.all_products["EJ1002"] = replace(product, variants=variants)
    told = {"kind": "restocked", "sku": sku, "product_sku": "EJ1002"}
    [said] = await talk._turn(RESTOCKED, "restocked", {}, {"instruction": told}, "restocked")
    assert "松石绿" in said.text and "4件" in said.text and said.cards[0]["sku"] == "EJ1002"
    assert talk.slots["product_in_focus"] == "EJ1002"


async def test_goods_that_went_again_before_she_was_told_are_waited_for_anew() -> None:
    talk = DemoTalk()
    told = {"kind": "restocked", "sku": "EJ1002-GN", "product_sku": "EJ1002"}
    [said] = await talk._turn(RESTOCKED, "restocked", {}, {"instruction": told}, "restocked")
    assert said.response == "utter_restocked_gone_again" and not said.cards
    assert [each.sku for each in talk.effects if isinstance(each, RestockNoteWanted)] == ["EJ1002-GN"]


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("声屿 Pro2 松石绿到货了告诉我", ["EJ1002-GN"]),
        ("声屿 Pro2 到货提醒", ["EJ1002-GN"]),
        ("破壁机有货了通知我一声", []),
    ],
)
async def test_a_note_may_be_wanted_in_words(text: str, noted: list[str]) -> None:
    talk = DemoTalk()
    said = await talk.asks(text, "ask_stock")
    assert [each.sku for each in talk.effects if isinstance(each, RestockNoteWanted)] == noted
    assert said[0].response == ("utter_restock_noted" if noted else "utter_restock_not_needed")


async def test_goods_are_advised_that_reach_the_next_step_and_never_twice() -> None:
    talk = DemoTalk()
    await talk.asks("栖物保温杯多少钱", "ask_price")
    said = await talk.asks("凑点什么能满减", "search_product")
    assert said[0].response == "utter_top_up" and 1 <= len(said[0].cards) <= 3, said
    first = [card["sku"] for card in said[0].cards]
    assert talk.slots["product_in_focus"] not in first
    said = await talk.clicks("换几样凑")
    assert not set(first) & {card["sku"] for card in said[0].cards}


async def test_a_gap_that_she_names_is_filled_from_the_list() -> None:
    said = await DemoTalk().asks("还差20到满减 买点啥好", "search_product")
    assert said[0].response == "utter_top_up_by_amount"
    assert all(card["price_fen"] >= 2000 for card in said[0].cards)


async def test_without_a_basket_she_is_asked_what_she_buys() -> None:
    assert (await DemoTalk().asks("想凑单", "ask_promotion"))[0].response == "utter_top_up_of_what"


async def test_a_sentence_of_forty_wishes_gets_an_honest_short_answer() -> None:
    refused = "，".join(
        f"不要{each}的" for each in "入耳 骨传导 头戴 带线 红色 粉色 紫色 儿童 游戏 塑料 二手 翻新".split()
    )
    said = await DemoTalk().asks(
        f"两百以内、防水、跑步用、白色、续航久、轻便、降噪、通话清楚、快充、学生用的蓝牙耳机，{refused}",
        "search_product",
    )
    assert said[0].response == "utter_goods_none_fit" and not said[0].cards and len(said[0].text) < 160


async def test_goods_in_another_colour_than_the_one_that_was_wanted() -> None:
    talk = DemoTalk()
    await talk.asks("黑色的蓝牙耳机", "search_product")
    said = await talk.asks("换个颜色", "modify_order")
    assert talk.intent == "search_product" and said[0].cards
    assert talk.slots["need"]["not_colours"] == ["黑"] and "colour" not in talk.slots["need"]


async def test_which_colours_there_are_where_none_was_wanted() -> None:
    talk = DemoTalk()
    await talk.asks("蓝牙耳机", "search_product")
    said = await talk.asks("能换个颜色吗", "modify_order")
    assert said[0].response == "utter_attributes_of_several" and "黑" in said[0].text


async def test_only_what_is_really_reduced_is_shown_as_reduced() -> None:
    said = await DemoTalk().asks("打折的蓝牙耳机有吗", "search_product")
    assert said[0].response == "utter_goods_discounted" and "到手" in said[0].text
    said = await DemoTalk().asks("半价的手机有吗", "search_product")
    assert said[0].response == "utter_goods_none_discounted" and "半价" in said[0].text


async def test_two_products_of_one_name_can_be_told_apart() -> None:
    talk = DemoTalk()
    original = talk.shop.all_products["DQ1003"]
    talk.shop.all_products["DQ1999"] = replace(original, sku="DQ1999", price_fen=original.price_fen + 10000)
    talk.shop.all_products["DQ2999"] = replace(original, sku="DQ2999")
    said = await talk.asks("破壁机多重", "ask_product_attribute")
    assert said[0].response == "utter_choose_goods" and len(set(said[0].titles)) == len(said[0].titles) == 3


@pytest.mark.parametrize(
    ("before", "text", "intent", "response"),
    [
        ("", "三体多少钱", "ask_price", "utter_no_such_goods"),
        ("破壁机多少钱", "三体多少钱", "ask_price", "utter_no_such_goods"),
        ("", "你家有华为mate60吗", "ask_stock", "utter_no_such_goods"),
        ("", "小米手环能连苹果吗", "ask_compatibility", "utter_no_such_goods"),
        ("", "猫粮有吗 幼猫能吃的", "search_product", "utter_goods_none_fit"),
    ],
)
async def test_what_the_shop_has_not_is_said_and_nothing_else_answered(
    before: str, text: str, intent: str, response: str
) -> None:
    talk = DemoTalk()
    if before:
        await talk.asks(before, "ask_price")
    said = await talk.asks(text, intent)
    assert said[0].response == response and not said[0].cards


SAID_BY_THE_PAGE = [
    ("声屿 Pro2 多少钱", "带不带充电线", "ask_package_contents", "USB-C 线"),
    ("破壁机多少钱", "能打豆浆不", "ask_usage", "豆浆"),
    ("破壁机多少钱", "能榨苹果汁吗", "ask_compatibility", "果汁"),
    ("羊毛衫多少钱", "洗衣机能洗吗", "ask_usage", "手洗"),
    ("口红多少钱", "有哪些色号", "ask_product_attribute", "豆沙"),
    ("电饭煲多少钱", "能不能预约到明天早上", "ask_product_attribute", "24 小时预约"),
]


@pytest.mark.parametrize(("before", "text", "intent", "expected"), SAID_BY_THE_PAGE)
async def test_what_the_page_says_in_other_words_is_found(before: str, text: str, intent: str, expected: str) -> None:
    talk = DemoTalk()
    await talk.asks(before, "ask_price")
    said = await talk.asks(text, intent)
    assert expected in text_of(said), text_of(said)


async def test_of_goods_shown_a_word_of_the_title_tells_which() -> None:
    talk = DemoTalk()
    await talk.asks("跑步鞋 平时穿42 买几码", "ask_size_advice")
    said = await talk.asks("男款", "inform")
    assert "男款" in text_of(said) or "42" in text_of(said)
    assert talk.slots["product_in_focus"] == "XZ1001"


async def test_a_question_about_several_goods_is_answered_for_each_or_said_to_be_unknown() -> None:
    talk = DemoTalk()
    await talk.asks("跑步鞋有吗", "search_product")
    said = await talk.asks("透气吗", "ask_product_attribute")
    assert said[0].response == "utter_attributes_of_several"
    said = await talk.asks("能放洗碗机吗", "ask_product_attribute")
    assert said[0].response == "utter_pages_do_not_say" and "转人工" in said[0].titles
    said = await talk.asks("多少钱", "ask_price")
    assert said[0].response == "utter_prices_of_several"


async def test_what_no_page_mentions_is_not_claimed_to_be_met() -> None:
    said = await DemoTalk().asks("养猫家里用的扫地机器人", "search_product")
    assert [each.response for each in said][-1] == "utter_goods_unmet" and "养猫" in said[-1].text


async def test_a_campaign_of_which_nothing_is_stated_is_said_to_be_unknown() -> None:
    said = await DemoTalk().asks("双十一有活动吗", "ask_promotion")
    assert [each.response for each in said] == ["utter_campaign_unknown", "utter_promotions_now"]


async def test_what_goes_together_is_told_in_the_shops_own_words() -> None:
    said = await DemoTalk().asks("满减和券能一起用不", "ask_coupon")
    assert "可以和店铺券一起用" in text_of(said)


async def test_only_chairs_that_bear_her_are_shown() -> None:
    said = await DemoTalk().asks("能坐两百斤的人的椅子", "search_product")
    assert {card["sku"] for card in said[0].cards} == {"JJ1020", "JJ1002"}


async def test_comparing_goes_on_with_what_was_compared() -> None:
    talk = DemoTalk()
    await talk.asks("破壁机多少钱", "ask_price")
    await talk.asks("声屿 H1 和 Pro2 哪个好", "compare_products")
    said = await talk.asks("哪个更适合通勤", "compare_products")
    assert "破壁机" not in text_of(said) and "H1" in text_of(said) and "Pro2" in text_of(said)


async def test_a_colour_is_told_for_each_of_several() -> None:
    talk = DemoTalk()
    await talk.asks("手机", "search_product")
    said = await talk.asks("有红色吗", "ask_product_attribute")
    assert said[0].response == "utter_attributes_of_several" and "没有红色" in said[0].text


KNOWN_BY_THE_PAGE = [
    ("狗粮多少钱", "一天喂多少", "ask_usage", "每天约 90 克"),
    ("狗粮多少钱", "多大的狗能吃", "ask_product_attribute", "10 个月以上"),
    ("加湿器多少钱", "能用一整晚吗", "ask_product_attribute", "续航"),
    ("加湿器多少钱", "卧室15平够不够", "ask_product_attribute", "适用面积"),
    ("口红多少钱", "哪个色号日常", "compare_products", "豆沙"),
    ("婴儿推车多少钱", "能上飞机不", "ask_compatibility", "航司"),
]


@pytest.mark.parametrize(("before", "text", "intent", "expected"), KNOWN_BY_THE_PAGE)
async def test_what_the_page_states_is_not_said_to_be_unknown(
    before: str, text: str, intent: str, expected: str
) -> None:
    talk = DemoTalk()
    await talk.asks(before, "ask_price")
    said = await talk.asks(text, intent)
    assert expected in text_of(said), text_of(said)


@pytest.mark.parametrize("customer", ["C10002", None])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("发票能开吗", "电子普通发票"), ("你们开发票吗", "电子普通发票"), ("能不能开发票", "电子普通发票"), ("带发票吗", "电子普通发票"), ("给开发票不", "电子普通发票"),
        ("可以开发票吗", "电子普通发票"), ("能开专票不", "能开专票"), ("可以开专票吗", "能开专票"),
    ],
)  # fmt: skip
async def test_whether_an_invoice_comes_with_goods_is_answered_before_an_order_is_asked_for(
    words: str, told: str, customer: str | None
) -> None:
    talk = DemoTalk(customer_id=customer)
    await talk.asks("拾布加绒连帽卫衣怎么样", "ask_product_attribute")
    said = await talk.asks(words, "request_invoice")
    assert said[0].response == "utter_book_answer" and told in said[0].text and said[0].titles == ["给已买的订单开票"]
    assert talk.slots["product_in_focus"] and talk.slots.get("asked") != "order_choice"
    [said_then] = await talk.clicks("给已买的订单开票")
    assert said_then.response == ("utter_choose_order_to_change" if customer else "utter_ask_number_and_tail")


@pytest.mark.parametrize(
    "words", ["开个发票", "帮我开个发票", "能帮我开个发票吗", "我买的那单能开发票吗", "上次买的能开专票不"]
)
async def test_an_invoice_for_what_was_bought_is_served_though_goods_were_looked_at(words: str) -> None:
    talk = DemoTalk(customer_id="C10002")
    await talk.asks("拾布加绒连帽卫衣怎么样", "ask_product_attribute")
    said = await talk.asks(words, "request_invoice")
    assert said[0].response == "utter_choose_order_to_change"


async def test_without_goods_in_the_talk_whether_an_invoice_can_be_had_begins_it() -> None:
    talk = DemoTalk(customer_id="C10002")
    said = await talk.asks("发票能开吗", "request_invoice")
    assert said[0].response == "utter_choose_order_to_change"
