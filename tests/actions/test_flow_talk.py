"""The talk of every flow, shown on cancelling: one order, a read-back, a yes in time on the same facts, one effect at most."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.care.effects import HandoffRequested
from bot.shop.changes import CancelOrder
from tests.actions.fakes import NOW
from tests.actions.flow_talk_case import FlowTalk, ShopUnderTalk, shop_with
from tests.actions.orders import NUMBER, PHONE, order, pan_order


@pytest.fixture
async def shop() -> AsyncIterator[ShopUnderTalk]:
    async with shop_with([order("paid"), order("in_transit", order_id="7777000011112222", customer_id="C2")]) as shop:
        yield shop


@pytest.fixture
def talk(shop: ShopUnderTalk) -> FlowTalk:
    return FlowTalk(shop=shop, customer_id="C1")


async def test_a_wish_a_read_back_a_yes_and_it_is_done_with_the_card_of_the_order_as_it_is_now(
    shop: ShopUnderTalk, talk: FlowTalk
) -> None:
    [said] = await talk.says("不想要了 帮我取消", "cancel_order")
    assert said.response == "utter_read_back_cancel_paid" and said.titles == ["确认取消", "先不取消"]
    assert "299元" in said.text and said.cards[0]["order_id"] == NUMBER and not shop.asked
    [done] = await talk.says("好的", "affirm")
    assert done.response == "utter_cancelled_refund" and done.cards[0]["status"] == "cancelled" and "299元" in done.text
    assert [type(change) for change, _ in shop.asked] == [CancelOrder] and talk.slots["draft"] is None


async def test_the_button_does_the_same(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says("取消订单", "cancel_order")
    [done] = await talk.clicks("确认取消")
    assert done.response == "utter_cancelled_refund" and len(shop.done) == 1


async def test_the_yes_sent_twice_does_it_once(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says("取消订单", "cancel_order")
    offered = talk.last
    await talk.clicks("确认取消")
    talk.last = offered
    [said] = await talk.clicks("确认取消")
    assert said.response == "utter_yes_to_nothing" and len(shop.asked) == 1
    await talk.says("好的", "affirm")
    assert len(shop.asked) == 1


async def test_the_turn_of_the_yes_run_again_gives_the_first_outcome(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says("取消订单", "cancel_order")
    before = dict(talk.slots)
    first = await talk.says("好的", "affirm")
    talk.slots = before  # the worker died before its commit
    again = await talk.says("好的", "affirm")
    assert [each.text for each in again] == [each.text for each in first]
    care = (await shop.care_of([NUMBER]))[NUMBER]
    assert len(care.refunds) == 1 and len({key for _, key in shop.asked}) == 1


async def test_a_no_changes_nothing(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says("取消订单", "cancel_order")
    [said] = await talk.says("先不取消了", "deny")
    assert said.response == "utter_kept_as_it_is" and not shop.asked and talk.slots["draft"] is None
    await talk.says("好的", "affirm")
    assert not shop.asked


@pytest.mark.parametrize("text", ["算了", "不用了", "不取消了", "先别取消"])
async def test_giving_up_ends_it_whatever_the_model_hears(shop: ShopUnderTalk, talk: FlowTalk, text: str) -> None:
    await talk.says("取消订单", "cancel_order")
    await talk.says(text, "cancel_order" if "取消" in text else "chitchat")
    assert talk.intent == "deny" and talk.slots["draft"] is None and not shop.asked


async def test_waiting_is_neither_yes_nor_no(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says("取消订单", "cancel_order")
    [said] = await talk.says("等等 我再想想", "chitchat")
    assert said.response == "utter_take_your_time" and not shop.asked
    [done] = await talk.says("嗯 取消吧", "cancel_order")
    assert done.response == "utter_cancelled_refund"


@pytest.mark.parametrize("text", ["好的但是钱什么时候退", "可以取消吗", "取消要多久"])
async def test_a_yes_with_a_question_is_none(shop: ShopUnderTalk, talk: FlowTalk, text: str) -> None:
    await talk.says("取消订单", "cancel_order")
    await talk.says(text, "affirm")
    assert not shop.asked


async def test_a_late_yes_is_asked_for_anew(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says("取消订单", "cancel_order")
    talk.now = NOW + timedelta(minutes=5, seconds=1)
    said = await talk.says("好的", "affirm")
    assert [each.response for each in said] == [
        "utter_read_back_again",
        "utter_read_back_cancel_paid",
    ] and not shop.asked
    talk.now += timedelta(minutes=5)
    [done] = await talk.says("好的", "affirm")
    assert done.response == "utter_cancelled_refund"


async def test_what_is_left_for_half_an_hour_is_over(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says("取消订单", "cancel_order")
    talk.now = NOW + timedelta(minutes=31)
    [said] = await talk.says("好的", "affirm")
    assert said.response == "utter_draft_over" and not shop.asked and talk.slots["draft"] is None


async def test_facts_that_changed_are_said_and_asked_anew(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says("取消订单", "cancel_order")
    await shop.shop.write(lambda each: each.exec_driver_sql("update shop_orders set status = 'packed'"))
    said = await talk.says("好的", "affirm")
    assert [each.response for each in said] == ["utter_facts_changed", "utter_read_back_cancel_paid"]
    assert "待发货" in said[0].text and "已打包" in said[0].text and not shop.done
    [done] = await talk.says("好的", "affirm")
    assert done.response == "utter_cancelled_refund"


async def test_a_yes_after_it_was_shipped_says_what_is_possible_now(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says("取消订单", "cancel_order")
    await shop.shop.write(lambda each: each.exec_driver_sql("update shop_orders set status = 'shipped'"))
    [said] = await talk.says("好的", "affirm")
    assert (
        said.response == "utter_cannot_cancel_order_shipped"
        and said.titles == ["拦截退回", "人工复核"]
        and not shop.done
    )


async def test_two_conversations_of_hers_at_once_have_one_effect(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    other = FlowTalk(shop=shop, customer_id="C1", name="other tab")
    await talk.says("取消订单", "cancel_order")
    await other.says("取消订单", "cancel_order")
    await talk.says("好的", "affirm")
    [said] = await other.says("好的", "affirm")
    assert said.response == "utter_cancel_already_refund" and len(shop.done) == 1
    assert len((await shop.care_of([NUMBER]))[NUMBER].refunds) == 1


async def test_an_answer_that_is_lost_is_said_honestly_goes_to_a_person_and_is_never_tried_again(
    shop: ShopUnderTalk, talk: FlowTalk
) -> None:
    await talk.says("取消订单", "cancel_order")
    shop.fails = "lost"
    said = await talk.says("好的", "affirm")
    assert said[0].response == "utter_change_unknown"
    [asked] = [each for each in talk.effects if isinstance(each, HandoffRequested)]
    assert asked.why == "outcome_unknown" and NUMBER in (asked.words or "") and asked.order_id == NUMBER
    shop.fails = ""
    await talk.says("好的", "affirm")
    assert len(shop.asked) == 1


async def test_a_shop_that_is_away_has_done_nothing_and_the_yes_counts_later(
    shop: ShopUnderTalk, talk: FlowTalk
) -> None:
    await talk.says("取消订单", "cancel_order")
    shop.fails = "unavailable"
    [said] = await talk.says("好的", "affirm")
    assert said.response == "utter_change_not_now"
    shop.fails = ""
    [done] = await talk.says("好的", "affirm")
    assert done.response == "utter_cancelled_refund" and len({key for _, key in shop.asked}) == 1


async def test_a_digression_is_answered_and_the_thread_taken_up_again(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says("取消订单", "cancel_order")
    said = await talk.says("你们几点下班", "ask_shop_info")
    assert [each.response for each in said] == ["utter_book_answer", "utter_back_to_confirm"]
    await talk.says("谢谢", "thank")
    assert talk.slots["asked"] == "confirm"
    [done] = await talk.says("好的 取消吧", "affirm")
    assert done.response == "utter_cancelled_refund"


async def test_where_were_we_reads_it_back_again(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says("取消订单", "cancel_order")
    said = await talk.says("刚才说到哪了", "chitchat")
    assert [each.response for each in said] == ["utter_where_we_were", "utter_read_back_cancel_paid"] and not shop.asked


async def test_thanks_are_not_answered_by_a_demand_and_goodbye_says_that_nothing_was_done(talk: FlowTalk) -> None:
    await talk.says("取消订单", "cancel_order")
    assert [each.response for each in await talk.says("谢谢", "thank")] == ["utter_thank"]
    assert [each.response for each in await talk.says("再见", "goodbye")] == ["utter_goodbye", "utter_draft_dropped"]
    assert talk.slots["draft"] is None


async def test_a_person_is_called_at_once_and_a_typed_yes_to_that_changes_nothing(
    shop: ShopUnderTalk, talk: FlowTalk
) -> None:
    await talk.says("取消订单", "cancel_order")
    [said] = await talk.says("转人工", "request_human")
    assert said.response == "utter_queued" and len(talk.asked_for_person) == 1
    await talk.says("好的", "affirm", holder="queue")
    assert not shop.asked


async def test_anger_is_met_once_with_fewer_words_and_the_way_to_a_person(talk: FlowTalk) -> None:
    angry = {"level": "angry", "score": 0.9}
    said = await talk.says("气死了 赶紧给我取消", "cancel_order", emotion=angry)
    assert said[0].response == "utter_comfort_change" and said[1].titles == ["确认取消", "先不取消", "转人工"]
    said = await talk.says("刚才说到哪了", "chitchat", emotion=angry)
    assert "utter_comfort_change" not in [each.response for each in said]


async def test_several_orders_are_offered_and_only_the_one_that_was_picked_is_touched() -> None:
    async with shop_with(
        [order("paid"), pan_order("packed", parcels=()), pan_order(order_id="8549755244430100")]
    ) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        [said] = await talk.says("取消订单", "cancel_order")
        assert said.response == "utter_choose_order_to_change" and len(said.titles) == 2
        await talk.says("第一个", "inform")
        assert "平底锅" in talk.last[0].text
        [said] = await talk.says(f"不对 是尾号{NUMBER[-4:]}那个", "deny")
        assert said.response == "utter_read_back_cancel_paid" and "耳机" in said.text and not shop.asked
        await talk.says("对 取消", "affirm")
        assert [change.order_id for change, _ in shop.asked] == [NUMBER]


async def test_a_guest_proves_first_and_need_not_say_it_twice(shop: ShopUnderTalk) -> None:
    talk = FlowTalk(shop=shop)
    [said] = await talk.says("帮我取消订单", "cancel_order")
    assert said.response == "utter_ask_number_and_tail"
    [said] = await talk.says(NUMBER, "inform")
    assert said.response == "utter_ask_phone_tail"
    [said] = await talk.says(PHONE[-4:], "inform")
    assert said.response == "utter_read_back_cancel_paid" and talk.proven == [NUMBER]
    [done] = await talk.says("确认", "affirm")
    assert done.response == "utter_cancelled_refund" and len(shop.done) == 1


async def test_anothers_order_is_neither_told_nor_touched(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    said = await talk.says("取消订单7777000011112222", "cancel_order")
    assert [each.response for each in said] == ["utter_ask_phone_tail"] and not any(each.cards for each in said)
    said = await talk.says("0000", "inform")
    assert [each.response for each in said] == ["utter_proof_refused"]
    await talk.says("好的", "affirm")
    assert not shop.asked


async def test_a_conversation_that_is_bound_to_somebody_else_meanwhile_confirms_nothing(
    shop: ShopUnderTalk, talk: FlowTalk
) -> None:
    await talk.says("取消订单", "cancel_order")
    talk.customer_id = "C2"
    [said] = await talk.says("好的", "affirm")
    assert said.response == "utter_draft_over" and not shop.asked


async def test_the_button_of_an_earlier_read_back_confirms_nothing() -> None:
    async with shop_with([order("paid"), pan_order("packed", parcels=())]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says(f"取消订单{NUMBER}", "cancel_order")
        earlier = talk.last
        await talk.says("取消订单8549755244430099", "cancel_order")
        talk.last = earlier
        said = await talk.clicks("确认取消")
        assert said[0].response == "utter_yes_to_earlier" and "平底锅" in said[1].text and not shop.asked


async def test_goods_that_no_order_holds_are_part_of_the_wish_and_no_order(shop: ShopUnderTalk) -> None:
    talk = FlowTalk(shop=shop, customer_id="C1")
    [said] = await talk.says("帮我放张贺卡", "special_request", entities={"product": "贺卡"})
    assert said.response == "utter_read_back_remark"


async def test_the_only_order_is_the_one_also_when_it_is_too_late_for_it() -> None:
    async with shop_with([order("signed")]) as shop:
        [said] = await FlowTalk(shop=shop, customer_id="C1").says("取消订单", "cancel_order")
        assert said.response == "utter_cannot_cancel_order_signed"


async def test_a_shopper_without_any_order_is_told_so() -> None:
    async with shop_with([]) as shop:
        [said] = await FlowTalk(shop=shop, customer_id="C1").says("取消订单", "cancel_order")
        assert said.response == "utter_no_orders"


async def test_an_ordinal_in_an_address_picks_no_order() -> None:
    async with shop_with([order("paid"), pan_order("paid", parcels=())]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says("改地址", "change_address")
        await talk.says("第一个", "inform")
        chosen = talk.slots["draft"]["order_id"]
        await talk.says("浙江省杭州市西湖区第二中学路100号3栋", "inform")
        assert talk.slots["draft"]["order_id"] == chosen and talk.slots["asked"] == "confirm"


async def test_a_yes_costs_a_few_look_ups_and_one_change(shop: ShopUnderTalk, talk: FlowTalk) -> None:
    await talk.says("取消订单", "cancel_order")
    shop.calls.clear()
    await talk.says("好的", "affirm")
    assert dict(shop.calls) == {"order": 2, "care_of": 1, "service_rules": 1} and len(shop.asked) == 1


async def test_of_two_read_backs_in_one_turn_only_the_buttons_of_the_later_one_confirm(shop: ShopUnderTalk) -> None:
    talk = FlowTalk(shop=shop, customer_id="C1")
    await talk.says("地址改成浙江省杭州市余杭区文一西路969号", "change_address", turn_id="one")
    earlier = talk.last
    await talk.says("电话换成13900001111", "change_address", turn_id="one")
    talk.last = earlier
    said = await talk.clicks("确认修改")
    assert said[0].response == "utter_yes_to_earlier" and not shop.asked


async def test_the_other_one_is_taken_and_among_several_others_she_is_asked() -> None:
    two = [order("paid"), pan_order("packed", parcels=())]
    async with shop_with(two) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says(f"取消订单{NUMBER}", "cancel_order")
        [said] = await talk.says("不对 是另外那单", "deny")
        assert said.response == "utter_read_back_cancel_paid" and "平底锅" in said.text
    async with shop_with([*two, pan_order("paid", order_id="8549755244430100", parcels=())]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says(f"取消订单{NUMBER}", "cancel_order")
        [said] = await talk.says("不是这单", "deny")
        assert said.response == "utter_choose_order_to_change" and len(said.titles) == 2
        [said] = await talk.says("第二个", "inform")
        assert said.response == "utter_read_back_cancel_paid" and "平底锅" in said.text and not shop.asked


async def test_a_lost_order_is_not_the_one_that_was_just_talked_about() -> None:
    async with shop_with([order("paid"), pan_order("cancelled", parcels=())]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says(f"{NUMBER}到哪了", "track_order")
        [said] = await talk.says("误取消了能恢复吗", "recover_order")
        assert said.response == "utter_lost_order_cancelled_gone"
