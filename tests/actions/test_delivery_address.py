"""改收货地址: read back whole, written only after a yes, asked for only what is missing, refused with a way on."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.shop.delivery import DeliveryRules, Zone
from tests.actions.flow_talk_case import FlowTalk, ShopUnderTalk, shop_with
from tests.actions.orders import NUMBER, order, pan_order

ZONES = DeliveryRules(fee_fen=800, free_from_fen=5900, ship_within_hours=48, zones=(
    Zone(name="江浙沪", provinces=("江苏", "浙江", "上海")), Zone(name="新疆、西藏", provinces=("新疆", "西藏"), extra_fen=1000),
    Zone(name="港澳台", provinces=("香港", "澳门", "台湾"), sends=False), Zone(name="其他省份", provinces=()),
))  # fmt: skip
NEW = "浙江省杭州市余杭区文一西路969号"


@pytest.fixture
async def shop() -> AsyncIterator[ShopUnderTalk]:
    async with shop_with([order("paid"), pan_order("signed")], delivery=ZONES) as shop:
        yield shop


@pytest.fixture
def talk(shop: ShopUnderTalk) -> FlowTalk:
    return FlowTalk(shop=shop, customer_id="C1")


async def test_all_in_one_message_is_one_read_back_and_one_yes(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    [said] = await talk.says(f"帮我把地址改成{NEW} 李四 13900001111", "change_address")
    assert said.response == "utter_read_back_address"
    assert NEW in said.text and "李四" in said.text and "139****1111" in said.text and "13900001111" not in said.text
    [done] = await talk.says("对的", "affirm")
    assert done.response == "utter_address_changed" and NEW in done.text and done.cards[0]["order_id"] == NUMBER
    changed = await shop.order(NUMBER)
    assert (changed.address, changed.recipient, changed.phone) == (NEW, "李四", "13900001111")


async def test_what_is_not_told_stays_and_is_masked(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    [said] = await talk.says("电话换成13900001111", "change_address")
    assert said.response == "utter_read_back_address" and "文三路" not in said.text and "林晓" not in said.text
    await talk.says("好", "affirm")
    changed = await shop.order(NUMBER)
    assert (changed.phone, changed.recipient) == ("13900001111", "林晓")
    assert changed.address.replace(" ", "") == "浙江省杭州市西湖区文三路1号"


async def test_a_place_without_an_address_is_asked_for_bit_by_bit(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    [said] = await talk.says("帮我把那单地址改成公司", "change_address")
    assert said.response == "utter_ask_address_of_place" and "公司" in said.text
    assert (await talk.says("南京市中山路", "inform"))[0].response == "utter_ask_address_district"
    assert (await talk.says("鼓楼区", "inform"))[0].response == "utter_ask_address_door"
    [said] = await talk.says("100号3栋502", "inform")
    assert said.response == "utter_read_back_address" and "江苏省南京市鼓楼区中山路100号3栋502" in said.text
    await talk.says("确认", "affirm")
    assert (await shop.order(NUMBER)).address == "江苏省南京市鼓楼区中山路100号3栋502"


async def test_a_correction_in_mid_flow_is_read_back_anew(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says(f"地址改成{NEW}", "change_address")
    [said] = await talk.says("不对 电话也要换成13900001111", "deny")
    assert said.response == "utter_read_back_address" and NEW in said.text and "139****1111" in said.text
    [said] = await talk.says("收件人写错了 是王小明", "chitchat")
    assert "王小明" in said.text and not shop.asked
    assert (await talk.says("不是", "deny"))[0].response == "utter_what_to_correct"
    [said] = await talk.says("门牌是970号 浙江省杭州市余杭区文一西路970号", "inform")
    assert "970号" in said.text
    await talk.says("这次对了 改吧", "affirm", confidence=0.5)
    assert len(shop.done) <= 1


@pytest.mark.parametrize(("text", "response"), [
    ("地址改成杭州市余杭区🏠文一西路969号", "utter_ask_address_emoji"), ("地址改成" + "杭州市余杭区文一西路" * 50, "utter_ask_address_too_long"),
    ("地址改成江苏省南京市", "utter_ask_address_district"), ("改成南京市鼓楼区中山路", "utter_ask_address_door"), ("电话改成1390000", "utter_ask_address_phone"),
])  # fmt: skip
async def test_an_address_that_cannot_be_delivered_to_gets_a_clear_answer(
    shop: ShopUnderTalk, talk: FlowTalk, text: str, response: str
) -> None:
    [said] = await talk.says(text, "change_address")
    assert said.response == response and not shop.asked


@pytest.mark.parametrize(("text", "response"), [
    ("改成香港特别行政区香港九龙区弥敦道1号", "utter_address_not_served"),
    ("改成新疆维吾尔自治区乌鲁木齐市天山区解放路1号", "utter_address_costs_more"),
])  # fmt: skip
async def test_where_the_shop_does_not_send_or_it_costs_more_a_person_decides(
    shop: ShopUnderTalk, talk: FlowTalk, text: str, response: str
) -> None:
    [said] = await talk.says(text, "change_address")
    assert said.response == response and said.titles == ["人工复核"] and not shop.asked
    await talk.clicks("人工复核")
    assert "改收货地址" in (talk.asked_for_person[0].words or "")


@pytest.mark.parametrize(("status", "stage", "title"), [
    ("packed", "packed", "人工复核"), ("in_transit", "shipped", "联系快递员"), ("signed", "signed", "人工复核"), ("cancelled", "ended", "人工复核"),
])  # fmt: skip
async def test_too_late_says_what_can_be_done_instead(status: str, stage: str, title: str) -> None:
    async with shop_with([order(status)]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says(f"订单{NUMBER}地址改成{NEW}", "change_address")
        assert said.response == f"utter_cannot_change_address_{stage}" and said.titles[0] == title
        assert said.titles[-1] == "人工复核" and not shop.asked


async def test_the_same_address_is_no_change(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    [said] = await talk.says("地址改成浙江省杭州市西湖区文三路1号", "change_address")
    assert said.response in ("utter_address_already", "utter_read_back_address")


async def test_the_phone_of_the_parcel_is_no_proof_of_another_order(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says(f"地址改成{NEW} 13900001111", "change_address")
    assert talk.slots["asked"] == "confirm" and talk.slots["order_in_focus"] == NUMBER


async def test_a_door_that_was_wrong_is_corrected_and_never_confirmed_as_it_was(
    shop: ShopUnderTalk, talk: FlowTalk
) -> None:
    await talk.says("改成江苏省南京市鼓楼区中山北路200号2幢305室", "change_address")
    [said] = await talk.says("门牌是306", "inform")
    assert said.response == "utter_read_back_address" and "中山北路200号2幢306室" in said.text
    await talk.says("好了", "affirm")
    assert shop.asked[0][0].address == "江苏省南京市鼓楼区中山北路200号2幢306室"


async def test_a_door_alone_asks_for_its_street(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    [said] = await talk.says("地址的门牌是306", "change_address")
    assert said.response == "utter_ask_new_address" and not shop.asked
    [said] = await talk.says("房号是306", "change_address")
    assert said.response == "utter_ask_new_address" and not shop.asked


@pytest.mark.parametrize("words", ["改成北京市朝阳区😀😀路1号", f"改成北京市朝阳区{'很长的路' * 130}1号"])
async def test_a_street_after_one_that_cannot_be_printed_lies_in_the_city_that_was_said(
    shop: ShopUnderTalk, talk: FlowTalk, words: str
) -> None:
    [said] = await talk.says(words, "change_address")
    assert said.response in ("utter_ask_address_emoji", "utter_ask_address_too_long")
    [said] = await talk.says("建国路88号", "inform")
    assert said.response == "utter_read_back_address" and "北京市朝阳区建国路88号" in said.text and not shop.asked


@pytest.mark.parametrize(
    "words", ["不对 是环球金融中心20楼", "环球金融中心20楼", "应该是 环球金融中心20楼", "错了 100号环球金融中心20楼"]
)
async def test_a_part_of_the_street_said_again_with_its_floor_is_taken_in(
    shop: ShopUnderTalk, talk: FlowTalk, words: str
) -> None:
    await talk.says("地址改成上海市浦东新区世纪大道100号环球金融中心", "change_address")
    [said] = await talk.says(words, "inform")
    assert said.response == "utter_read_back_address" and not shop.asked
    assert "上海市浦东新区世纪大道100号环球金融中心20楼" in said.text


async def test_a_correction_while_the_order_is_asked_for_gives_nothing_up() -> None:
    orders = (order("paid"), order("paid", order_id="6120771849302659"))
    async with shop_with(orders) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("地址改成浙江省杭州市西湖区文三路1号B座302", "change_address")
        [said] = await talk.says("不对是C座", "deny")
        assert said.response == "utter_choose_order_to_change"
        [said] = await talk.says("第一个", "inform")
        assert said.response == "utter_read_back_address"
