"""退款到哪了, 售后进度, 撤销, 上门取件, 运单号: as the record says, pushed once, moved and taken back after a yes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.shop.changes import MakeUrge
from bot.shop.faq import FaqBook, FaqEntry
from bot.shop.sql.back_office import BackOffice, CaseMove
from tests.actions.after_sale_case import signed, talk_over
from tests.actions.fakes import NOW
from tests.actions.flow_talk_case import FlowTalk, ShopUnderTalk
from tests.actions.orders import NUMBER, order, pan_order


@pytest.fixture
async def case() -> AsyncIterator[tuple[ShopUnderTalk, FlowTalk, str]]:
    """A return of C1's, approved, nothing booked; a second order without anything."""
    async with talk_over(signed(), pan_order("in_transit")) as (shop, talk):
        await talk.says("退货 不喜欢 耳机", "request_return")
        await talk.says("我自己寄", "inform")
        await talk.says("好的", "affirm")
        [made] = (await shop.care_of([NUMBER]))[NUMBER].after_sales
        shop.asked.clear()
        shop.outcomes.clear()
        yield shop, FlowTalk(shop=shop, customer_id="C1", name="later"), made.after_sale_id


async def moved(shop: ShopUnderTalk, number: str, *states: str, note: str = "") -> None:
    for state in states:
        await BackOffice(shop=shop.shop).move_case(
            CaseMove(after_sale_id=number, to=state, by="shop", at=NOW, note=note)
        )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("states", "case_response", "refund_response"),
    [
        ((), "utter_case_is_approved", "utter_refund_before_send_back"),
        (("picked_up",), "utter_case_is_picked_up", "utter_refund_before_receive"),
        (("picked_up", "received"), "utter_case_is_received", "utter_refund_before_inspect"),
        (("picked_up", "received", "inspected"), "utter_case_is_inspected", "utter_refund_before_refund"),
        (("picked_up", "received", "inspected", "refunded"), "utter_case_is_refunded", "utter_refund_on_its_way"),
        (("picked_up", "received", "inspected", "rejected"), "utter_case_is_rejected", "utter_refund_none"),
    ],
)
async def test_each_stage_has_its_words_with_a_date(
    case: tuple[ShopUnderTalk, FlowTalk, str], states: tuple[str, ...], case_response: str, refund_response: str
) -> None:
    shop, talk, number = case
    await moved(shop, number, *states, note="吊牌剪了")
    [said] = await talk.says("我的售后到哪一步了", "track_after_sale")
    assert said.response == case_response and number in said.text and said.cards[0]["after_sale_id"] == number
    [said] = await talk.says("退款到哪了", "track_refund")
    assert said.response == refund_response
    if case_response.endswith("rejected"):
        assert "人工复核" in said.titles


async def test_money_on_its_way_has_amount_channel_and_date_and_is_late_after_it(
    case: tuple[ShopUnderTalk, FlowTalk, str],
) -> None:
    shop, talk, number = case
    await moved(shop, number, "picked_up", "received", "inspected", "refunded")
    [said] = await talk.says("退款什么时候到账", "track_refund")
    assert said.response == "utter_refund_on_its_way" and "299元" in said.text and "原支付方式" in said.text
    talk.now = NOW + timedelta(days=8)
    [said] = await talk.says("退款到哪了", "track_refund")
    assert said.response == "utter_refund_urged_late" and len(shop.done) == 1
    [said] = await talk.says("退款到哪了", "track_refund")
    assert said.response == "utter_refund_late" and len(shop.asked) == 1


async def test_what_arrived_and_what_failed_are_told_as_they_are(case: tuple[ShopUnderTalk, FlowTalk, str]) -> None:
    shop, talk, number = case
    await moved(shop, number, "picked_up", "received", "inspected", "refunded")
    [refund] = (await shop.care_of([NUMBER]))[NUMBER].refunds
    await BackOffice(shop=shop.shop).settle_refund(refund.refund_id, "arrived", NOW)
    [said] = await talk.says("退款到哪了", "track_refund")
    assert said.response == "utter_refund_arrived"
    await shop.shop.write(lambda each: each.exec_driver_sql("update shop_refunds set state = 'failed'"))
    said = await talk.says("退款到哪了", "track_refund")
    assert said[0].response == "utter_refund_failed" and talk.asked_for_person[0].why == "refund_failed"


