"""She takes what was shown: name, price worked out, stock, where to click; the same where several are talked about."""

from __future__ import annotations

import pytest

from tests.actions.demo_talk import DemoTalk


@pytest.mark.parametrize("text", ["那就这个吧", "就它了", "行 就要这款", "我买了", "怎么下单", "怎么买"])
async def test_goods_in_focus_are_told_how_to_order_with_the_price_worked_out(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("响石 N2多少钱", "ask_price")
    said = await talk.asks(text, "affirm" if "怎么" not in text else "place_order_help")
    assert talk.intent == "place_order_help" and said[0].response == "utter_take_goods_reduced"
    assert "响石 N2" in said[0].text and "101.15元" in said[0].text and "颜色" in said[0].text
    assert said[0].cards[0]["title"].startswith("响石 N2")


async def test_the_second_of_those_shown_is_taken() -> None:
    talk = DemoTalk()
    shown = (await talk.asks("蓝牙耳机", "search_product"))[0].cards
    said = await talk.asks("就要第二个", "affirm")
    assert said[0].cards[0]["sku"] == shown[1]["sku"]


async def test_which_of_several_is_asked_by_buttons_and_answered_by_one() -> None:
    talk = DemoTalk()
    await talk.asks("蓝牙耳机", "search_product")
    [said] = await talk.asks("那就这个吧", "affirm")
    assert len(said.buttons) == 3
    said = await talk.clicks(said.buttons[1]["title"])
    assert said[0].response.startswith("utter_take_goods")


async def test_how_to_order_in_general_is_still_told_from_the_book() -> None:
    talk = DemoTalk()
    await talk.asks("蓝牙耳机", "search_product")
    for text in ("怎么下单", "第一次买不会弄"):
        [said] = await talk.asks(text, "place_order_help")
        assert said.response.startswith("utter_book_answer"), text
    await talk.asks("响石 N2多少钱", "ask_price")
    [said] = await talk.asks("提交不了订单", "place_order_help")
    assert said.response == "utter_book_answer"


async def test_goods_that_are_gone_are_not_sold() -> None:
    talk = DemoTalk()
    await talk.asks("落地扇多少钱", "ask_price")
    said = await talk.asks("就它了", "affirm")
    assert said[0].response == "utter_stock_gone_until" and "到货提醒我" in [each["title"] for each in said[0].buttons]


async def test_three_kinds_side_by_side_are_each_shown() -> None:
    for text in ("空气炸锅 电饭煲 微波炉", "空气炸锅、电饭煲、微波炉", "想买空气炸锅，电饭煲和微波炉"):
        [said] = await DemoTalk().asks(text, "search_product")
        titles = "".join(card["title"] for card in said.cards)
        assert all(kind in titles for kind in ("空气炸锅", "电饭煲", "微波炉")), text


async def test_a_kind_that_the_shop_does_not_have_is_said_beside_the_others() -> None:
    said = await DemoTalk().asks("电饭煲、跑步机", "search_product")
    assert "电饭煲" in said[0].text and said[1].response == "utter_goods_kinds_missing" and "跑步机" in said[1].text


@pytest.mark.parametrize("text", ["有没有红木家具", "红木的家具有吗", "有紫檀家具吗"])
async def test_a_category_is_no_answer_where_no_page_holds_what_was_wished(text: str) -> None:
    [said] = await DemoTalk().asks(text, "search_product")
    assert said.response == "utter_goods_none_fit" and not said.cards


@pytest.mark.parametrize("text", ["有没有幼猫的", "有幼猫的吗", "幼猫的有吗", "有没有给小猫吃的"])
async def test_such_goods_are_sought_where_the_one_in_focus_is_not_such(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("猫粮多少钱", "ask_price")
    said = await talk.asks(text, "search_product")
    assert said[0].response == "utter_goods_none_fit" and "幼猫" in said[0].text


@pytest.mark.parametrize("text", ["不要碎花 身高158", "不要碎花，身高158", "不喜欢碎花 我158", "不要碎花 165"])
async def test_what_is_refused_ends_at_the_blank(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("连衣裙", "search_product")
    [said] = await talk.asks(text, "search_product")
    assert "不要碎花、" in said.text and "158" not in said.text


async def test_colour_size_and_stock_are_told_of_each_that_was_shown() -> None:
    talk = DemoTalk()
    await talk.asks("羽绒服 女 1000以内", "search_product")
    [said] = await talk.asks("有米色的吗", "ask_stock")
    assert said.response == "utter_attributes_of_several" and said.text.count("\n") >= 2
    [said] = await talk.asks("有5XL码吗", "ask_stock")
    assert "没有5XL码" in said.text
    [said] = await talk.asks("都有货吗", "ask_stock")
    assert said.response == "utter_attributes_of_several"


async def test_a_size_is_told_of_each_that_was_shown() -> None:
    talk = DemoTalk()
    await talk.asks("羽绒服 女 1000以内", "search_product")
    [said] = await talk.asks("165 110斤穿多大", "ask_size_advice")
    assert said.response == "utter_attributes_of_several" and said.text.count("码") >= 2


@pytest.mark.parametrize("text", ["能洗羽绒服吗", "可以洗羽绒服吗", "能直接洗羽绒服吗", "能烘毛衣吗"])
async def test_what_a_machine_is_to_wash_is_not_asked_about(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("洗衣机多少钱", "ask_price")
    await talk.asks(text, "ask_product_attribute")
    assert talk.slots["product_in_focus"] == "DQ1020", talk.slots["product_in_focus"]


@pytest.mark.parametrize(("text", "paid"), [("买三箱多少钱", "164.7元"), ("来2提多少钱", "119.8元")])
async def test_boxes_are_pieces(text: str, paid: str) -> None:
    talk = DemoTalk()
    await talk.asks("牛奶多少钱", "ask_price")
    said = await talk.asks(text, "ask_price")
    assert paid in said[0].text


async def test_a_number_of_pieces_is_taken_and_worked_out() -> None:
    talk = DemoTalk()
    await talk.asks("补水面膜多少钱", "ask_price")
    said = await talk.asks("就要三盒", "modify_order")
    assert talk.intent == "place_order_help" and "207元" in said[0].text


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("能调到20公斤吗", "utter_choice_there"),
        ("有20公斤的吗", "utter_choice_there"),
        ("有30公斤的吗", "utter_choice_not_made"),
        ("能调到30公斤吗", "utter_choice_not_made"),
        ("多重", "utter_attribute"),
    ],
)
async def test_what_only_the_choices_state_is_told(text: str, response: str) -> None:
    talk = DemoTalk()
    await talk.asks("哑铃多少钱", "ask_price")
    [said] = await talk.asks(text, "ask_product_attribute")
    assert said.response == response and ("20 公斤" in said.text)


@pytest.mark.parametrize("text", ["200以内的空气炸锅和耳机", "两百以内 耳机、空气炸锅"])
async def test_kinds_that_only_break_a_limit_are_not_called_unsold(text: str) -> None:
    said = await DemoTalk().asks(text, "search_product")
    assert [each.response for each in said][-1] == "utter_goods_kinds_unfit" and "空气炸锅" in said[-1].text
    assert "utter_goods_kinds_missing" not in [each.response for each in said]


@pytest.mark.parametrize("text", ["有没有便宜点的", "再便宜点的", "便宜一点的有吗"])
async def test_cheaper_ones_are_of_the_kind_in_focus(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("儿童安全座椅多少钱", "ask_price")
    [said] = await talk.asks(text, "search_product")
    assert said.response == "utter_goods_none_fit" and "安全座椅" in said.text


async def test_goods_in_focus_are_priced_together_with_what_is_named() -> None:
    talk = DemoTalk()
    await talk.asks("每日坚果多少钱", "ask_price")
    said = await talk.asks("跟巧克力一起买 合计", "ask_price")
    assert "168元" in said[0].text and "153元" in said[0].text


async def test_only_books_that_speak_of_it_are_shown() -> None:
    [said] = await DemoTalk().asks("编程的书", "search_product")
    assert [card["title"][:4] for card in said.cards] == ["《写给外"]


async def test_who_is_refused_by_a_kind_is_not_refused_by_its_colour() -> None:
    talk = DemoTalk()
    await talk.asks("有什么适合送闺蜜的吗 一百左右", "search_product")
    await talk.asks("不要口红", "search_product")
    assert "not_colours" not in talk.slots["need"] and "口红" in talk.slots["need"]["not_words"]


async def test_for_whom_desks_are_is_no_present() -> None:
    talk = DemoTalk()
    await talk.asks("书桌", "search_product")
    [said] = await talk.asks("孩子用的有吗", "search_product")
    assert "儿童学习桌" in said.text and said.response.startswith("utter_goods_found")


@pytest.mark.parametrize("text", ["就43的黑色吧", "就要蓝色的", "就拿48码吧"])
async def test_a_choice_that_is_not_made_is_not_sold(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("动之 缓震篮球鞋多少钱", "ask_price")
    said = await talk.asks(text, "affirm")
    assert talk.intent == "place_order_help"
    assert not any(each.response.startswith("utter_take_goods") for each in said)


@pytest.mark.parametrize("text", ["刷头多少钱一个", "单独买刷头多少钱", "刷头怎么卖", "底座多少钱"])
async def test_a_part_in_the_box_is_not_priced_as_the_whole(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("电动牙刷多少钱", "ask_price")
    said = await talk.asks(text, "ask_price")
    assert "159" not in "".join(each.text for each in said)


@pytest.mark.parametrize("text", ["用券后多少", "券后多少", "满减后多少"])
async def test_what_is_left_after_coupons_is_told(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("电动牙刷多少钱", "ask_price")
    said = await talk.asks(text, "ask_price")
    assert "144元" in said[0].text


@pytest.mark.parametrize("text", ["硬不硬", "偏硬吗", "软硬怎么样", "会不会太软"])
async def test_how_hard_a_mattress_is_stands_on_its_page(text: str) -> None:
    talk = DemoTalk()
    await talk.asks("床垫多少钱", "ask_price")
    said = await talk.asks(text, "ask_product_attribute")
    assert "中等偏硬" in said[0].text


@pytest.mark.parametrize("text", ["换一批", "下一批", "再换一批看看"])
async def test_another_lot_of_presents_is_no_word_of_goods(text: str) -> None:
    talk = DemoTalk()
    first = await talk.asks("200块的生日礼物 送男朋友", "search_product")
    [said, *_] = await talk.asks(text, "search_product")
    assert "批" not in said.text.replace("换一批", "") and said.cards != first[0].cards


async def test_so_many_cans_are_no_name() -> None:
    talk = DemoTalk()
    await talk.asks("花生油多少钱", "ask_price")
    said = await talk.asks("两桶多少钱", "ask_price")
    assert "258元" in said[0].text
