"""What holds for every flow: no leak between two shoppers, an answer in every state, giving up, digressions, one effect."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.draft import CONFIRM, CORRECTION
from actions.flows import FLOWS
from actions.wording import wish as wish_in_words
from bot.conversation import flow_evidence
from bot.shop.order import ORDER_STATUSES
from bot.text.titles import TITLES
from tests.actions.fakes import rules
from tests.actions.flow_talk_case import FlowTalk, shop_with
from tests.actions.orders import EARPHONES, NUMBER, PHONE, order
from tests.shop.factories import product, variant

# What is said so that a flow gets as far as its read-back in one message, and in which state of the order.
WISHES: dict[str, tuple[str, str]] = {
    "cancel_order": ("不想要了 帮我取消", "paid"),
    "change_address": ("地址改成浙江省杭州市余杭区文一西路969号", "paid"),
    "modify_order": ("帮我换成白色", "paid"),
    "special_request": ("帮我放张贺卡 写生日快乐", "paid"),
    "change_delivery_time": ("改到后天上午送", "in_transit"),
    "refuse_parcel": ("我要拒收", "in_transit"),
    "recover_order": ("订单怎么不见了", "cancelled"),
    "payment_problem": ("付款失败了", "unpaid"),
    "request_return": ("耳机不喜欢 退货 我自己寄", "signed"),
    "request_exchange": ("耳机换成白色的 我自己寄", "signed"),
    "request_refund": ("只退款不退货 收到就坏了", "signed"),
    "request_repair": ("耳机坏了 要修 我自己寄", "signed"),
    "request_invoice": ("帮我开个人发票", "signed"),
    "track_refund": ("退款到哪了", "cancelled"),
    "track_after_sale": ("售后到哪一步了", "signed"),
    "withdraw_after_sale": ("帮我撤销售后", "signed"),
    "return_pickup": ("约上门取件", "signed"),
    "invoice_problem": ("发票没收到", "signed"),
    "price_protection": ("刚买就降价 补差价", "signed"),
}
ONLY_TELLING = {
    "recover_order", "payment_problem", "track_refund", "track_after_sale", "withdraw_after_sale", "return_pickup",
    "invoice_problem", "price_protection",
}  # fmt: skip
CHANGING = [name for name in WISHES if name not in ONLY_TELLING]
BUYABLE = product("ER", title="声澜 Air3 真无线蓝牙耳机", variants=(
    variant("ER1001", options={"颜色": "黑色"}, price_fen=29900), variant("ER1001-W", options={"颜色": "白色"}, price_fen=29900),
))  # fmt: skip
SECRETS = ("声澜", "Air3", "林晓", "文三路", PHONE, "299元", "SF1234567890123")


def hers(status: str, **more: Any):
    return order(status, customer_id="C1", **more)


def test_every_flow_is_tried_here_has_a_rule_and_words_for_itself() -> None:
    served_here = {name for name, action in rules().items() if action == "action_serve_flow"}
    assert served_here == set(FLOWS) and set(WISHES) <= set(FLOWS) and set(FLOWS) <= set(TITLES)


def test_what_every_flow_asks_is_known_to_the_evidence() -> None:
    assert (CONFIRM, CORRECTION) == (flow_evidence.CONFIRM, flow_evidence.CORRECTION)


@pytest.mark.parametrize("name", WISHES)
@pytest.mark.parametrize("who", ["another customer", "a guest", "a guest who proved another order"])
async def test_nobody_hears_of_or_changes_anothers_order(name: str, who: str) -> None:
    wish, status = WISHES[name]
    own = order(status, order_id="7777000011112222", customer_id="C2", phone="13900008888", items=(EARPHONES,))
    async with shop_with([hers(status), own], [BUYABLE]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C2" if who == "another customer" else None)
        talk.proven = ["7777000011112222"] if who.endswith("another order") else []
        said: list[Any] = []
        for text in (
            f"订单{NUMBER} {wish}",
            "0000",
            "好的",
            f"{NUMBER} 1234",
            "确认",
            wish if talk.customer_id else "算了",
        ):
            said += await talk.says(
                text, name if name in text or wish in text else "inform", about={"order_id": NUMBER}
            )
        for each in said:
            assert NUMBER not in str(each.cards) and NUMBER not in str(each.buttons), each
            if who == "a guest":
                assert not [secret for secret in SECRETS if secret in each.text], each
        assert all(change.order_id != NUMBER for change, _ in shop.asked)
        assert (await shop.order(NUMBER)) == hers(status)


@pytest.mark.parametrize("name", WISHES)
@pytest.mark.parametrize("status", ORDER_STATUSES)
async def test_in_every_state_there_is_an_answer_and_a_no_brings_a_person(name: str, status: str) -> None:
    async with shop_with([hers(status)], [BUYABLE]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        said = await talk.says(f"订单{NUMBER} {WISHES[name][0]}", name)
        assert said and not shop.asked
        if said[-1].response.startswith(("utter_cannot", "utter_no_")):
            assert "人工复核" in said[-1].titles


@pytest.mark.parametrize("name", CHANGING)
async def test_a_read_back_a_digression_where_were_we_and_a_yes_have_one_effect(name: str) -> None:
    wish, status = WISHES[name]
    async with shop_with([hers(status)], [BUYABLE]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says(wish, name)
        assert talk.slots["asked"] == "confirm", talk.responses
        said = await talk.says("你们几点下班", "ask_shop_info")
        assert [each.response for each in said] == ["utter_book_answer", "utter_back_to_confirm"]
        said = await talk.says("刚才说到哪了", "chitchat")
        assert said[0].response == "utter_where_we_were" and talk.slots["asked"] == "confirm"
        await talk.says("好的", "affirm")
        assert len(shop.done) == 1 and talk.slots["draft"] is None
        await talk.says("好的", "affirm")
        assert len(shop.asked) == 1


@pytest.mark.parametrize("name", CHANGING)
@pytest.mark.parametrize("words", ["算了", "不用了", "先不弄了"])
async def test_giving_up_changes_nothing_and_says_so(name: str, words: str) -> None:
    wish, status = WISHES[name]
    async with shop_with([hers(status)], [BUYABLE]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says(wish, name)
        await talk.says(words, "deny")
        assert talk.responses == ["utter_kept_as_it_is"] and not shop.asked and talk.slots["draft"] is None


@pytest.mark.parametrize("name", CHANGING)
async def test_another_wish_takes_its_place_on_the_same_order(name: str) -> None:
    wish, status = WISHES[name]
    other = "refuse_parcel" if name != "refuse_parcel" else "change_delivery_time"
    async with shop_with([hers(status)], [BUYABLE]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says(wish, name)
        await talk.says(WISHES[other][0], other)
        assert talk.slots["draft"]["flow"] == other and talk.slots["draft"]["order_id"] == NUMBER and not shop.asked


@pytest.mark.parametrize("name", WISHES)
async def test_a_person_gets_the_order_and_what_was_wanted(name: str) -> None:
    wish, status = WISHES[name]
    async with shop_with([hers(status)], [BUYABLE]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        await talk.says(wish, name)
        await talk.says("转人工", "request_human")
        asked = talk.asked_for_person[-1]
        assert asked.order_id == NUMBER and wish_in_words(name) in (asked.words or "") and not shop.asked


MESSAGES = st.sampled_from(
    ["wish", "yes", "no", "wait", "where", "question", "thanks", "button", "old button", "correct", "person"]
)


@pytest.mark.parametrize("name", CHANGING)
@given(messages=st.lists(MESSAGES, min_size=2, max_size=9))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
def test_whatever_she_says_each_read_back_has_at_most_one_effect_and_only_after_a_yes(
    name: str, messages: list[str]
) -> None:
    asyncio.run(_talked(name, messages))


async def _talked(name: str, messages: list[str]) -> None:
    wish, status = WISHES[name]
    texts = {
        "wish": (wish, name), "yes": ("好的", "affirm"), "no": ("不", "deny"), "wait": ("等等", "chitchat"),
        "where": ("刚才说到哪了", "chitchat"), "question": ("你们几点下班", "ask_shop_info"), "thanks": ("谢谢", "thank"),
        "correct": ("不对", "deny"), "person": ("转人工", "request_human"),
    }  # fmt: skip
    async with shop_with([hers(status)], [BUYABLE]) as shop:
        talk = FlowTalk(shop=shop, customer_id="C1")
        offers: list[Any] = []
        for kind in messages:
            before, waited = len(shop.asked), talk.slots.get("asked") == "confirm"
            if kind.endswith("button"):
                if not offers:
                    continue
                talk.last = offers[-1] if kind == "button" else offers[0]
                await talk.clicks(talk.last[-1].titles[0])
            else:
                await talk.says(*texts[kind])
            if (
                talk.last
                and talk.slots.get("asked") == "confirm"
                and any("affirm" in str(s.buttons) for s in talk.last)
            ):
                offers.append([said for said in talk.last if "affirm" in str(said.buttons)])
            if len(shop.asked) > before:
                assert kind.endswith("button") or (kind == "yes" and waited)
                assert len(shop.asked) == before + 1
        keys = [key for _, key in shop.asked]
        assert len(keys) == len(set(keys))