async def test_pushing_is_done_once_and_said_so(case: tuple[ShopUnderTalk, FlowTalk, str]) -> None:
    shop, talk, _ = case
    [said] = await talk.says("帮我催一下售后", "track_after_sale")
    assert said.response == "utter_case_urged" and [type(each) for each, _ in shop.asked] == [MakeUrge]
    [said] = await talk.says("再催一下", "track_after_sale")
    assert said.response == "utter_case_is_approved" and len(shop.asked) == 1


async def test_nothing_was_asked_for(case: tuple[ShopUnderTalk, FlowTalk, str]) -> None:
    _, talk, _ = case
    [said] = await talk.says("订单8549755244430099的退款到哪了", "track_refund")
    assert said.response == "utter_refund_none" and said.titles[-1] == "人工复核"
    [said] = await talk.says("订单8549755244430099售后进度", "track_after_sale")
    assert said.response == "utter_case_none" and said.titles[-1] == "人工复核"


async def test_a_case_is_taken_back_after_a_yes_and_may_be_applied_for_again(
    case: tuple[ShopUnderTalk, FlowTalk, str],
) -> None:
    shop, talk, number = case
    [said] = await talk.says("不退了 帮我撤销", "withdraw_after_sale")
    assert said.response == "utter_read_back_withdraw_return" and number in said.text and not shop.asked
    [done] = await talk.says("撤吧", "affirm")
    assert done.response == "utter_case_withdrawn" and done.cards[0]["state"] == "withdrawn"
    [said] = await talk.says("撤错了 能恢复吗", "withdraw_after_sale")
    assert said.response == "utter_cannot_withdraw_ended" and said.titles == ["重新申请", "人工复核"]
    [said] = await talk.clicks("重新申请")
    assert said.response == "utter_ask_case_reason_return"


async def test_what_is_on_its_way_cannot_be_taken_back_by_the_bot(case: tuple[ShopUnderTalk, FlowTalk, str]) -> None:
    shop, talk, number = case
    await moved(shop, number, "picked_up")
    [said] = await talk.says("撤销退货", "withdraw_after_sale")
    assert said.response == "utter_cannot_withdraw_too_far" and said.titles == ["人工复核"] and not shop.asked


async def test_a_courier_is_booked_and_moved_and_nobody_came_is_said_sorry_for(
    case: tuple[ShopUnderTalk, FlowTalk, str],
) -> None:
    shop, talk, _ = case
    [said] = await talk.says("约上门取件", "return_pickup")
    assert said.response == "utter_ask_pickup_slot" and len(said.titles) == 5
    [said] = await talk.says("明天下午三点", "inform")
    assert said.response == "utter_read_back_pickup_shopper" and "15点到17点" in said.text and "西湖区" in said.text
    [done] = await talk.says("约吧", "affirm")
    assert done.response == "utter_pickup_booked" and len(shop.done) == 1
    [said] = await talk.says("取件改到后天上午九点", "return_pickup")
    assert said.response == "utter_read_back_pickup_moved_shopper"
    [done] = await talk.says("好的", "affirm")
    assert done.response == "utter_pickup_booked" and len(shop.done) == 2
    talk.now = NOW + timedelta(days=3)
    [said] = await talk.says("怎么没人来取件", "return_pickup")
    assert said.response == "utter_ask_pickup_missed"


@pytest.mark.parametrize(
    ("words", "response"),
    [
        ("昨天上午来取", "utter_ask_pickup_slot"),
        ("2月30号来取", "utter_ask_pickup_no_such_date"),
        ("明天凌晨两点", "utter_ask_pickup_night"),
        ("20天后来取", "utter_ask_pickup_no_slot"),
    ],
)
async def test_times_that_are_none_are_said_so(
    case: tuple[ShopUnderTalk, FlowTalk, str], words: str, response: str
) -> None:
    shop, talk, _ = case
    [said] = await talk.says(words, "return_pickup")
    assert said.response == response and said.titles and not shop.asked


async def test_a_pick_up_without_a_case_leads_to_one() -> None:
    async with talk_over(signed()) as (_, talk):
        [said] = await talk.says("什么时候来取件", "return_pickup")
        assert said.response == "utter_pickup_no_case" and said.titles == ["我要退货", "我要换货", "人工复核"]


