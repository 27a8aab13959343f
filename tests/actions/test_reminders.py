"""What is open is reminded of once: then it waits until she comes back to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.actions.after_sale_case import talk_over
from tests.actions.fakes import FakeShop, Talk
from tests.actions.flow_talk_case import FlowTalk, ShopUnderTalk
from tests.actions.orders import order

Case = tuple[ShopUnderTalk, FlowTalk]
REMINDERS = "utter_back_to_"
pytestmark = pytest.mark.asyncio


def reminded(talk: Talk) -> bool:
    return any(said.response.startswith(REMINDERS) for said in talk.last)


QUESTIONS = [("你们几点下班", "ask_shop_info"), ("客服电话多少", "ask_shop_info"), ("会员有什么用", "ask_membership")]


async def test_a_guest_is_reminded_of_number_and_tail_once() -> None:
    talk = Talk(shop=FakeShop([order()]))
    await talk.says("查快递", "track_order")
    for at, (words, intent) in enumerate(QUESTIONS):
        await talk.says(words, intent)
        assert reminded(talk) == (at == 0), words
    [said] = await talk.says("2026112100012345 5678", "inform")
    assert "耳机" in said.text


@pytest.mark.parametrize(("words", "intent"), [("人呢", "urge_reply"), ("在吗", "greet")])
async def test_who_comes_back_to_it_hears_it_again(words: str, intent: str) -> None:
    talk = Talk(shop=FakeShop([order()]))
    await talk.says("查快递", "track_order")
    for question in QUESTIONS:
        await talk.says(*question)
    await talk.says(words, intent)
    assert reminded(talk)


async def test_asked_anew_it_may_be_reminded_of_anew() -> None:
    talk = Talk(shop=FakeShop([order()]))
    await talk.says("查快递", "track_order")
    await talk.says(*QUESTIONS[0])
    await talk.says("算了", "deny")
    await talk.says("查快递", "track_order")
    await talk.says(*QUESTIONS[1])
    assert reminded(talk)


@pytest.fixture
async def shop_and_talk() -> AsyncIterator[Case]:
    async with talk_over(order("paid")) as shop_and_talk:
        yield shop_and_talk


async def test_an_invoice_waits_for_its_title_without_asking_after_every_answer(shop_and_talk: Case) -> None:
    _, talk = shop_and_talk
    await talk.says("开个发票", "request_invoice")
    asked = talk.slots["asked"]
    assert asked and talk.slots["flow"] == "request_invoice"
    for at, (words, intent) in enumerate(QUESTIONS):
        await talk.says(words, intent)
        assert reminded(talk) == (at == 0), words
        assert talk.slots["asked"] == asked and talk.slots["flow"] == "request_invoice"
    assert [each.response for each in await talk.says("好的", "affirm")] == ["utter_affirm"]
    assert talk.slots["asked"] == asked
    said = await talk.says("刚才说到哪了", "chitchat")
    assert said[0].response == "utter_where_we_were" and len(said) > 1
    await talk.says(*QUESTIONS[0])
    assert reminded(talk)
    await talk.says("人呢", "urge_reply")
    assert reminded(talk)


async def test_a_yes_after_several_other_answers_is_read_back_and_then_done(
    shop_and_talk: Case,
) -> None:
    shop, talk = shop_and_talk
    await talk.says("取消订单", "cancel_order")
    for words, intent in QUESTIONS:
        await talk.says(words, intent)
    said = await talk.says("好的", "affirm")
    assert [each.response for each in said] == ["utter_read_back_after_others", "utter_read_back_cancel_paid"]
    assert not shop.asked
    [done] = await talk.says("好的", "affirm")
    assert done.response == "utter_cancelled_refund" and len(shop.asked) == 1


async def test_its_own_button_needs_no_second_look(shop_and_talk: Case) -> None:
    shop, talk = shop_and_talk
    [read_back] = await talk.says("取消订单", "cancel_order")
    for words, intent in QUESTIONS:
        await talk.says(words, intent)
    talk.last = [read_back]
    [done] = await talk.clicks(read_back.titles[0])
    assert done.response == "utter_cancelled_refund" and len(shop.asked) == 1


@pytest.mark.parametrize(
    ("words", "at_once"),
    [("哈哈 好困啊", True), ("天气真好", True), ("你今年18岁吗", False), ("你会说３种话吗", False)],
)
@pytest.mark.parametrize("times", [1, 2])
async def test_small_talk_with_figures_is_read_back_again_before_a_yes_counts(
    shop_and_talk: Case, words: str, at_once: bool, times: int
) -> None:
    """What the figures are is not known: they may have been meant for what was read back."""
    shop, talk = shop_and_talk
    await talk.says("取消订单", "cancel_order")
    for _ in range(times):
        await talk.says(words, "chitchat")
    said = await talk.says("好的", "affirm")
    assert bool(shop.asked) == at_once
    if not at_once:
        assert said[-1].response == "utter_read_back_cancel_paid"
        await talk.says("好的", "affirm")
    assert len(shop.asked) == 1
