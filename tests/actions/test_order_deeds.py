"""Pushing is a real request, once in twelve hours; the courier's and the carrier's numbers; the code of the locker."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from bot.shop.after_sale import PickupCode
from bot.shop.changes import MakeUrge
from bot.shop.sql import care_rows
from bot.shop.sql import care_tables as c
from tests.actions.fakes import NOW
from tests.actions.flow_talk_case import FlowTalk, shop_with
from tests.actions.orders import NUMBER, PHONE, event, order, pan_order, parcel

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("status", "intent", "what"), [("paid", "urge_shipping", "shipping"), ("in_transit", "urge_delivery", "delivery")]
)
async def test_pushing_is_made_and_what_was_done_is_said_with_its_time(status: str, intent: str, what: str) -> None:
    async with shop_with([order(status)]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("帮我催一下", intent)
        assert talk.responses[-1] == f"utter_urged_{what}" and "前" in talk.last[-1].text
        [urge] = (await shop.care_of([NUMBER]))[NUMBER].urges
        assert urge.what == what


async def test_within_twelve_hours_it_is_said_that_it_was_done_and_no_second_one_is_made() -> None:
    async with shop_with([order("paid")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("催发货", "urge_shipping")
        talk.now += timedelta(hours=11, minutes=59)
        await talk.says("快点发货啊", "urge_shipping")
        assert talk.responses[-1] == "utter_urged_already_shipping"
        assert len((await shop.care_of([NUMBER]))[NUMBER].urges) == 1
        talk.now += timedelta(minutes=1)
        await talk.says("再催催", "urge_shipping")
        assert len((await shop.care_of([NUMBER]))[NUMBER].urges) == 2


async def test_a_guest_who_has_just_proven_it_is_pushed_for() -> None:
    async with shop_with([order("paid")]) as shop:
        talk = FlowTalk(shop=shop)
        await talk.says("怎么还不发货 催一下", "urge_shipping")
        await talk.says(f"{NUMBER} {PHONE[-4:]}", "inform")
        assert talk.responses[-1] == "utter_urged_shipping"


@pytest.mark.parametrize("status", ["signed", "cancelled", "unpaid", "returned"])
async def test_where_there_is_nothing_to_push_nothing_is_pushed(status: str) -> None:
    async with shop_with([order(status)]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says(f"催一下{NUMBER}", "urge_delivery")
        assert not shop.asked


async def test_an_unknown_outcome_is_said_and_looked_at() -> None:
    async with shop_with([order("paid")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        shop.fails = "lost"
        await talk.says("催发货", "urge_shipping")
        assert talk.responses[-1] == "utter_urge_unknown" and talk.asked_for_person[0].why == "outcome_unknown"


async def test_of_several_orders_the_one_that_she_picks_is_pushed() -> None:
    async with shop_with([order(), pan_order()]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("两单都给我催一下", "urge_delivery")
        if talk.responses[-1] == "utter_urge_which":
            assert not shop.asked
            await talk.clicks(talk.last[-1].titles[0])
        else:
            await talk.says("第一个", "inform")
        assert [type(change) for change, _ in shop.asked] == [MakeUrge]


async def test_the_code_of_the_locker_is_told_where_the_record_holds_it() -> None:
    async with shop_with([order("out_for_delivery")]) as shop:
        code = PickupCode(
            tracking_no="SF1234567890123",
            order_id=NUMBER,
            place="丰巢 2 号柜",
            code="836271",
            kept_until=NOW + timedelta(days=2),
        )
        await shop.shop.write(lambda each: care_rows.write(each, c.pickup_codes, code))
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("取件码多少", "self_pickup")
        assert talk.responses[-1] == "utter_pickup_code" and "836271" in talk.last[-1].text
        stranger = FlowTalk(shop=shop, customer_id="C2")
        await stranger.says(f"{NUMBER}取件码多少", "self_pickup")
        assert not any("836271" in each.text for each in stranger.last)


async def test_the_carriers_number_stands_beside_the_couriers() -> None:
    told = parcel("out_for_delivery", events=(event(text="派件员 17000003517 正在派送"),))
    async with shop_with(
        [order("out_for_delivery", parcels=(told,))], policies={"carrier_phones": "顺丰速运 95338。"}
    ) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("快递员电话多少", "contact_courier")
        assert "17000003517" in talk.last[-1].text and "95338" in talk.last[-1].text


def test_the_demo_shops_text_of_phones_is_that_of_its_carriers() -> None:
    text = yaml.safe_load((ROOT / "data/shop/policies.yml").read_text(encoding="utf-8"))["carrier_phones"]
    rows = [line.split(",") for line in (ROOT / "data/shop/carriers.csv").read_text(encoding="utf-8").splitlines()[1:]]
    assert {tuple(each) for each in re.findall(r"([^、。\s]+) ([0-9]+)", text)} == {(row[1], row[2]) for row in rows}


async def test_a_parcel_that_does_not_move_is_said_unasked_once_and_pushed_by_a_button() -> None:
    still = parcel("in_transit", events=(event(hours_ago=60),))
    async with shop_with([order("in_transit", parcels=(still,))]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("我的快递到哪了", "track_order")
        assert talk.responses[-1] == "utter_parcel_stuck"
        await talk.clicks("催一催")
        assert talk.responses[-1] == "utter_urged_delivery"
        await talk.says("到哪了", "track_order")
        assert "utter_parcel_stuck" not in talk.responses


async def test_what_came_back_says_where_the_money_is() -> None:
    async with shop_with([order("returned")]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says(f"{NUMBER}到哪了", "track_order")
        assert talk.responses[-1] == "utter_came_back_no_refund" and talk.last[-1].titles == ["人工复核"]