async def test_the_parcels_number_is_read_back_and_written_to_the_case(
    case: tuple[ShopUnderTalk, FlowTalk, str],
) -> None:
    shop, talk, number = case
    [said] = await talk.says("退货的运单号填哪里", "request_return")
    assert said.response == "utter_ask_return_parcel" and number in said.text
    [said] = await talk.says("SF1234567890999", "inform")
    assert said.response == "utter_read_back_return_parcel" and "顺丰" in said.text
    [done] = await talk.says("对", "affirm")
    assert done.response == "utter_return_parcel_told"
    [made] = (await shop.care_of([NUMBER]))[NUMBER].after_sales
    assert (made.state, made.return_tracking_no) == ("picked_up", "SF1234567890999")


async def test_the_order_with_the_case_is_meant_and_the_case_number_finds_it(
    case: tuple[ShopUnderTalk, FlowTalk, str],
) -> None:
    _, talk, number = case
    [said] = await talk.says(f"{number}到哪一步了", "track_after_sale")
    assert said.response == "utter_case_is_approved" and number in said.text


@pytest.mark.parametrize(
    "wish",
    ["track_refund", "track_after_sale", "withdraw_after_sale", "return_pickup", "invoice_problem", "request_return"],
)
async def test_another_shopper_learns_and_touches_nothing(case: tuple[ShopUnderTalk, FlowTalk, str], wish: str) -> None:
    shop, _, number = case
    for other in (FlowTalk(shop=shop, customer_id="C2"), FlowTalk(shop=shop)):
        said = await other.says(f"{number} 订单{NUMBER}", wish)
        said += await other.says("好的", "affirm")
        assert not any(number in each.text or each.cards or "耳机" in each.text for each in said) and not shop.asked


async def test_a_guest_proves_first(case: tuple[ShopUnderTalk, FlowTalk, str]) -> None:
    shop, _, number = case
    guest = FlowTalk(shop=shop, name="guest")
    await guest.says("售后到哪了", "track_after_sale")
    await guest.says(NUMBER, "inform")
    [said] = await guest.says("5678", "inform")
    assert said.response == "utter_case_is_approved" and number in said.text
    assert order().phone.endswith("5678")


async def test_when_her_money_comes_is_answered_from_her_order_and_not_from_the_book(
    case: tuple[ShopUnderTalk, FlowTalk, str],
) -> None:
    shop, talk, number = case
    entry = FaqEntry(
        entry_id="refund_time", intents=("track_refund",), questions=("退款什么时候到账", "退款多久到账"),
        keywords=("到账",), answer="一到五天。",
    )  # fmt: skip

    async def faq() -> FaqBook:
        return FaqBook(version=2, entries=(entry,))

    shop.faq = faq  # type: ignore[attr-defined]
    [said] = await talk.says("退款什么时候到账", "track_refund")
    assert said.response == "utter_refund_before_send_back" and number in said.text
    [said] = await FlowTalk(shop=shop).says("退款什么时候到账？", "track_refund")
    assert said.response == "utter_book_answer" and said.titles == ["查退款", "转人工"]


@pytest.mark.parametrize(
    ("words", "intent", "response"),
    [
        ("退款到哪了", "track_refund", "utter_refund_none_at_all"),
        ("售后进度", "track_after_sale", "utter_case_none_at_all"),
    ],
)
async def test_where_no_order_has_any_none_is_asked_for(words: str, intent: str, response: str) -> None:
    async with talk_over(signed(), signed(order_id="2026112000001235"), pan_order("in_transit")) as (_, talk):
        [said] = await talk.says(words, intent)
        assert said.response == response and said.titles[-1] == "转人工" and talk.slots.get("asked") is None


@pytest.mark.parametrize(("words", "intent"), [("钱呢", "track_refund"), ("售后呢", "track_after_sale")])
async def test_who_asks_on_where_there_is_none_is_sent_to_a_person_and_hears_nothing_twice(
    words: str, intent: str
) -> None:
    async with talk_over(signed(), signed(order_id="2026112000001235"), pan_order("in_transit")) as (_, talk):
        said = [(await talk.says(words, intent))[0] for _ in range(5)]
        assert said[0].response == said[1].response != "utter_care"
        assert len({each.text for each in said[2:]}) == 3 and all(each.titles == ["转人工"] for each in said[2:])
