"""拒收, 订单不见了, 付款出了问题: what is possible in each state; money that nobody sees goes to a person at once."""

from __future__ import annotations

import pytest

from tests.actions.flow_talk_case import FlowTalk, shop_with
from tests.actions.orders import NUMBER, order
from tests.shop.factories import product


async def test_a_parcel_on_its_way_is_intercepted_after_a_yes_and_asked_once() -> None:
    async with shop_with([order("in_transit")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("不想要了 我要拒收", "refuse_parcel")
        assert said.response == "utter_read_back_intercept" and "24小时" in said.text
        [done] = await talk.clicks("拦截退回")
        assert done.response == "utter_intercept_asked" and (await shop.care_of([NUMBER]))[NUMBER].intercept is not None
        [said] = await talk.says("帮我拒收", "refuse_parcel")
        assert said.response == "utter_intercept_already" and len(shop.asked) == 1


@pytest.mark.parametrize(("status", "response", "title"), [
    ("paid", "utter_refuse_unshipped", "取消订单"), ("out_for_delivery", "utter_cannot_refuse_parcel_shipped", "人工复核"),
    ("signed", "utter_cannot_refuse_parcel_signed", "我要退货"), ("refused", "utter_refused_on_the_way_back", "人工复核"),
    ("returned", "utter_refused_back", "人工复核"), ("cancelled", "utter_cannot_refuse_parcel_ended", "人工复核"),
])  # fmt: skip
async def test_in_other_states_it_is_said_what_to_do(status: str, response: str, title: str) -> None:
    async with shop_with([order(status)]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says(f"订单{NUMBER}我要拒收", "refuse_parcel")
        assert (
            said.response == response and said.titles[0] == title and said.titles[-1] == "人工复核" and not shop.asked
        )


async def test_bringing_it_again_is_arranged_by_people() -> None:
    async with shop_with([order("refused")]) as shop:
        [said] = await FlowTalk(shop=shop, customer_id="C1").says("拒收了能重新派送吗", "refuse_parcel")
        assert said.response == "utter_refused_again"


async def test_the_button_of_a_cancel_that_comes_too_late_intercepts_that_order() -> None:
    async with shop_with([order("in_transit")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says(f"取消订单{NUMBER}", "cancel_order")
        [said] = await talk.clicks("拦截退回")
        assert said.response == "utter_read_back_intercept"


async def test_a_cancelled_order_does_not_come_back_but_can_be_bought_again() -> None:
    async with shop_with(
        [order("cancelled"), order("in_transit", order_id="7777000011112222")], [product("ER1001")]
    ) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("误取消了能恢复吗", "recover_order")
        assert said.response == "utter_lost_order_cancelled" and said.cards[0]["kind"] == "product"


async def test_a_cancelled_order_whose_money_is_under_way_says_when_it_comes() -> None:
    async with shop_with([order("paid")], [product("ER1001")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("取消订单", "cancel_order")
        await talk.says("好的", "affirm")
        [said] = await talk.says("哎呀取消错了 能恢复吗", "recover_order")
        assert said.response == "utter_lost_order_refund" and "299元" in said.text


async def test_an_order_that_is_there_is_shown_to_who_misses_it() -> None:
    async with shop_with([order("in_transit")]) as shop:
        [said] = await FlowTalk(shop=shop, customer_id="C1").says("我的订单怎么不见了", "recover_order")
        assert said.response == "utter_order_not_lost" and said.cards[0]["order_id"] == NUMBER


@pytest.mark.parametrize(("text", "response", "why"), [
    ("扣了两次钱", "utter_paid_twice", "paid_twice"), ("付了钱没显示", "utter_paid_not_shown", "paid_not_shown"),
])  # fmt: skip
async def test_money_that_nobody_sees_goes_to_a_person_at_once_with_the_facts(
    text: str, response: str, why: str
) -> None:
    async with shop_with([order("unpaid")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        said = await talk.says(text, "payment_problem")
        assert said[0].response == response and "299元" in said[0].text
        [asked] = talk.asked_for_person
        assert asked.why == why and asked.order_id == NUMBER and NUMBER in (asked.words or "") and not shop.asked


async def test_off_hours_it_becomes_a_ticket_with_its_promise() -> None:
    from tests.actions.fakes import MORNINGS

    async with shop_with([order("unpaid")]) as shop:
        shop.hours = MORNINGS
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("扣了两次钱", "payment_problem")
        assert not talk.asked_for_person and talk.left[0].order_id == NUMBER and talk.left[0].due_at


@pytest.mark.parametrize(("status", "response"), [
    ("paid", "utter_payment_arrived"), ("cancelled", "utter_payment_order_over"), ("unpaid", "utter_payment_cannot_bare"),
])  # fmt: skip
async def test_what_the_record_says_of_the_payment(status: str, response: str) -> None:
    async with shop_with([order(status)]) as shop:
        text = "付款失败 一直转圈" if status == "unpaid" else f"订单{NUMBER}付款成功了吗"
        [said] = await FlowTalk(shop=shop, customer_id="C1").says(text, "payment_problem")
        assert said.response == response and "人工复核" in said.titles
