"""换货, 退款, 维修: another size, money with or without goods, free repair or a person's word; by the shop's rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.shop.changes import ChangeItem, OpenAfterSale
from bot.shop.order import OrderItem
from bot.shop.product import Product
from tests.actions.after_sale_case import AIR, SHOES, shoes, signed, talk_over
from tests.actions.fakes import NOW
from tests.actions.flow_talk_case import FlowTalk
from tests.actions.orders import NUMBER, event, order, parcel


@pytest.mark.parametrize(
    ("words", "sku"),
    [
        ("换个大一码的", "PX1001-43"),
        ("换小一号", "PX1001-41"),
        ("想换白色的", "PX1001-42W"),
        ("换成白色43的", "PX1001-43W"),
    ],
)
async def test_the_other_size_or_colour_is_read_from_the_words(words: str, sku: str) -> None:
    async with talk_over(signed(items=(SHOES,)), products=[shoes()]) as (shop, talk):
        [said] = await talk.says(words, "request_exchange")
        assert said.response == "utter_ask_pickup_shopper"
        [said] = await talk.clicks("我自己寄")
        assert said.response == "utter_read_back_exchange_shopper_self"
        [done] = await talk.says("换吧", "affirm")
        assert done.response == "utter_case_opened_exchange_self"
        [(change, _)] = shop.asked
        assert isinstance(change, OpenAfterSale) and change.wanted_sku == sku


async def test_which_one_is_asked_for_and_what_is_sold_out_is_said_with_what_is_there() -> None:
    async with talk_over(signed(items=(SHOES,)), products=[shoes(s43=0)]) as (shop, talk):
        [said] = await talk.says("我要换货", "request_exchange")
        assert said.response == "utter_ask_wanted" and "黑色 43" not in said.titles and "白色 42" in said.titles
        [said] = await talk.says("43的", "inform")
        assert said.response == "utter_ask_wanted_sold_out" and said.titles[-1] == "改成退货"
        [said] = await talk.clicks("白色 42")
        assert said.response == "utter_ask_pickup_shopper" and not shop.asked


async def test_the_same_again_where_it_came_with_a_fault_and_the_shop_pays() -> None:
    async with talk_over(signed(items=(SHOES,)), products=[shoes()]) as (_, talk):
        _, said = await talk.says("鞋开胶了 有质量问题 换一双", "request_exchange")
        assert said.response == "utter_ask_pickup_shop"
        [said] = await talk.clicks("我自己寄")
        assert said.response == "utter_read_back_exchange_shop_self" and "同款新的" in said.text


@pytest.mark.parametrize("corrected", ["不对 换成白色的", "不是 我要白的", "白色吧"])
async def test_a_correction_keeps_what_was_wanted_before(corrected: str) -> None:
    async with talk_over(signed(items=(SHOES,)), products=[shoes()]) as (_, talk):
        await talk.says("换成43的", "request_exchange")
        await talk.says(corrected, "inform")
        [said] = await talk.clicks("我自己寄")
        assert said.response == "utter_read_back_exchange_shopper_self" and "白色 43" in said.text


async def test_before_it_left_the_order_is_changed_and_nothing_is_sent_back() -> None:
    async with talk_over(order("paid", items=(SHOES,)), products=[shoes()]) as (shop, talk):
        [said] = await talk.says("我要换个颜色", "request_exchange")
        assert said.response == "utter_ask_option" and "白色 42" in said.titles
        [said] = await talk.says("换成白色的", "inform")
        assert said.response == "utter_read_back_item" and "白色 42" in said.text
        [said] = await talk.says("不对 43码", "inform")
        assert said.response == "utter_read_back_item" and "白色 43" in said.text and not shop.asked
        [done] = await talk.says("换吧", "affirm")
        assert done.response == "utter_item_changed"
        [(change, _)] = shop.asked
        assert isinstance(change, ChangeItem) and change.wanted_sku == "PX1001-43W"
    async with talk_over(order("packed", items=(SHOES,)), products=[shoes()]) as (_, talk):
        [said] = await talk.says("换个大一码的", "request_exchange")
        assert (
            said.response == "utter_exchange_packed" and said.titles == ["取消订单", "人工复核"] and "15天" in said.text
        )
    moving = order("in_transit", items=(SHOES,))
    async with talk_over(moving, products=[shoes()]) as (_, talk):
        *_, said = await talk.says("换个大一码的", "request_exchange")
        assert (
            said.response == "utter_exchange_moving" and said.titles == ["拦截退回", "人工复核"] and "15天" in said.text
        )


async def test_of_two_tabs_for_the_last_one_the_second_hears_that_it_is_gone_with_what_is_there() -> None:
    first, second = signed(items=(SHOES,)), signed(order_id="6120771849302659", items=(SHOES,))
    async with talk_over(first, second, products=[shoes(s43=1)]) as (shop, talk):
        other = FlowTalk(shop=shop, customer_id="C1", name="other tab")
        for each, number in ((talk, first.order_id), (other, second.order_id)):
            await each.says(f"{number} 换个大一码的", "request_exchange", order_number=number)
            [said] = await each.clicks("我自己寄")
            assert said.response == "utter_read_back_exchange_shopper_self" and "43" in said.text
        [done] = await talk.says("换吧", "affirm")
        assert done.response == "utter_case_opened_exchange_self"
        [said] = await other.says("换吧", "affirm")
        assert said.response == "utter_ask_wanted_sold_out" and "43" in said.text
        assert "黑色 43" not in said.titles and {"黑色 41", "改成退货"} <= set(said.titles)
        await other.clicks("黑色 41")
        [done] = await other.says("换吧", "affirm")
        assert done.response == "utter_case_opened_exchange_self"
        cares = await shop.care_of([first.order_id, second.order_id])
        assert [care.after_sales[0].wanted_sku for care in cares.values()] == ["PX1001-43", "PX1001-41"]


async def test_the_same_again_that_is_sold_out_is_said_with_the_other_choices_or_a_return() -> None:
    async with talk_over(signed(items=(SHOES,)), products=[shoes(s42=0)]) as (shop, talk):
        *_, said = await talk.says("鞋开胶了 有质量问题 换一双", "request_exchange")
        assert (
            said.response == "utter_ask_wanted_sold_out" and "白色 42" in said.titles and "黑色 42" not in said.titles
        )
        [said] = await talk.clicks("白色 42")
        assert said.response == "utter_ask_pickup_shop" and not shop.asked
    gone = {f"s{size}{mark}": 0 for size in (41, 42, 43) for mark in ("", "W")}
    async with talk_over(signed(items=(SHOES,)), products=[shoes(**gone)]) as (_, talk):
        *_, said = await talk.says("鞋开胶了 有质量问题 换一双", "request_exchange")
        assert said.response == "utter_ask_wanted_none_left" and "改成退货" in said.titles
    async with talk_over(signed(), products=[replace(AIR, stock=0)]) as (shop, talk):
        *_, said = await talk.says("耳机收到就是坏的 换一副", "request_exchange")
        assert said.response == "utter_no_case_out_of_stock" and "改成退货" in said.titles and not shop.asked


@pytest.mark.parametrize(
    ("days", "response"), [(15, "utter_ask_pickup_shopper"), (16, "utter_no_case_exchange_window_over")]
)
async def test_the_exchange_has_its_own_days(days: int, response: str) -> None:
    async with talk_over(signed(items=(SHOES,)), products=[shoes()]) as (_, talk):
        talk.now = NOW + timedelta(days=days - 1)
        [said] = await talk.says("换个大一码的", "request_exchange")
        assert said.response == response


async def test_money_with_or_without_goods_is_asked_where_neither_is_said() -> None:
    async with talk_over(signed()) as (shop, talk):
        [said] = await talk.says("我要退款", "request_refund")
        assert said.response == "utter_ask_return_way"
        [said] = await talk.says("只退款", "request_refund")
        assert said.response == "utter_ask_case_reason_refund"
        [said] = await talk.clicks("收到就破损")
        assert said.response == "utter_read_back_case_money_by_person" and "299元" in said.text
        [done] = await talk.says("可以", "affirm")
        assert done.response == "utter_case_applied_photo"
        [case] = (await shop.care_of([NUMBER]))[NUMBER].after_sales
        assert (case.type, case.state, case.amount_fen) == ("refund", "applied", 29900)
        assert not (await shop.care_of([NUMBER]))[NUMBER].refunds


async def test_goods_go_back_after_退货退款() -> None:
    async with talk_over(signed()) as (_, talk):
        await talk.says("我要退款 不喜欢", "request_refund")
        [said] = await talk.clicks("退货退款")
        assert said.response == "utter_ask_pickup_shopper"


async def test_a_part_of_it_is_asked_for_and_never_more_than_was_paid() -> None:
    async with talk_over(signed()) as (shop, talk):
        _, said = await talk.says("有点瑕疵 能补偿点吗 不退货", "request_refund")
        assert said.response == "utter_ask_refund_amount"
        for wrong in ("0元", "300元", "十万块"):
            [said] = await talk.says(wrong, "inform")
            assert said.response == "utter_ask_refund_amount_wrong", wrong
        [said] = await talk.says("50块吧", "inform")
        assert said.response == "utter_read_back_case_money_by_person" and "50元" in said.text
        await talk.says("好", "affirm")
        assert (await shop.care_of([NUMBER]))[NUMBER].after_sales[0].amount_fen == 5000


@pytest.mark.parametrize("sure", [0.5, 0.9])
@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("退30就行", 3000),
        ("那退一半", 14950),
        ("就退三成吧", 8970),
        ("退百分之二十五吧", 7475),
        ("退12.5%", 3737),
        ("不要退一半，退三成", 8970),
    ],
)
async def test_another_sum_after_the_read_back_is_read_back_though_it_was_taken_for_talk(
    words: str, fen: int, sure: float
) -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("有点瑕疵 能补偿点吗 不退货", "request_refund")
        await talk.says("50块吧", "inform")
        await talk.says("你是机器人吗", "chitchat")
        [said] = await talk.says(words, "chitchat", confidence=sure)
        assert said.response == "utter_read_back_case_money_by_person" and "50元" not in said.text
        await talk.says("好的", "affirm")
        assert (await shop.care_of([NUMBER]))[NUMBER].after_sales[0].amount_fen == fen


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("退50", 5000),
        ("给我退30块吧", 3000),
        ("补五十就行", 5000),
        ("赔我20", 2000),
        ("退一半", 13225),
        ("退三成吧", 7935),
    ],
)
async def test_a_sum_while_the_goods_are_asked_for_is_taken_in_and_said(words: str, fen: int) -> None:
    cup = OrderItem(sku="BZ2001", title="木叙 马克杯", quantity=1, price_fen=3900)
    async with talk_over(signed(items=(*signed().items, cup))) as (shop, talk):
        [said] = await talk.says("我要退款", "request_refund")
        await talk.says("退货退款", "inform")
        *_, kept, asked = await talk.says(words, "request_refund")
        assert kept.response == "utter_refund_amount_kept" and asked.response == "utter_ask_case_item", said.text
        [said] = await talk.says("耳机", "inform", product="EJ1001")
        assert said.response == "utter_ask_case_reason_refund"
        *_, said = await talk.says("有瑕疵", "inform")
        assert said.response == "utter_read_back_case_money_by_person"
        await talk.says("好", "affirm")
        [case] = (await shop.care_of([NUMBER]))[NUMBER].after_sales
        assert (case.type, case.amount_fen) == ("refund", fen)


@pytest.mark.parametrize("status", ["lost", "refused"])
async def test_what_never_came_is_applied_for_as_money(status: str) -> None:
    lost = order(status, parcels=(parcel(status, events=(event(30),)),))
    async with talk_over(lost) as (_, talk):
        [said] = await talk.says("没收到货 退款", "request_refund")
        assert said.response == "utter_read_back_case_money_by_person"


async def test_repair_is_free_within_the_warranty() -> None:
    async with talk_over(signed()) as (shop, talk):
        [said] = await talk.says("耳机坏了 在哪修", "request_repair")
        assert said.response == "utter_ask_pickup_shop"
        await talk.clicks("我自己寄")
        assert talk.last[0].response == "utter_read_back_repair_shop_self"
        [done] = await talk.says("好的", "affirm")
        assert done.response == "utter_case_opened_repair_self" and len(shop.done) == 1


@pytest.mark.parametrize(
    ("words", "days", "response"),
    [
        ("用着用着坏了", 364, "utter_ask_pickup_shop"),
        ("用着用着坏了", 366, "utter_no_case_warranty_over"),
        ("我不小心摔坏了", 5, "utter_read_back_case_own_damage"),
    ],
)
async def test_the_warranty_has_its_end_and_its_own_damage(words: str, days: int, response: str) -> None:
    async with talk_over(signed()) as (_, talk):
        talk.now = NOW + timedelta(days=days)
        await talk.says("申请维修", "request_repair")
        [said] = await talk.says(words, "complain_defective")
        assert said.response == response and (not response.startswith("utter_no") or said.titles[-1] == "人工复核")


async def test_where_page_and_table_say_nothing_a_person_decides() -> None:
    bare = Product(sku="ER1001", title="手工皂", category="其他", brand="", price_fen=29900, stock=1)
    async with talk_over(signed(), products=[bare]) as (_, talk):
        [said] = await talk.says("坏了 想修", "request_repair")
        assert said.response == "utter_read_back_case_warranty_unknown"


async def test_goods_that_are_no_longer_sold_are_a_persons() -> None:
    async with talk_over(signed(), products=[]) as (_, talk):
        [said] = await talk.says("不喜欢 退货", "request_return")
        assert said.response == "utter_read_back_case_product_gone"


async def test_where_everything_else_is_sold_out_no_list_is_promised() -> None:
    order = signed(items=(SHOES,), total_fen=39900)
    gone = {f"s{size}{mark}": 0 for size in ("41", "42", "43") for mark in ("", "W")}
    async with talk_over(order, products=[shoes(**gone)]) as (_, talk):
        [said] = await talk.says("换大一码", "request_exchange")
        assert said.response == "utter_ask_wanted_none_left" and said.titles == ["改成退货"]
        [said] = await talk.says("那换个别的颜色", "request_exchange")
        assert said.response == "utter_ask_wanted_none_left"


async def test_why_a_lost_parcels_money_is_wanted_is_not_asked() -> None:
    async with talk_over(order("lost", parcels=(parcel("lost", events=(event(30),)),))) as (shop, talk):
        [said] = await talk.says("退钱", "request_refund")
        assert said.response.startswith("utter_read_back") and "没收到货" in said.text
        [done] = await talk.clicks("提交申请")
        [(change, _)] = shop.asked
        assert isinstance(change, OpenAfterSale) and (change.type, change.reason) == ("refund", "not_received")
        assert done.response == "utter_case_applied_money" and "再寄" not in done.text


async def test_only_what_was_in_the_lost_parcel_is_paid_back() -> None:
    lost = parcel("lost", events=(event(30),), skus=(SHOES.sku,))
    ordered = order("lost", items=(SHOES, replace(SHOES, sku="SOCKS", title="袜子")), parcels=(lost,))
    async with talk_over(ordered, products=[shoes()]) as (shop, talk):
        await talk.says("丢件了 退钱", "request_refund")
        await talk.clicks("提交申请")
        [(change, _)] = shop.asked
        assert isinstance(change, OpenAfterSale) and [item.sku for item in change.items] == [SHOES.sku]
