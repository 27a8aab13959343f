"""A guest proves an order: in any spelling, in any order, corrected at will, and never learns what is not hers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.care.effects import ProofGranted
from tests.actions.fakes import FakeLedger, FakeShop, Talk
from tests.actions.orders import NUMBER, order, pan_order
from tests.shop.factories import product

pytestmark = pytest.mark.asyncio
ABOUT = {"about": {"sku": "S9"}}
OTHER_NUMBER = "8549755244430099"


def guest(*orders, limit: int = 5) -> Talk:
    return Talk(shop=FakeShop(orders or (order(),)), ledger=FakeLedger(limit))


async def test_a_guest_is_asked_for_both_in_one_sentence():
    said = await guest().says("我的快递到哪了", "track_order")
    assert len(said) == 1 and "订单号" in said[0].text and "后四位" in said[0].text


@pytest.mark.parametrize(
    "words",
    [
        "2026112100012345 5678",
        "单号是２０２６ 1121 0001 2345，手机后四位五六七八",
        "2026112100012345\n5678",
        "尾号5678 订单2026112100012345",
        "2026-1121-0001-2345，13800135678",
        "订单号 2026112100012345 手机 138 0013 5678",
        "SF1234567890123 5678",
    ],
)
async def test_both_in_one_message_are_read_in_any_spelling(words):
    talk = guest()
    await talk.says("我的快递到哪了", "track_order")
    said = await talk.says(words, "inform")
    assert "耳机" in said[0].text and said[0].cards
    assert talk.effects == [ProofGranted(order_id=NUMBER)]


@pytest.mark.parametrize(
    "messages",
    [
        ["2026112100012345", "5678"],
        ["5678", "2026112100012345"],
        ["尾号是5678", "就是2026112100012345这个"],
        ["２０２６１１２１０００１２３４５", "五六七八"],
        ["SF1234567890123", "13800135678"],
    ],
)
async def test_one_after_the_other_in_any_order(messages):
    talk = guest()
    await talk.says("查快递", "track_order")
    first = await talk.says(messages[0], "chitchat", confidence=0.4)
    assert first[0].response in ("utter_ask_phone_tail", "utter_ask_order_number")
    said = await talk.says(messages[1], "chitchat", confidence=0.4)
    assert "耳机" in said[0].text


async def test_all_at_once_needs_no_question():
    said = await guest().says("帮我查下2026112100012345到哪了 尾号5678", "track_order")
    assert "耳机" in said[0].text


@pytest.mark.parametrize("correction", ["不对 是尾号5678那个", "不是1234 是5678", "尾号错了 5678"])
async def test_a_corrected_tail_replaces_the_wrong_one(correction):
    talk = guest()
    await talk.says("查快递", "track_order")
    said = await talk.says("2026112100012345 1234", "inform")
    assert said[0].response == "utter_proof_refused"
    said = await talk.says(correction, "deny")
    assert "耳机" in said[0].text


async def test_a_corrected_number_keeps_the_tail():
    talk = guest()
    await talk.says("查快递", "track_order")
    await talk.says("2026112100012346 5678", "inform")
    said = await talk.says("写错了 2026112100012345", "inform")
    assert "耳机" in said[0].text


async def test_a_wrong_tail_and_a_number_that_does_not_exist_look_alike():
    outcomes = []
    for words in (f"{NUMBER} 0000", "2026112100012399 5678", "2026112100012399 0000", "SF9999999999999 5678"):
        talk = guest()
        await talk.says("查快递", "track_order")
        said = await talk.says(words, "inform")
        kept = {name: value for name, value in talk.slots.items() if name not in ("number_given", "tail_given")}
        outcomes.append((said, kept, talk.effects))
    assert outcomes[0][0][0].response == "utter_proof_refused"
    assert all(outcome == outcomes[0] for outcome in outcomes)


async def test_the_refusal_has_one_wording_only():
    from tests.actions.fakes import domain

    assert len(domain()["responses"]["utter_proof_refused"]) == 1
    assert len(domain()["responses"]["utter_proof_locked"]) == 1


async def test_used_up_limits_are_said_and_even_the_right_tail_opens_nothing():
    talk = guest(limit=2)
    await talk.says("查快递", "track_order")
    for tail in ("0001", "0002"):
        said = await talk.says(f"{NUMBER} {tail}", "inform")
        assert said[0].response == "utter_proof_refused"
    said = await talk.says(f"{NUMBER} 5678", "inform")
    assert said[0].response == "utter_proof_locked" and said[0].titles == ["转人工"]
    assert not talk.effects


async def test_what_is_proven_is_not_asked_for_again():
    talk = guest()
    await talk.says("查快递", "track_order")
    await talk.says(f"{NUMBER} 5678", "inform")
    for words in ("那什么时候能到", "再查一下到哪了"):
        said = await talk.says(words, "track_order")
        assert said[0].response.startswith(("utter_parcel", "utter_arrival", "utter_nothing_new"))
    assert len(talk.ledger.attempts) == 1


async def test_a_second_order_of_the_same_phone_is_proven_by_itself():
    talk = guest(order(), pan_order())
    await talk.says(f"查 {NUMBER} 尾号5678", "track_order")
    said = await talk.says("那另一个呢", "chitchat", confidence=0.4)
    assert said[0].response == "utter_ask_other_number"
    said = await talk.says(OTHER_NUMBER, "inform")
    assert said[0].response == "utter_ask_phone_tail"
    said = await talk.says("5678", "inform")
    assert "平底锅" in said[-1].text


async def test_a_proven_order_opens_no_other_order_of_that_customer():
    talk = guest(order(), pan_order())
    await talk.says(f"查 {NUMBER} 尾号5678", "track_order")
    said = await talk.says("我的平底锅呢", "track_order", entities={"product": "JJ1003"})
    assert not any(each.cards for each in said)


async def test_no_slot_grants_anything():
    talk = guest()
    talk.slots.update({"order_in_focus": NUMBER, "orders_offered": [NUMBER], "flow": "track_order"})
    said = await talk.says("第一个", "inform")
    assert said[0].response == "utter_ask_number_and_tail"


@pytest.mark.parametrize("words", ["我不知道订单号", "找不到单号", "订单号在哪看", "忘了"])
async def test_who_has_no_number_is_told_where_it_is(words):
    talk = guest()
    await talk.says("查快递", "track_order")
    said = await talk.says(words, "chitchat", confidence=0.5)
    assert said[0].response == "utter_where_is_number" and "转人工" in said[0].titles


async def test_asking_again_offers_other_ways():
    talk = guest()
    await talk.says("查快递", "track_order")
    said = await talk.says("快点查啊", "track_order")
    assert said[0].response == "utter_ask_again_both" and "转人工" in said[0].titles


@pytest.mark.parametrize("words", ["算了", "不用了", "算了吧 不查了"])
async def test_giving_up_ends_it_kindly(words):
    talk = guest()
    await talk.says("查快递", "track_order")
    said = await talk.says(words, "cancel_order")
    assert said[0].response == "utter_given_up" and talk.slots["flow"] is None
    said = await talk.says("好的", "affirm")
    assert said[0].response == "utter_affirm"


async def test_a_question_in_between_is_answered_and_the_thread_taken_up():
    talk = guest()
    await talk.says("查快递", "track_order")
    said = await talk.says("你们几点下班", "ask_shop_info")
    assert [each.response for each in said] == ["utter_book_answer", "utter_back_to_order_number"]
    said = await talk.says("2026112100012345 5678", "inform")
    assert "耳机" in said[0].text


@pytest.mark.parametrize("flow", ["track_order", "request_invoice"])
async def test_goods_that_she_sends_meanwhile_are_another_subject(flow):
    talk = guest(order())
    talk.shop.all_products = {"S9": product("S9", title="暖手宝")}
    await talk.says("查快递", flow)
    await talk.says("2026112100012345", "inform")
    assert talk.slots["asked"] == "phone_tail"
    said = await talk._turn(
        '/inform{"product":"S9"}', "inform", [{"entity": "product", "value": "S9"}], ABOUT, "inform"
    )
    assert [each.response for each in said] == ["utter_product_seen", "utter_back_to_phone_tail"]
    assert "暖手宝" in said[0].text and talk.slots["asked"] == "phone_tail"
    said = await talk._turn(
        '/inform{"product":"S9"}', "inform", [{"entity": "product", "value": "S9"}], ABOUT, "inform"
    )
    assert [each.response for each in said] == ["utter_product_seen"]
    await talk.says("5678", "inform")
    assert talk.proven == [NUMBER]


@pytest.mark.parametrize("flow", ["track_order", "request_invoice"])
async def test_a_question_about_goods_does_not_lose_the_number_that_was_given(flow):
    talk = guest(order())
    talk.shop.all_products = {"S9": product("S9", title="暖手宝")}
    await talk.says("查快递", flow)
    await talk.says("2026112100012345", "inform")
    said = await talk.says("这个有货吗", "ask_stock", **ABOUT)
    assert len(said) == 2 and said[1].response == "utter_back_to_phone_tail"
    said = await talk.says("这个多少钱", "ask_price", **ABOUT)
    assert len(said) == 1 and talk.slots["asked"] == "phone_tail"
    await talk.says("5678", "inform")
    assert talk.proven == [NUMBER]


async def test_a_number_given_out_of_the_blue_is_taken_for_tracking():
    talk = guest()
    said = await talk.says("2026112100012345", "inform")
    assert said[0].response == "utter_ask_phone_tail"


async def test_a_number_of_the_wrong_length_is_refused_like_any_other():
    talk = guest()
    await talk.says("查快递", "track_order")
    said = await talk.says("20261121", "inform")
    assert said[0].response == "utter_ask_phone_tail"
    said = await talk.says("5678", "inform")
    assert said[0].response == "utter_proof_refused"


async def test_the_wish_behind_the_proof_is_served_in_its_own_tone():
    talk = guest()
    await talk.says("都三天了怎么还没到", "complain_late_delivery")
    said = await talk.says(f"{NUMBER} 5678", "inform")
    assert (
        said[0].response == "utter_care"
        and "顺丰速运" in said[0].text
        and "催派的结果" == said[0].cards[-1]["promise"]["what"]
    )


async def test_a_guest_is_never_shown_a_phone_or_an_address():
    talk = guest(replace(order(), recipient="林晓"))
    said = await talk.says(f"查 {NUMBER} 尾号5678", "track_order")
    shown = str(said)
    assert "13800135678" not in shown and "文三路" not in shown and "林晓" not in shown


async def test_asking_again_after_a_refusal_uses_up_no_guess():
    talk = guest()
    await talk.says("我的快递到哪了 2026112100012345 1111", "track_order")
    refused = await talk.says("帮我查下快递", "track_order")
    assert len(talk.ledger.attempts) == 1
    assert "没有对上" in refused[0].text
    assert (await talk.says("尾号5678", "inform"))[0].cards


async def test_who_was_refused_is_not_asked_for_both_again_after_every_other_word():
    talk = guest()
    await talk.says("我要查快递", "track_order")
    [said] = await talk.says(f"{NUMBER} 0000", "inform")
    assert said.response == "utter_proof_refused"
    said = await talk.says("你们几点下班", "ask_shop_info")
    assert [each.response for each in said] == ["utter_book_answer"]
    assert [each.response for each in await talk.says("人呢", "urge_reply")] == ["utter_still_here"]
    said = await talk.says("5678", "inform")
    assert "耳机" in said[0].text and talk.effects == [ProofGranted(order_id=NUMBER)]


PROOFS_WITH_HER_NUMBER = [
    "我手机13800135678，单号2026112100012345", "我电话是13800135678订单是2026112100012345", "我的手机号13800135678 订单号2026112100012345",
    "麻烦记一下我手机：13800135678，快递单号SF1234567890123", "我手机号是 138 0013 5678 订单 2026 1121 0001 2345",
]  # fmt: skip


@pytest.mark.parametrize("words", PROOFS_WITH_HER_NUMBER)
async def test_her_phone_beside_an_order_number_is_its_proof_and_no_number_to_be_called_at(words):
    talk = guest()
    said = await talk.says(words, "inform")
    assert "耳机" in said[0].text and talk.effects == [ProofGranted(order_id=NUMBER)]


@pytest.mark.parametrize("words", ["我的快递到哪了", "登录好了", "现在能查了吗", "到哪了", "我已经登录了，帮我看看"])
@pytest.mark.parametrize("given", [None, NUMBER])
async def test_who_logs_in_while_her_number_was_asked_for_is_asked_no_more(words, given):
    talk = guest(order(), pan_order(customer_id="C2"))
    await talk.says("我的快递到哪了", "track_order")
    if given:
        await talk.says(given, "inform")
    talk.customer_id = "C1"
    said = await talk.says(words, "track_order")
    assert "耳机" in said[0].text and said[0].cards and not talk.ledger.attempts


async def test_who_logs_in_still_proves_an_order_that_is_not_hers_with_its_tail():
    talk = guest(order(), pan_order(customer_id="C2"))
    await talk.says("我的快递到哪了", "track_order")
    await talk.says(OTHER_NUMBER, "inform")
    talk.customer_id = "C1"
    said = await talk.says("在吗 帮我查一下", "track_order")
    assert said[0].response.endswith("_tail")
    assert "平底锅" in (await talk.says("5678", "inform"))[0].text


@pytest.mark.parametrize(
    "flow", ["track_order", "request_invoice", "change_address", "track_refund", "complain_late_delivery"]
)
@pytest.mark.parametrize("words", ["登录好了", "我登录了", "登上了，查吧", "好了", "我刚登录好了，帮我查下"])
@pytest.mark.parametrize("given", [None, NUMBER])
async def test_whatever_was_asked_for_goes_on_when_she_says_that_she_has_logged_in(flow, words, given):
    talk = guest(order(), pan_order(customer_id="C2"))
    await talk.says("帮我办一下", flow)
    assert talk.slots["asked"] == "order_number"
    if given:
        await talk.says(given, "inform")
    talk.customer_id = "C1"
    said = await talk.says(words, "account_issue")
    assert not any(
        each.response.startswith(("utter_ask_", "utter_back_to")) and "tail" in each.response for each in said
    )
    assert talk.slots["asked"] not in ("order_number", "phone_tail") and not talk.ledger.attempts
