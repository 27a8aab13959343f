"""Which order a complaint is about: what can have the trouble, where each parcel is, what money back is wanted for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.care.effects import ComplaintRaised, PromiseMade
from bot.shop.changes import MakeUrge
from bot.shop.order import Order, OrderItem
from bot.shop.product import Product
from tests.actions.complaint_book import ComplaintTalk
from tests.actions.fakes import NOW
from tests.actions.orders import NUMBER, event, order, pan_order, parcel
from tests.actions.test_complaint import SIGNED, talk
from tests.care.rubric import APOLOGY

SHIRT = OrderItem(sku="FS1001", title="棉言 重磅纯棉圆领短袖T恤 白色 M", quantity=1, price_fen=7_900)
POWER_BANK = OrderItem(sku="SJ1003", title="沐电 20000 毫安充电宝 雾蓝", quantity=1, price_fen=12_900)
SHIRTS = replace(SIGNED, order_id="8000000000000001", items=(SHIRT,))
BANKS = replace(SIGNED, order_id="8000000000000002", items=(POWER_BANK,), placed_at=NOW - timedelta(days=9))
MOVING = order(parcels=(parcel("in_transit"),))
OUT = pan_order("out_for_delivery")


def raised(talking: ComplaintTalk) -> list[str | None]:
    return [each.order_id for each in talking.of(ComplaintRaised)]


@pytest.mark.parametrize("words", ["充不进电", "充了一晚上充不满", "用两天就开不了机"])
async def test_what_no_goods_of_hers_can_have_is_asked_about_and_not_laid_on_the_only_order(words: str) -> None:
    talking = talk(SHIRTS)
    comfort, said = await talking.complains(words, "defective")
    assert len(APOLOGY.findall(comfort.text)) == 1 and not APOLOGY.search(said.text)
    assert "T恤" in said.titles[0] and said.titles[-1] == "转人工" and raised(talking) == []


async def test_she_may_point_at_it_all_the_same() -> None:
    talking = talk(SHIRTS)
    title = (await talking.complains("充不进电", "defective"))[-1].titles[0]
    await talking.clicks(title)
    assert raised(talking) == [SHIRTS.order_id]


@pytest.mark.parametrize("answer", [("都不是", "deny"), ("没有我说的那个", "inform")])
async def test_none_of_them_is_heard_without_an_order_and_by_when_somebody_answers(answer: tuple[str, str]) -> None:
    talking = talk(SHIRTS)
    await talking.complains("充不进电", "defective")
    [said] = await talking.says(*answer)
    assert raised(talking) == [None] and talking.of(PromiseMade) and not APOLOGY.search(said.text)
    assert talking.of(ComplaintRaised)[0].text.startswith("充不进电")


async def test_goods_that_her_orders_do_not_hold_are_named_back() -> None:
    talking = talk(SHIRTS)
    await talking.complains("充不进电", "defective")
    found = [{"entity": "category", "value": "充电宝", "start": 2, "end": 5}]
    [said] = await talking.says("就是充电宝", "inform", found=found)
    assert "没有充电宝" in said.text or "没找到充电宝" in said.text
    await talking.says("反正就是坏的", "complain_defective")
    assert raised(talking) == [None]


@pytest.mark.parametrize(
    ("words", "meant"), [("充不进电", BANKS), ("洗一次就掉色", SHIRTS), ("没电了 续航太差", BANKS)]
)
async def test_of_several_the_one_that_can_have_it_is_meant(words: str, meant: Order) -> None:
    talking = talk(SHIRTS, BANKS)
    await talking.complains(words, "defective")
    assert raised(talking) == [meant.order_id]


async def test_of_one_order_the_line_that_can_have_it_is_meant() -> None:
    talking = talk(replace(SHIRTS, items=(SHIRT, POWER_BANK)))
    [said] = await talking.complains("充不进电", "defective")
    assert talking.slots["complaint"]["sku"] == "SJ1003" and "哪一件" not in said.text


async def test_a_name_by_which_the_shop_knows_the_goods_counts() -> None:
    strange = replace(SHIRT, sku="Q1", title="云朵 Q1 雾蓝")
    talking = talk(SHIRTS, replace(BANKS, items=(strange,)))
    talking.shop.all_products = {
        "Q1": Product(sku="Q1", title=strange.title, category="数码", brand="云朵", price_fen=1, stock=1, aliases=("充电宝",))
    }  # fmt: skip
    await talking.complains("充不进电", "defective")
    assert raised(talking) == [BANKS.order_id]


async def test_goods_that_her_words_call_by_their_name_are_meant_whatever_the_list_says() -> None:
    talking = talk(SHIRTS, BANKS)
    talking.shop.all_products = {
        "FS1001": Product(sku="FS1001", title=SHIRT.title, category="服装", brand="棉言", price_fen=1, stock=1, aliases=("短袖",))
    }  # fmt: skip
    await talking.complains("短袖漏水", "defective")
    assert raised(talking) == [SHIRTS.order_id]


async def test_a_word_that_only_stands_in_a_title_is_no_such_name() -> None:
    case = replace(SHIRT, sku="SJ1004", title="极壳 磁吸防摔手机壳")
    talking = talk(replace(SHIRTS, items=(case,)))
    await talking.complains("手机充不进电", "defective")
    assert raised(talking) == []


@pytest.mark.parametrize("cause", ["late_delivery", "not_received"])
async def test_my_things_tells_where_each_is_and_offers_to_push(cause: str) -> None:
    talking = talk(MOVING, OUT)
    comfort, told, asked = await talking.complains("我东西呢 都几天了", cause)
    assert APOLOGY.search(comfort.text) and "签收" not in comfort.text
    assert told.text.count("\n") == 1 and "杭州转运中心" in told.text and "派送" in told.text
    assert told.text.count("还没过") == 2 and [card["kind"] for card in told.cards] == ["logistics"] * 2
    assert len(asked.titles) == 4 and asked.titles[2:] == ["都催一下", "转人工"]
    [said] = await talking.clicks(asked.titles[0])
    assert not APOLOGY.search(said.text) and "杭州转运中心" not in said.text and "前" in said.text
    [urge] = [each for each in talking.shop.changes.values() if isinstance(each, MakeUrge)]
    assert [urge.order_id] == raised(talking) and talking.of(ComplaintRaised)[0].cause == "late"


async def test_lateness_is_told_honestly_of_each() -> None:
    late = parcel("in_transit", promised_at=NOW - timedelta(days=1), predicted_at=None)
    foretold = parcel("in_transit", promised_at=NOW + timedelta(days=1), predicted_at=NOW + timedelta(days=2))
    talking = talk(order(parcels=(late,)), pan_order(parcels=(foretold,)))
    _, told, _ = await talking.complains("我东西呢", "late_delivery")
    second, first = told.text.split("\n")
    assert "耳机" in first and "昨天14:30" in first and "晚了1天" in first
    assert "平底锅" in second and "明天14:30" in second and "晚" in second


@pytest.mark.parametrize("words", ["都催一下", "全部都催"])
async def test_all_of_them_are_pushed_on_one_word_each_with_its_ticket_and_without_another_comfort(words: str) -> None:
    talking = talk(MOVING, OUT)
    await talking.complains("我东西呢 都几天了", "late_delivery")
    said = await talking.says("全部订单都催" if words == "全部都催" else words, "inform")
    assert len(said) == 2 and not any(APOLOGY.search(each.text) for each in said)
    assert "耳机" in said[0].text + said[1].text and "平底锅" in said[0].text + said[1].text
    assert len({each.ticket_id for each in talking.of(ComplaintRaised)}) == 2
    assert len([each for each in talking.shop.changes.values() if isinstance(each, MakeUrge)]) == 2


@pytest.mark.parametrize(("words", "emotion", "why"), [
    ("两单都催一下 再不到我打12315", "upset", "threat"), ("都催一下", "angry", "anger"), ("全部订单都催 傻逼", "angry", "anger"),
])  # fmt: skip
async def test_who_threatens_or_is_angry_gets_one_person_for_all_of_them(words: str, emotion: str, why: str) -> None:
    talking = talk(MOVING, OUT)
    await talking.complains("我东西呢 都几天了", "late_delivery", emotion, 0.95)
    talking.emotion, talking.heat = emotion, 0.95
    said = await talking.says(words, "complain_late_delivery")
    assert [each.why for each in talking.asked_for_person] == [why] and len(set(raised(talking))) == 2
    assert len([each for each in said if "12315" in each.text or "同事" in each.text]) <= 1
    assert len([each for each in talking.shop.changes.values() if isinstance(each, MakeUrge)]) == 2


async def test_her_anger_goes_on_counting_after_all_were_pushed() -> None:
    talking = talk(MOVING, OUT)
    await talking.complains("我东西呢 都几天了", "late_delivery", "upset", 0.6)
    talking.emotion, talking.heat = "angry", 0.7
    await talking.says("都催一下", "inform")
    assert talking.slots["complaint"]["angry"] == 1 and not talking.asked_for_person
    await talking.complains("还不到", "late_delivery", "angry", 0.7)
    assert [each.why for each in talking.asked_for_person] == ["anger"]


async def test_the_other_one_after_that_is_not_comforted_anew() -> None:
    talking = talk(MOVING, OUT)
    *_, asked = await talking.complains("我东西呢 都几天了", "late_delivery")
    await talking.clicks(asked.titles[0])
    [said] = await talking.says("第二个呢", "inform")
    assert not APOLOGY.search(said.text) and len(set(raised(talking))) == 2


async def test_a_parcel_signed_for_lately_is_told_among_them() -> None:
    signed = replace(BANKS, parcels=(parcel("signed", events=(event(20, text="已签收，签收人：门卫"),)),))
    talking = talk(MOVING, signed)
    comfort, told, _ = await talking.complains("我东西呢 一个都没收到", "not_received")
    assert "签收" not in comfort.text and "门卫" in told.text


class MoneyTalk(ComplaintTalk):
    async def wants(self, text: str, emotion: str = "angry") -> Any:
        self.emotion, self.heat = emotion, 0.8 if emotion == "angry" else 0.0
        return await self.says(text, "request_refund")


LATE = order(parcels=(parcel(promised_at=NOW - timedelta(days=2), predicted_at=NOW + timedelta(days=1)),))


def money_talk(*orders: Order) -> MoneyTalk:
    talking = talk(*orders)
    return MoneyTalk(shop=talking.shop, customer_id="C1")


@pytest.mark.parametrize(
    ("words", "emotion"), [("烦死了 不要了 退钱", "angry"), ("等够了 退钱吧", "calm"), ("太慢了 退款", "calm")]
)
async def test_money_back_in_anger_is_for_what_is_late(words: str, emotion: str) -> None:
    talking = money_talk(SHIRTS, BANKS, LATE)
    await talking.wants(words, emotion)
    assert talking.slots["order_in_focus"] == NUMBER


async def test_money_back_calmly_offers_what_is_late_among_the_others() -> None:
    talking = money_talk(SHIRTS, LATE)
    [said] = await talking.wants("我要退款", "calm")
    assert len(said.titles) == 2 and not APOLOGY.search(said.text)


async def test_money_back_in_anger_is_for_what_was_complained_of() -> None:
    talking = money_talk(SHIRTS, BANKS)
    await talking.complains("充不进电", "defective")
    talking.slots.update(order_in_focus=None, asked=None, flow=None)
    await talking.wants("烦死了 不要了 退钱")
    assert talking.slots["order_in_focus"] == BANKS.order_id


async def test_who_is_angry_is_comforted_before_she_is_asked_which_order() -> None:
    talking = money_talk(LATE, replace(LATE, order_id="8000000000000003", items=(SHIRT,)))
    comfort, asked = await talking.wants("烦死了 不要了 退钱")
    assert comfort.response == "utter_comfort_change" and len(asked.titles) >= 2
    said = await talking.says("第二个", "inform")
    assert not any(APOLOGY.search(each.text) for each in said)


@pytest.mark.parametrize("words", ["电饭锅少了个烤架", "电饭锅里没有说明书", "电饭锅缺个螺丝"])
async def test_a_part_that_is_missing_of_what_she_has_not_bought_is_said_so(words: str) -> None:
    talking = talk(SHIRTS, BANKS)
    found = [{"entity": "category", "value": "电饭锅", "start": 0, "end": 3}]
    said = await talking.complains(words, "missing_item", found=found)
    assert "电饭锅" in said[-1].text and raised(talking) == []


async def test_the_part_that_is_missing_is_no_goods_of_an_order() -> None:
    talking = talk(BANKS)
    found = [{"entity": "product", "value": "数据线", "start": 3, "end": 6}]
    [said] = await talking.complains("少了根数据线", "missing_item", found=found)
    assert raised(talking) == [BANKS.order_id] and "补发一份" in said.titles


@pytest.mark.parametrize("orders", [(SHIRTS,), (SHIRTS, BANKS)])
async def test_goods_bought_before_that_no_order_holds_are_said_so_beside_her_orders(orders: tuple[Order, ...]) -> None:
    talking = talk(*orders)
    found = [{"entity": "category", "value": "杯子", "start": 5, "end": 7}]
    *_, said = await talking.says("我上次买的杯子漏水 怎么办", "complain_defective", found=found)
    assert "杯子" in said.text and "没" in said.text and raised(talking) == []
    assert "T恤" in said.titles[0] and said.titles[-1] == "转人工"
