"""A picture while a return or a complaint is talked about is evidence: said so, kept with it, never 看不懂."""

from __future__ import annotations

from typing import Any

import pytest

from bot.care.effects import CasePhotoGiven
from tests.actions.after_sale_case import signed, talk_over
from tests.actions.fakes import Said
from tests.actions.flow_talk_case import FlowTalk
from tests.actions.orders import NUMBER

FIRST, SECOND = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"


async def sends(talk: FlowTalk, upload_id: str) -> list[Said]:
    """A picture without words, as the worker hands it on."""
    return await talk._turn("/inform", "inform", [{"entity": "image", "value": upload_id}], {}, "inform")


def kept(talk: FlowTalk) -> list[tuple[str, str]]:
    return [(each.after_sale_id, each.upload_id) for each in talk.effects if isinstance(each, CasePhotoGiven)]


async def case_number(shop: Any) -> str:
    return str((await shop.care_of([NUMBER]))[NUMBER].after_sales[0].after_sale_id)


async def test_a_picture_instead_of_a_reason_is_kept_and_the_reason_asked_on() -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("我要退货", "request_return")
        said = await sends(talk, FIRST)
        assert [each.response for each in said] == ["utter_case_photo_kept", "utter_ask_case_reason_photo"]
        await talk.says("收到就碎了", "complain_damaged", upload_id=SECOND)
        assert [each.response for each in talk.last[1:]] == ["utter_case_photo_kept", "utter_ask_pickup_shop"]
        assert "照片2张" in talk.slots["draft"]["note"] and kept(talk) == []
        await talk.says("我自己寄", "inform")
        await talk.says("好的", "affirm")
        number = await case_number(shop)
        assert kept(talk) == [(number, FIRST), (number, SECOND)]


async def test_a_picture_that_follows_the_application_joins_it() -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("耳机少了一只 仅退款", "request_refund")
        [done] = await talk.says("好的", "affirm")
        assert done.response == "utter_case_applied_photo"
        [said] = await sends(talk, FIRST)
        assert said.response == "utter_case_photo_added" and await case_number(shop) in said.text
        assert kept(talk) == [(await case_number(shop), FIRST)]


async def test_with_the_read_back_open_it_is_read_back_again_and_nothing_is_done() -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("没声音 退货", "request_return")
        await talk.says("我自己寄", "inform")
        said = await sends(talk, FIRST)
        assert [each.response for each in said] == ["utter_case_photo_kept", "utter_read_back_return_shop_self"]
        assert not shop.asked


@pytest.mark.parametrize("flow", [None, "track_order"])
async def test_elsewhere_a_picture_is_not_read(flow: str | None) -> None:
    async with talk_over(signed()) as (_, talk):
        talk.slots.update({"flow": flow, "order_in_focus": NUMBER})
        said = await sends(talk, FIRST)
        assert said[0].response == "utter_image_not_read" and kept(talk) == []


async def test_nobody_adds_a_picture_to_a_case_of_somebody_else() -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("没声音 退货", "request_return")
        await talk.says("我自己寄", "inform")
        await talk.says("好的", "affirm")
        other = FlowTalk(shop=shop, customer_id="C2", name="other", slots=dict(talk.slots))
        said = await sends(other, FIRST)
        assert said[0].response == "utter_image_not_read" and kept(other) == []


async def test_the_case_that_was_just_opened_gets_the_picture_though_a_complaint_is_kept() -> None:
    async with talk_over(signed()) as (shop, talk):
        await talk.says("没声音 退货", "request_return")
        await talk.says("我自己寄", "inform")
        await talk.says("好的", "affirm")
        talk.slots["complaint"] = {"ticket": "T1", "cause": "damaged"}
        [said] = await sends(talk, FIRST)
        assert said.response == "utter_case_photo_added" and kept(talk) == [(await case_number(shop), FIRST)]
