"""特殊要求: written on the order in her words after a yes, never where nobody can read it any more."""

from __future__ import annotations

import pytest

from bot.shop.order import OrderItem
from tests.actions.flow_talk_case import FlowTalk, shop_with
from tests.actions.orders import NUMBER, event, order, pan_order, parcel

WISH = "帮我放张贺卡 写生日快乐"


async def test_the_wish_is_read_back_and_written_on_the_order() -> None:
    async with shop_with([order("paid", remark="放门口")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says(WISH, "special_request")
        assert said.response == "utter_read_back_remark" and "放张贺卡 写生日快乐" in said.text
        await talk.says("好的", "affirm")
        assert (await shop.order(NUMBER)).remark == "放门口；放张贺卡 写生日快乐"


async def test_without_a_wish_it_is_asked_for_and_can_be_corrected() -> None:
    async with shop_with([order("paid")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        assert (await talk.says("能加个备注吗", "special_request"))[0].response == "utter_ask_remark"
        assert (await talk.says("送货前打电话", "special_request"))[0].response == "utter_read_back_remark"
        assert (await talk.says("不对", "deny"))[0].response == "utter_what_to_correct"
        [said] = await talk.says("送货前发短信", "inform")
        assert said.response == "utter_read_back_remark" and "发短信" in said.text
        await talk.says("可以", "affirm")
        assert (await shop.order(NUMBER)).remark == "送货前发短信"


async def test_what_is_too_long_is_said_so() -> None:
    async with shop_with([order("paid")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        assert (await talk.says("备注：" + "请轻拿轻放" * 60, "special_request"))[
            0
        ].response == "utter_ask_remark_shorter"
        assert (await talk.says("轻拿轻放 🎁", "inform"))[0].response == "utter_read_back_remark"


@pytest.mark.parametrize(
    ("status", "response"),
    [
        ("in_transit", "utter_cannot_special_request_shipped"),
        ("packed", "utter_cannot_special_request_packed"),
        ("cancelled", "utter_cannot_special_request_ended"),
    ],
)
async def test_where_nobody_reads_it_any_more_it_is_not_written(status: str, response: str) -> None:
    async with shop_with([order(status)]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says(f"订单{NUMBER} {WISH}", "special_request")
        assert said.response == response and said.titles == ["人工复核"] and not shop.asked


async def test_a_carrier_is_arranged_by_people() -> None:
    async with shop_with([order("paid")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("能发顺丰吗", "special_request")
        assert said.response == "utter_remark_carrier_by_people" and said.titles == ["人工复核"] and not shop.asked


async def test_a_remark_that_is_heard_as_a_change_of_the_order_is_one() -> None:
    async with shop_with([order("paid")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        assert (await talk.says("能加个备注吗", "modify_order"))[0].response == "utter_ask_remark"
        assert (await talk.says("备注送货前打电话", "modify_order"))[0].response == "utter_read_back_remark"


async def test_another_line_joins_the_first_remark() -> None:
    async with shop_with([order("paid")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("备注一下 放门卫", "special_request")
        await talk.says("好的", "affirm")
        [said] = await talk.says("再加一句 别打电话", "modify_order")
        assert said.response == "utter_read_back_remark" and "“别打电话”" in said.text
        await talk.says("好的", "affirm")
        assert (await shop.order(NUMBER)).remark == "放门卫；别打电话"


COMING = parcel("out_for_delivery", events=(event(1, text="派件员张师傅（17000002415）正在派件"),))


@pytest.mark.parametrize("words", ["快递放门口", "放驿站吧", "别放驿站，送上门", "到了打电话"])
async def test_what_is_meant_for_the_courier_leads_to_him(words: str) -> None:
    today = order("out_for_delivery", parcels=(COMING,))
    async with shop_with([pan_order("paid"), today]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says(words, "special_request")
        assert said.response == "utter_remark_courier_known" and "17000002415" in said.text
        assert said.titles == ["转人工"] and not shop.asked


async def test_without_his_number_the_carrier_passes_it_on() -> None:
    async with shop_with([order("in_transit")], policies={"carrier_phones": "顺丰速运 95338"}) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("放门口就行", "special_request")
        assert said.response == "utter_remark_courier" and "顺丰速运 95338" in said.text


async def test_what_is_not_packed_yet_still_gets_its_remark() -> None:
    async with shop_with([pan_order("paid")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("放门口就行", "special_request")
        assert said.response == "utter_read_back_remark" and "放门口" in said.text


async def test_a_yes_or_waiting_is_no_remark() -> None:
    async with shop_with([order("paid")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("能加个备注吗", "special_request")
        [said] = await talk.says("等一下 我想想", "chitchat")
        assert said.response == "utter_take_your_time"
        await talk.says(WISH, "special_request")
        assert (await talk.says("不对", "deny"))[0].response == "utter_what_to_correct"
        [said] = await talk.says("好的", "affirm")
        assert said.response == "utter_read_back_remark" and "放张贺卡" in said.text and not shop.asked
        [said] = await talk.says("不写了", "deny")
        assert said.response == "utter_kept_as_it_is" and not shop.asked


async def test_another_order_that_was_just_told_of_is_what_is_pushed_next() -> None:
    other = pan_order("paid", customer_id="C1")
    async with shop_with([order("paid"), other]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says(f"订单{NUMBER} {WISH}", "special_request")
        await talk.says(f"{other.order_id}什么时候发货", "track_order", order_number=other.order_id)
        await talk.says("催发货", "urge_shipping")
        assert [(change.kind, change.order_id) for change, _ in shop.asked] == [("make_urge", other.order_id)]
        await talk.says("好的", "affirm")  # it may be meant for what was done last: the remark is read back first
        assert (await shop.order(NUMBER)).remark == ""
        await talk.says("好的", "affirm")
        assert (await shop.order(NUMBER)).remark == "放张贺卡 写生日快乐"


@pytest.mark.parametrize(
    "words", ["能不能改成放驿站", "可以放门口不", "帮我放物业行不", "改放快递柜可以么", "能存菜鸟吗"]
)
async def test_of_several_under_way_the_one_is_asked_for_and_named(words: str) -> None:
    cup = OrderItem(sku="BZ2001", title="木叙 马克杯", quantity=1, price_fen=3900)
    coming = [order("out_for_delivery"), order("out_for_delivery", order_id="6120771849302659", items=(cup,))]
    far = order("in_transit", order_id="6120771849302677")
    async with shop_with((*coming, far)) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says(words, "change_address", confidence=0.27)
        assert said.response == "utter_choose_order_to_change"
        assert set(talk.slots["orders_offered"]) == {each.order_id for each in coming}
        [said] = await talk.says("杯子那个", "inform", entities={"product": "BZ2001"})
        assert said.response.startswith("utter_remark_courier") and "马克杯" in said.text


@pytest.mark.parametrize("words", ["再加一句 放门口", "还有 放门口", "对了，放门口", "另外放门口"])
async def test_what_is_added_to_the_read_back_is_written_with_it(words: str) -> None:
    async with shop_with([order("paid")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("备注 送货前打电话", "special_request")
        [said] = await talk.says(words, "special_request")
        assert said.response == "utter_read_back_remark" and "送货前打电话；放门口" in said.text
        await talk.says("好的", "affirm")
        assert (await shop.order(NUMBER)).remark == "送货前打电话；放门口"


@pytest.mark.parametrize("intent", ["inform", "chitchat", "special_request"])
@pytest.mark.parametrize(
    ("words", "remark"),
    [
        ("写祝妈妈身体健康", "放张贺卡；祝妈妈身体健康"),
        ("放门口就行", "放张贺卡；放门口就行"),
        ("再加一句放门口", "放张贺卡；放门口"),
        ("另外写上生日快乐", "放张贺卡；生日快乐"),
        ("改成写生日快乐", "生日快乐"),
        ("改成放门口", "放门口"),
        ("放心吧", "放张贺卡"),
        ("写错了", "放张贺卡"),
        ("写什么呢", "放张贺卡"),
    ],
)
async def test_what_she_says_to_the_read_back_is_in_the_next_one(words: str, remark: str, intent: str) -> None:
    async with shop_with([order("paid")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("备注放张贺卡", "special_request")
        said = await talk.says(words, intent)
        if said[0].response == "utter_read_back_remark":
            assert f"“{remark}”" in said[0].text
        await talk.says("好的", "affirm")
        assert (await shop.order(NUMBER)).remark == remark
