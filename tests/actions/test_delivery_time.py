"""改送货时间: a time in the carrier's hours, read back with its date; nothing that the carrier cannot keep."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.actions.fakes import NOW
from tests.actions.flow_talk_case import FlowTalk, shop_with
from tests.actions.orders import NUMBER, order, parcel


def moving(**more):
    return order("in_transit", parcels=(parcel(predicted_at=NOW + timedelta(hours=20)),), **more)


async def test_the_time_in_the_wish_is_read_back_and_the_carrier_is_told() -> None:
    async with shop_with([moving()]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("能改到后天下午送吗", "change_delivery_time")
        assert (
            said.response == "utter_read_back_delivery_time" and "11月24日" in said.text and "13点到18点" in said.text
        )
        [done] = await talk.says("可以", "affirm")
        assert done.response == "utter_delivery_time_changed" and "11月24日" in done.text
        slot = (await shop.care_of([NUMBER]))[NUMBER].slot
        assert slot.deliver_from.isoformat() == "2026-11-24T05:00:00+00:00"


async def test_it_is_asked_for_corrected_in_mid_flow_and_the_last_word_counts() -> None:
    async with shop_with([moving()]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("能晚几天送吗", "change_delivery_time")
        assert said.response == "utter_ask_delivery_time" and len(said.titles) == 4
        await talk.says("后天上午", "chitchat")
        [said] = await talk.says("不对 改成下周六下午", "change_delivery_time", confidence=0.4)
        assert "11月28日" in said.text or "12月5日" in said.text
        await talk.says("就这个时间", "affirm")
        assert len(shop.done) == 1


async def test_a_slot_offered_as_a_button_is_taken() -> None:
    async with shop_with([moving()]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("改个送货时间", "change_delivery_time")
        [said] = await talk.clicks(said.titles[1])
        assert said.response == "utter_read_back_delivery_time"


@pytest.mark.parametrize(("text", "fault"), [
    ("2月30号送", "no_such_date"), ("改到昨天", "past"), ("明年5月1号送", "too_far"), ("后天晚上11点送", "night"),
])  # fmt: skip
async def test_a_time_that_is_none_gets_a_clear_answer(text: str, fault: str) -> None:
    async with shop_with([moving()]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says(text, "change_delivery_time")
        assert said.response == f"utter_ask_delivery_time_{fault}" and not shop.asked


async def test_nothing_earlier_than_the_carrier_can_is_promised() -> None:
    async with shop_with([order("in_transit", parcels=(parcel(predicted_at=NOW + timedelta(days=3)),))]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("能明天送到吗", "change_delivery_time")
        assert said.response == "utter_delivery_time_too_early" and "人工复核" in said.titles and not shop.asked


@pytest.mark.parametrize(("status", "response"), [
    ("unpaid", "utter_delivery_time_unpaid"), ("signed", "utter_delivery_time_ended"),
    ("out_for_delivery", "utter_read_back_delivery_time_near"),
])  # fmt: skip
async def test_the_state_of_the_order_decides(status: str, response: str) -> None:
    async with shop_with([order(status)]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says(f"订单{NUMBER}后天下午送", "change_delivery_time")
        assert said.response == response


async def test_a_read_back_whose_time_has_come_meanwhile_is_not_confirmed() -> None:
    async with shop_with([moving()]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1", now=NOW + timedelta(days=1, hours=9, minutes=28))  # 23:58
        await talk.says("改到明天上午送", "change_delivery_time")
        talk.now += timedelta(minutes=20)
        said = await talk.says("好的", "affirm")
        assert said[0].response == "utter_read_back_again" and not shop.asked
