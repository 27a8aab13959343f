"""改送货时间: a time in the carrier's hours, read back with its date; nothing that the carrier cannot keep."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.actions.fakes import NOW
from tests.actions.flow_talk_case import FlowTalk, shop_with
from tests.actions.orders import NUMBER, order, parcel


def moving(**more):
    return order("in_transit", parcels=(parcel(predicted_at=NOW + timedelta(hours=20)),), **more)


async def test_a_slot_within_the_time_of_the_wish_is_read_back_and_the_carrier_is_told() -> None:
    async with shop_with([moving()]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("能改到后天上午送吗", "change_delivery_time")
        assert said.response == "utter_read_back_delivery_time" and "11月24日" in said.text and "9点到12点" in said.text
        [done] = await talk.says("可以", "affirm")
        assert done.response == "utter_delivery_time_changed" and "11月24日" in done.text
        slot = (await shop.care_of([NUMBER]))[NUMBER].slot
        assert slot.deliver_from.isoformat() == "2026-11-24T01:00:00+00:00"


async def test_where_several_slots_fit_one_is_asked_for_by_the_hour_or_any() -> None:
    async with shop_with([moving()]) as shop:
        for answer, hours in (("下午3点", "15点到18点"), ("都可以", "9点到12点"), ("晚上", "18点到21点")):
            talk = FlowTalk(shop=shop, customer_id="C1", name=answer)
            [said] = await talk.says("后天送", "change_delivery_time")
            assert said.response == "utter_ask_delivery_slot" and len(said.titles) == 4
            [said] = await talk.says(f"后天{answer}" if answer != "都可以" else answer, "chitchat")
            assert said.response == "utter_read_back_delivery_time" and hours in said.text


async def test_it_is_asked_for_corrected_in_mid_flow_and_the_last_word_counts() -> None:
    async with shop_with([moving()]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("能晚几天送吗", "change_delivery_time")
        assert said.response == "utter_ask_delivery_time" and len(said.titles) == 4
        await talk.says("后天上午", "chitchat")
        [said] = await talk.says("不对 改成周六上午", "modify_order", confidence=0.5)
        assert said.response == "utter_read_back_delivery_time" and "11月28日（周六）" in said.text
        await talk.says("就这样", "affirm")
        assert len(shop.done) == 1


async def test_a_slot_offered_as_a_button_is_taken() -> None:
    async with shop_with([moving()]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("改个送货时间", "change_delivery_time")
        [said] = await talk.clicks(said.titles[1])
        assert said.response == "utter_read_back_delivery_time"


@pytest.mark.parametrize(("text", "fault"), [
    ("2月30号送", "no_such_date"), ("改到昨天", "past"), ("明年5月1号送", "too_far"), ("12月25号送", "too_far"),
    ("后天晚上11点送", "night"), ("今天下午送", "soon"),
])  # fmt: skip
async def test_a_time_that_is_none_gets_a_clear_answer(text: str, fault: str) -> None:
    async with shop_with([moving()]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says(text, "change_delivery_time")
        assert said.response == f"utter_ask_delivery_time_{fault}" and said.titles and not shop.asked


async def test_nothing_earlier_than_the_carrier_can_is_promised() -> None:
    async with shop_with([order("in_transit", parcels=(parcel(predicted_at=NOW + timedelta(days=3)),))]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("能明天送到吗", "change_delivery_time")
        assert said.response == "utter_delivery_time_too_early" and "人工复核" in said.titles and not shop.asked


@pytest.mark.parametrize(
    ("status", "stage"), [("unpaid", "unpaid"), ("signed", "signed"), ("out_for_delivery", "shipped")]
)
async def test_the_state_of_the_order_decides(status: str, stage: str) -> None:
    async with shop_with([order(status)]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says(f"订单{NUMBER}后天上午送", "change_delivery_time")
        assert said.response == f"utter_cannot_change_delivery_time_{stage}" and said.titles[-1] == "人工复核"


async def test_a_read_back_whose_time_comes_too_close_meanwhile_is_not_confirmed() -> None:
    async with shop_with([moving()]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1", now=NOW + timedelta(hours=14, minutes=28))  # 04:58
        await talk.says("今天上午送", "change_delivery_time")
        talk.now += timedelta(minutes=4)
        said = await talk.says("好的", "affirm")
        assert not shop.done and said[-1].response == "utter_ask_delivery_time_soon"
