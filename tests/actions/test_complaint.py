"""Complaints: comfort once, the facts, a step with a time or two choices; then fewer words and a person; harm before all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.care.effects import (
    ComplaintRaised,
    MoneyProposed,
    PromiseMade,
    RemedyAnswered,
    RemedyOffered,
    TicketAnswered,
)
from bot.care.proposed import NothingProposed
from bot.care.remedy import Spent
from bot.errors import OutcomeUnknown, ShopUnavailable
from bot.shop.after_sale import AfterSale, CaseItem, Invoice, OrderCare, Refund
from bot.shop.changes import GiveCoupon, MakeUrge, OpenAfterSale, Outcome, ResendItem
from bot.shop.facts import facts_of
from bot.shop.order import Customer, Order
from tests.actions.complaint_book import ComplaintTalk
from tests.actions.fakes import MORNINGS, NEVER, NOW, FakeShop
from tests.actions.orders import EARPHONES, NUMBER, PAN, event, order, pan_order, parcel
from tests.care.rubric import APOLOGY, faults_of_answer

LATE = order(parcels=(parcel(promised_at=NOW - timedelta(days=1), predicted_at=NOW + timedelta(days=1)),))
SIGNED = order("signed", parcels=(parcel("signed", events=(event(20, text="已签收，签收人：门卫"),)),))
UNSHIPPED = order("paid", promised_ship_at=NOW - timedelta(hours=30))


def talk(*orders: Order, level: str = "regular", **values: Any) -> ComplaintTalk:
    shop = FakeShop(orders)
    shop.all_customers = [
        Customer(
            customer_id="C1", name="林", phone="138", level=level, city="杭州", joined_at=NOW - timedelta(days=300)
        )
    ]
    return ComplaintTalk(shop=shop, customer_id="C1", **values)


async def test_the_seeds_own_story() -> None:
    """说好昨天到的: one message with the matter, the feeling, one apology, where it is, what is done by when, and a ticket."""
    talking = talk(LATE)
    [said] = await talking.complains("说好昨天到的 我等着用 你们怎么回事!!!", "late_delivery", "angry", 0.8)
    assert "昨天14:30" in said.text and "杭州转运中心" in said.text and "今天18:30前" in said.text
    assert len(APOLOGY.findall(said.text)) == 1 and "!" not in said.text and "！" not in said.text
    assert [card["kind"] for card in said.cards] == ["logistics", "ticket"] and said.titles == ["转人工"]
    assert said.cards[1]["promise"] == {"what": "催派的结果", "due_at": "2026-11-22T10:30:00.000Z"}
    [raised] = talking.of(ComplaintRaised)
    assert (raised.cause, raised.order_id, raised.emotion) == ("late", NUMBER, "angry")
    assert talking.effects.index(raised) < talking.effects.index(talking.of(PromiseMade)[0])
    [urge] = talking.shop.changes.values()
    assert isinstance(urge, MakeUrge) and urge.what == "delivery"

    [said] = await talking.complains("还没到 到底管不管", "late_delivery", "angry", 0.8)
    assert not APOLOGY.search(said.text) and len(said.text) < 70
    assert [each.why for each in talking.asked_for_person] == ["anger"]
    assert {each.ticket_id for each in talking.of(ComplaintRaised)} == {raised.ticket_id}


CASES = [
    ("late_delivery", LATE, "怎么还没到", ["urge_delivery"]),
    ("late_delivery", UNSHIPPED, "到现在不发货", ["urge_shipping"]),
    ("not_received", SIGNED, "显示签收 我没收到", ["trace"]),
    ("damaged", SIGNED, "收到就碎了", []),
    ("defective", SIGNED, "左耳没声音", []),
    ("wrong_item", SIGNED, "发错颜色了", []),
    ("missing_item", SIGNED, "少了充电盒", []),
    ("not_as_described", SIGNED, "跟页面不一样", []),
    ("service", SIGNED, "快递员态度太差", ["check"]),
    ("price", SIGNED, "说好减50没减", ["check"]),
]


@pytest.mark.parametrize("emotion", ["calm", "anxious", "upset", "angry"])
@pytest.mark.parametrize(("cause", "found", "words", "done"), CASES, ids=lambda each: str(each)[:16])
async def test_every_first_answer_keeps_the_rubric(
    cause: str, found: Order, words: str, done: list[str], emotion: str
) -> None:
    for turn in range(6):
        talking = talk(found)
        talking.turns = turn * 10
        [said] = await talking.complains(words, cause, emotion, 0.6)
        named = ("耳机", "服务", "态度", "价")
        faults = list(faults_of_answer(said.text, emotion, first=True, choice=bool(said.titles), named=named))
        assert faults == [], said.text
        assert [each.remedy for each in talking.of(RemedyAnswered)] == done
        assert len(talking.of(RemedyOffered)) <= 1
        assert said.cards[-1]["kind"] == "ticket"


async def test_no_more_than_two_remedies_are_offered_and_the_best_goes_first() -> None:
    [said] = await talk(SIGNED).complains("收到就碎了", "damaged")
    assert said.titles == ["换一件新的", "退货退款", "都不合适"]


@pytest.mark.parametrize(
    ("title", "kind", "key"),
    [("换一件新的", OpenAfterSale, "exchange"), ("退货退款", OpenAfterSale, "return")],
)
async def test_a_click_opens_the_case_in_the_shop_and_promises_the_next_step(title: str, kind: type, key: str) -> None:
    talking = talk(SIGNED)
    await talking.complains("收到就碎了", "damaged")
    [said] = await talking.clicks(title)
    [change] = talking.shop.changes.values()
    assert isinstance(change, kind) and change.type == key and change.freight_payer == "shop"  # type: ignore[attr-defined]
    assert "R1" in said.text and talking.of(PromiseMade) and talking.slots["asked"] is None


@pytest.mark.parametrize(
    ("words", "changed"),
    [("那就补发吧", 1), ("第一个", 1), ("1", 1), ("好的", 0), ("补钱吧", 0)],
)
async def test_what_she_types_instead_of_clicking(words: str, changed: int) -> None:
    """A plain yes to two offers is a yes to neither; the second offer is money, which a person decides."""
    talking = talk(SIGNED)
    await talking.complains("少了充电盒", "missing_item")
    said = await talking.says(words, "affirm")
    assert sum(isinstance(each, ResendItem) for each in talking.shop.changes.values()) == changed
    if words == "好的":
        assert "还是" in said[0].text or "哪个" in said[0].text
        assert said[0].titles == ["补发一份", "留着用，补差", "都不合适"]


async def test_who_says_yes_to_everything_gets_it_once() -> None:
    talking = talk(SIGNED)
    await talking.complains("少了充电盒", "missing_item")
    offered = talking.last
    await talking.clicks("补发一份")
    for _ in range(3):
        talking.last = offered
        [said] = await talking.clicks("补发一份")
        assert said.response == "utter_care"
    assert len(talking.shop.changes) == 1
    assert len([each for each in talking.of(RemedyAnswered) if each.answer == "done"]) == 1


async def test_money_is_proposed_to_a_person_and_counted() -> None:
    talking = talk(SIGNED)
    await talking.complains("少了充电盒", "missing_item")
    [said] = await talking.clicks("留着用，补差")
    [proposal] = talking.of(MoneyProposed)
    assert (proposal.what, proposal.amount_fen, proposal.order_id) == ("compensation", 5_000, NUMBER)
    assert talking.of(RemedyAnswered)[-1].amount_fen == 5_000 and "50元" in said.text and "同事" in said.text


async def test_a_coupon_is_given_by_the_shop_under_a_key_of_its_own() -> None:
    talking = talk(UNSHIPPED)
    await talking.complains("到现在不发货", "late_delivery", "upset", 0.6)
    await talking.clicks("收下这张券")
    [coupon] = [each for each in talking.shop.changes.values() if isinstance(each, GiveCoupon)]
    [key] = [key for key, each in talking.shop.changes.items() if each is coupon]
    assert coupon.amount_fen == 1_000 and key == f"remedy/{talking.of(ComplaintRaised)[0].ticket_id}/coupon"


async def test_a_spent_budget_offers_no_money() -> None:
    talking = talk(SIGNED)
    talking.book.spent = Spent(order_fen=5_000)
    [said] = await talking.complains("少了充电盒", "missing_item")
    assert said.titles == ["补发一份", "都不合适"] and "元" not in said.text


@pytest.mark.parametrize(
    ("outcome", "answer", "attention"),
    [
        (Outcome(state="refused", reason="too_late"), "refused", "答复|准话"),
        (ShopUnavailable("x"), "refused", "答复|准话"),
        (OutcomeUnknown("x"), "unknown", "核实"),
    ],
)
async def test_a_remedy_that_the_shop_rejects_after_the_yes_is_owned_and_goes_to_a_person(
    outcome: Any, answer: str, attention: str
) -> None:
    talking = talk(SIGNED)
    talking.shop.outcomes["resend_item"] = outcome
    await talking.complains("少了充电盒", "missing_item")
    [said] = await talking.clicks("补发一份")
    assert talking.of(RemedyAnswered)[-1].answer == answer
    assert re.search(attention, said.text) and talking.of(PromiseMade)[-1].keeper == "agent" and "转人工" in said.titles
    assert "开好了" not in said.text


@pytest.mark.parametrize("reason", ["over_bot_limit", "no_rule"])
async def test_what_the_shop_lets_only_people_decide_is_reported_to_one_and_not_called_done(reason: str) -> None:
    talking = talk(SIGNED)
    talking.shop.outcomes["resend_item"] = Outcome(state="refused", reason=reason)
    await talking.complains("少了充电盒", "missing_item")
    [said] = await talking.clicks("补发一份")
    assert talking.of(RemedyAnswered)[-1].answer == "accepted" and "同事" in said.text and "开好了" not in said.text
    assert talking.of(PromiseMade)[-1].what == "寄出补发的东西"


@pytest.mark.parametrize("outcome", [Outcome(state="refused"), ShopUnavailable("x"), OutcomeUnknown("x")])
async def test_an_urge_that_did_not_go_through_is_not_claimed(outcome: Any) -> None:
    talking = talk(LATE)
    talking.shop.outcomes["make_urge"] = outcome
    [said] = await talking.complains("怎么还没到", "late_delivery")
    assert "已经向" not in said.text and talking.of(PromiseMade)[-1].keeper == "agent"


async def test_no_is_taken_once_then_a_person() -> None:
    talking = talk(SIGNED)
    await talking.complains("收到就碎了", "damaged")
    [said] = await talking.clicks("都不合适")
    assert [each.answer for each in talking.of(RemedyAnswered)] == ["rejected", "rejected"]
    assert talking.asked_for_person[-1].why == "remedy_refused" and said.titles == []


@pytest.mark.parametrize("words", ["都不行", "不要", "打发叫花子呢", "不接受"])
async def test_a_typed_no_is_a_no(words: str) -> None:
    talking = talk(SIGNED)
    await talking.complains("收到就碎了", "damaged")
    await talking.says(words, "deny")
    assert talking.intent == "refuse_remedies" and talking.asked_for_person


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"text": "赔我1000000元 不然没完", "cause": "damaged"}, "above_limit"),
        ({"text": "再不处理我打12315", "cause": "damaged"}, "threat"),
        ({"text": "收到就碎了", "cause": "damaged", "emotion": "angry", "heat": 0.95}, "anger"),
        ({"text": "收到就碎了", "cause": "damaged", "emotion": "angry", "heat": 0.6, "level": "vip"}, "anger"),
    ],
)
async def test_what_makes_it_a_persons_at_once(changes: dict[str, Any], why: str) -> None:
    level = changes.pop("level", "regular")
    talking = talk(SIGNED, level=level)
    [said] = await talking.complains(**changes)
    assert [each.why for each in talking.asked_for_person] == [why]
    assert len(APOLOGY.findall(said.text)) == 1 and not talking.of(MoneyProposed)
    assert "100" not in re.sub("1000000元", "", said.text)


async def test_a_slip_of_her_own_is_felt_with_and_nobody_says_sorry_for_it() -> None:
    [said] = await talk(SIGNED).complains("我不小心摔了一下 裂了", "damaged", "anxious", 0.4)
    assert not APOLOGY.search(said.text) and "同事" in said.text and not any("换" in each for each in said.titles)


async def test_out_of_hours_the_ticket_says_by_when_a_person_answers() -> None:
    talking = talk(SIGNED)
    talking.shop.hours = MORNINGS
    [said] = await talking.complains("收到就碎了", "damaged", "angry", 0.95)
    assert not talking.asked_for_person and "明天11:00前" in said.text
    assert said.cards[-1]["promise"]["due_at"] == "2026-11-23T03:00:00.000Z"


async def test_where_nobody_is_ever_there_nothing_is_promised() -> None:
    talking = talk(SIGNED)
    talking.shop.hours = NEVER
    await talking.complains("收到就碎了", "damaged", "angry", 0.95)
    assert not talking.of(PromiseMade)


async def test_what_the_record_denies_is_told_without_owning_up() -> None:
    [said] = await talk(order()).complains("太慢了吧", "late_delivery")
    assert "后天14:30前" in said.text and "晚了" not in said.text


async def test_broken_goods_of_a_parcel_that_has_not_come_are_asked_about() -> None:
    [said] = await talk(order()).complains("收到就碎了", "damaged")
    assert "还没签收" in said.text or "还在路上" in said.text
    assert not any("换" in title for title in said.titles)


async def test_a_gift_and_a_loyal_customer_are_met_in_their_own_words() -> None:
    [gift] = await talk(SIGNED).complains("收到就碎了 这是送我妈的生日礼物", "damaged")
    [loyal] = await talk(SIGNED, level="vip").complains("收到就碎了", "damaged", "upset", 0.6)
    assert "送人" in gift.text or "送出去" in gift.text
    assert "买了这么多次" in loyal.text


async def test_a_guest_is_comforted_before_she_is_asked_for_her_number_and_not_again_after() -> None:
    talking = ComplaintTalk(shop=FakeShop([SIGNED]))
    said = await talking.complains("收到就碎了", "damaged")
    assert [each.response for each in said] == ["utter_care", "utter_ask_number_and_tail"]
    assert not talking.of(ComplaintRaised)
    [said] = await talking.says(f"{NUMBER} 5678", "inform")
    assert not APOLOGY.search(said.text) and said.titles[0] == "换一件新的"
    assert talking.of(ComplaintRaised)[0].text == "收到就碎了"


async def test_who_will_not_name_the_order_is_heard_without_it() -> None:
    talking = ComplaintTalk(shop=FakeShop([SIGNED]))
    await talking.complains("收到就碎了", "damaged")
    [said] = await talking.says("不知道单号", "inform")
    [raised] = talking.of(ComplaintRaised)
    assert raised.order_id is None and raised.text == "收到就碎了" and "18:30前" in said.text


async def test_another_ones_order_is_not_looked_at() -> None:
    talking = talk(replace(SIGNED, customer_id="C2"))
    said = await talking.complains(f"{NUMBER} 收到就碎了", "damaged")
    assert all("声澜" not in each.text and not each.cards for each in said) and not talking.of(ComplaintRaised)


async def test_of_several_goods_none_is_sent_before_one_is_named() -> None:
    both = replace(SIGNED, items=(EARPHONES, PAN))
    [said] = await talk(both).complains("少了一样", "missing_item")
    assert "补发一份" not in said.titles
    found = [{"entity": "product", "value": PAN.sku, "sku": [PAN.sku]}]
    [said] = await talk(both).complains("平底锅没收到", "missing_item", found=found)
    assert "补发一份" in said.titles


@pytest.mark.parametrize(
    ("words", "first"),
    [("充电的时候起火了", "119"), ("用了脸上起疹子", "120"), ("碎玻璃把手划伤了 流血", "止血|按住")],
)
async def test_whoever_is_hurt_hears_what_to_do_first_then_a_person(words: str, first: str) -> None:
    talking = talk(SIGNED)
    [said] = await talking.says(words, "chitchat")
    assert re.search(first, said.text) and talking.asked_for_person[0].why == "safety"
    assert talking.of(ComplaintRaised)[0].severity == "urgent"


async def test_despair_gets_the_hotline_and_a_person_and_nothing_about_goods() -> None:
    talking = talk(SIGNED)
    [said] = await talking.says("我真的不想活了", "chitchat")
    assert "12356" in said.text and talking.asked_for_person[0].why == "despair" and not said.cards


async def test_insults_are_met_once_with_calm_then_by_a_person_or_a_pause() -> None:
    talking = talk()
    [first] = await talking.says("你们就是傻逼", "chitchat")
    assert not APOLOGY.search(first.text) and not talking.asked_for_person
    await talking.says("傻逼", "chitchat")
    assert talking.asked_for_person[0].why == "abuse"
    alone = talk()
    alone.shop.hours = MORNINGS
    for _ in range(2):
        [said] = await alone.says("傻逼", "chitchat")
    assert not alone.asked_for_person and not said.titles


async def test_anger_at_the_bot_is_owned_and_goes_to_a_person() -> None:
    talking = talk()
    [said] = await talking.says("你个机器人只会说废话", "chitchat")
    assert APOLOGY.search(said.text) and talking.asked_for_person


async def test_a_complaint_in_the_form_of_a_question_is_one() -> None:
    talking = talk(LATE)
    await talking.says("你们一直都这么慢吗", "ask_shipping_time")
    assert talking.of(ComplaintRaised)[0].cause == "late"


async def test_anger_without_a_matter_is_asked_once_then_passed_on() -> None:
    talking = talk()
    [said] = await talking.complains("太垃圾了", "general", "upset", 0.6)
    assert ("？" in said.text or "说说" in said.text) and not talking.of(ComplaintRaised)
    await talking.complains("就是垃圾", "general", "upset", 0.6)
    assert talking.asked_for_person and talking.of(ComplaintRaised)[0].cause == "general"


async def test_what_became_of_it_is_answered_from_the_ticket() -> None:
    talking = talk(LATE)
    [said] = await talking.says("上次投诉的怎么样了", "ask_complaint_progress")
    assert "没有" in said.text or "没找到" in said.text
    await talking.complains("怎么还没到", "late_delivery")
    ticket = talking.of(ComplaintRaised)[0].ticket_id
    [said] = await talking.says("投诉的事怎么样了", "ask_complaint_progress")
    assert ticket in said.text and "今天18:30前" in said.text
    talking.now = NOW + timedelta(hours=9)
    [said] = await talking.says("投诉的事怎么样了", "ask_complaint_progress")
    assert "没做到" in said.text and talking.asked_for_person[-1].why == "second_miss"


async def test_a_photo_goes_onto_the_ticket() -> None:
    talking = talk(SIGNED)
    await talking.complains("收到就碎了", "damaged")
    said = await talking._turn("/inform", "inform", [{"entity": "image", "value": "u1"}], {}, "inform")
    assert said[0].response == "utter_care" and talking.of(TicketAnswered)[-1].upload_id == "u1"
    other = await talk()._turn("/inform", "inform", [{"entity": "image", "value": "u1"}], {}, "inform")
    assert other[0].response == "utter_image_not_read"


async def test_the_third_time_about_the_same_matter_a_person_has_it() -> None:
    talking = talk(LATE)
    for _ in range(3):
        await talking.complains("怎么还没到", "late_delivery", "anxious", 0.4)
    assert [each.why for each in talking.asked_for_person] == ["not_settled"]
    comforts = [each.comfort for each in talking.of(ComplaintRaised)]
    assert comforts[0] and comforts[1:] == [None, None]


async def test_two_matters_in_one_conversation_are_comforted_in_different_words() -> None:
    talking = talk(SIGNED, pan_order("signed", order_id="8549755244430099"))
    found = [{"entity": "product", "value": EARPHONES.sku, "sku": [EARPHONES.sku]}]
    await talking.complains("耳机坏了", "damaged", found=found)
    found = [{"entity": "product", "value": PAN.sku, "sku": [PAN.sku]}]
    await talking.complains("锅也坏了", "damaged", found=found)
    heard = [each.comfort for each in talking.of(ComplaintRaised)]
    assert len(set(heard)) == 2 and all(heard) and len({each.ticket_id for each in talking.of(ComplaintRaised)}) == 2


async def test_solved_and_not_solved_answer_a_visit_with_one_tap() -> None:
    for title, answer in (("解决了", "solved"), ("还没有", "reopened")):
        talking = talk(LATE)
        await talking.complains("怎么还没到", "late_delivery")
        ticket = talking.of(ComplaintRaised)[0].ticket_id
        [said] = await talking.is_told("visit_due", ticket_id=ticket, subject="耳机", cause="late")
        assert said.titles == ["解决了", "还没有"] and "耳机" in said.text
        await talking.clicks(title)
        assert talking.of(TicketAnswered)[-1].answer == answer
    assert talking.asked_for_person[-1].why == "not_settled"
    await talking.says("快递还是没动", "complain_late_delivery")
    assert talking.of(TicketAnswered)[-1].text == "快递还是没动"


@pytest.mark.parametrize(
    ("words", "intent", "answer"),
    [("好了", "affirm", "solved"), ("没有", "deny", "reopened"), ("还没呢", "chitchat", "reopened"),
     ("解决了 谢谢", "thank", "solved"), ("别再给我发消息了", "deny", "quiet")],
)  # fmt: skip
async def test_a_visit_is_answered_in_words_too(words: str, intent: str, answer: str) -> None:
    talking = talk(LATE)
    await talking.complains("怎么还没到", "late_delivery")
    ticket = talking.of(ComplaintRaised)[0].ticket_id
    await talking.is_told("visit_due", ticket_id=ticket, subject="耳机", cause="late")
    await talking.says(words, intent)
    assert talking.of(TicketAnswered)[-1].answer == answer


async def test_only_what_has_arrived_lately_is_asked_about() -> None:
    unpaid, moving = order("unpaid", order_id="1"), pan_order(order_id="2")
    old = pan_order("signed", order_id="3", parcels=(parcel("signed", events=(event(24 * 60, text="已签收"),)),))
    new = pan_order("signed", order_id="4", parcels=(parcel("signed", events=(event(30, text="已签收"),)),))
    said = await talk(unpaid, moving, old, SIGNED, new).complains("少发了一件", "missing_item")
    assert [title.split(" ")[0] for title in said[-1].titles] == ["禾火", "声澜"] or len(said[-1].titles) == 2


async def test_at_night_the_news_are_promised_for_the_morning() -> None:
    talking = talk(LATE)
    talking.now = NOW + timedelta(hours=9)
    [said] = await talking.complains("怎么还没到", "late_delivery")
    assert "明天09:00前" in said.text


async def test_a_picture_with_the_complaint_is_its_evidence() -> None:
    talking = talk(SIGNED)
    await talking.complains("收到就碎了", "damaged", "calm", 0.1, upload_id="U1")
    assert talking.of(ComplaintRaised)[0].upload_id == "U1"


async def test_a_picture_before_the_order_is_known_waits_for_the_ticket() -> None:
    talking = ComplaintTalk(shop=FakeShop([SIGNED]))
    await talking.complains("收到就碎了", "damaged")
    said = await talking._turn("/inform", "inform", [{"entity": "image", "value": "U1"}], {}, "inform")
    assert [each.response for each in said] == ["utter_care", "utter_back_to_order_number"]
    await talking.says(f"{NUMBER} 5678", "inform")
    assert talking.of(ComplaintRaised)[0].upload_id == "U1"


REFUND = Refund(
    refund_id="TK1", order_id=NUMBER, amount_fen=29_900, channel="微信支付", state="sent", made_at=NOW,
    due_at=NOW + timedelta(days=1),
)  # fmt: skip
CASE = AfterSale(
    after_sale_id="SH00000001", order_id=NUMBER, type="return", state="applied", items=(CaseItem(sku=EARPHONES.sku, quantity=1),),
    reason="damaged", amount_fen=29_900, freight_payer="shop", history=(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        (OrderCare(order_id=NUMBER, after_sales=(CASE,)), "SH00000001"),
        (OrderCare(order_id=NUMBER, refunds=(REFUND,)), "299元"),
    ],
    ids=["a case was opened", "it was refunded"],
)
async def test_what_was_begun_between_the_offer_and_the_yes_is_told_and_a_person_takes_it(
    meanwhile: OrderCare, told: str
) -> None:
    talking = talk(SIGNED)
    await talking.complains("收到就碎了", "damaged")
    talking.shop.cares[NUMBER] = meanwhile
    [said] = await talking.clicks("换一件新的")
    assert not talking.shop.changes and not talking.of(RemedyAnswered) and not talking.of(MoneyProposed)
    assert told in said.text and talking.asked_for_person[-1].why == "remedy_failed"


@pytest.mark.parametrize("typed", [False, True])
async def test_what_only_changed_is_offered_anew_and_then_done_once(typed: bool) -> None:
    talking = talk(SIGNED)
    await talking.complains("收到就碎了", "damaged")
    old = talking.last
    invoice = Invoice(
        invoice_id="FP1", order_id=NUMBER, kind="normal", title_type="personal", title="个人", tax_no="",
        amount_fen=29_900, state="requested", requested_at=NOW, due_at=NOW,
    )  # fmt: skip
    talking.shop.cares[NUMBER] = OrderCare(order_id=NUMBER, invoices=(invoice,))
    [said] = await (talking.says("换一个吧", "affirm") if typed else talking.clicks("换一件新的"))
    assert not talking.shop.changes and re.search("变化|新动静", said.text)
    assert said.titles == ["换一件新的", "退货退款", "都不合适"]
    await talking.clicks("换一件新的")
    talking.last = old
    [said] = await talking.clicks("换一件新的")
    assert len(talking.shop.changes) == 1 and re.search("已经办|办好", said.text)


async def test_the_shop_itself_says_that_the_facts_are_others() -> None:
    """Between our look and the shop's write: nothing was done, and it is offered anew under another key."""
    talking = talk(SIGNED)
    await talking.complains("收到就碎了", "damaged")
    talking.shop.outcomes["open_after_sale"] = Outcome(state="refused", reason="facts_changed")
    [said] = await talking.clicks("换一件新的")
    [change] = talking.shop.changes.values()
    assert change.facts == facts_of(SIGNED) and not talking.of(RemedyAnswered)
    assert said.titles[0] == "换一件新的" and "开好了" not in said.text


async def test_a_cap_that_was_used_up_meanwhile_gives_no_more_than_is_left() -> None:
    talking = talk(SIGNED)
    await talking.complains("少了充电盒", "missing_item")
    talking.book.spent = Spent(order_fen=3_000)
    [said] = await talking.clicks("留着用，补差")
    assert not talking.of(MoneyProposed) and "20元" in said.text and "50元" not in said.text
    talking.book.spent = Spent(order_fen=5_000)
    [said] = await talking.clicks("留着用，补差")
    assert not talking.of(MoneyProposed) and said.titles == ["补发一份", "都不合适"]


async def test_money_that_a_person_decides_on_already_is_not_proposed_again() -> None:
    class Proposed(NothingProposed):
        async def state_of(self, what: str, order_id: str, amount_fen: int) -> str | None:
            return "open"

    talking = talk(SIGNED, proposals=Proposed())
    await talking.complains("少了充电盒", "missing_item")
    [said] = await talking.clicks("留着用，补差")
    assert not talking.of(MoneyProposed) and not talking.of(RemedyAnswered) and "同事" in said.text


async def test_a_complaint_about_what_is_in_a_case_already_is_answered_with_that_case() -> None:
    talking = talk(SIGNED)
    talking.shop.cares[NUMBER] = OrderCare(order_id=NUMBER, after_sales=(CASE,))
    [said] = await talking.complains("收到就碎了", "damaged")
    assert "退货单" in said.text and "SH00000001" in said.text and not talking.of(RemedyOffered)


@pytest.mark.parametrize(("cause", "topic"), [("late_delivery", "到得太晚了"), ("damaged", "收到就是坏的")])
async def test_the_tickets_card_names_the_matter_in_words(cause: str, topic: str) -> None:
    [said] = await talk(SIGNED if cause == "damaged" else LATE).complains("怎么回事", cause)
    assert said.cards[-1]["topic"] == topic


async def test_an_order_whose_goods_she_names_is_meant_though_another_is_likelier() -> None:
    long_ago = event(24 * 40, text="已签收")
    pan = pan_order(
        "signed", placed_at=NOW - timedelta(days=45), parcels=(parcel("signed", tracking_no="Y", events=(long_ago,)),)
    )
    talking = talk(SIGNED, pan)
    await talking.complains("平底锅少了盖子", "missing_item")
    assert talking.of(ComplaintRaised)[0].order_id == pan.order_id


async def test_what_stands_is_said_again_shortly_and_never_in_the_same_words() -> None:
    talking = talk(SIGNED)
    heard = [(await talking.complains("少了充电盒", "missing_item", "calm", 0.1))[0].text]
    for words in ("真会做生意", "真行啊你们"):
        heard.append((await talking.complains(words, "missing_item", "calm", 0.1))[0].text)
    assert "不用您出钱" in heard[0] and "不用您出钱" not in heard[1]
    assert len(set(heard)) == 3 and len(heard[1]) < len(heard[0])


async def test_a_lateness_that_goes_on_hears_what_is_new_and_not_the_same_scan_again() -> None:
    talking = talk(LATE)
    first = (await talking.complains("怎么还没到", "late_delivery", "upset", 0.6))[0].text
    again = (await talking.complains("还没动静啊", "late_delivery", "upset", 0.6))[0].text
    assert "杭州转运中心" in first and "杭州转运中心" not in again and "明天14:30" in again


async def test_a_case_whose_goods_she_has_to_send_back_promises_nothing_for_her() -> None:
    talking = talk(SIGNED)
    await talking.complains("收到就碎了", "damaged")
    opened = replace(CASE, after_sale_id="R1", state="approved", next_what="send_back")
    shop_change = talking.shop.change

    async def change(*values: Any, **given: Any) -> Any:
        outcome = await shop_change(*values, **given)
        talking.shop.cares[NUMBER] = OrderCare(order_id=NUMBER, after_sales=(opened,))
        return outcome

    talking.shop.change = change  # type: ignore[method-assign]
    [said] = await talking.clicks("退货退款")
    assert "寄回" in said.text and "约取件" in said.text and not talking.of(PromiseMade)


async def test_a_lost_parcel_is_not_called_signed_for_on_its_card() -> None:
    lost = order("lost", parcels=(parcel("lost", events=(event(70, text="快件在转运途中"),)),))
    talking = talk(lost)
    [said] = await talking.complains("快递丢了吧", "not_received")
    assert said.cards[-1]["topic"] == "包裹没了下落"
    [said] = await talking.says("投诉的事怎么样了", "ask_complaint_progress")
    assert "签收" not in said.text and "没了下落" in said.text and said.cards[-1]["topic"] == "包裹没了下落"


async def test_where_it_is_is_not_told_again_right_after_it_was_looked_up() -> None:
    talking = talk(LATE)
    await talking.says("我的耳机到哪了", "track_order")
    [said] = await talking.complains("怎么还没到", "late_delivery", "upset", 0.6)
    assert "杭州转运中心" not in said.text and [card["kind"] for card in said.cards] == ["ticket"]
    assert "18:30前" in said.text and len(APOLOGY.findall(said.text)) == 1


async def test_what_she_adds_while_she_may_choose_is_kept_and_the_choice_stands() -> None:
    talking = talk(SIGNED)
    await talking.complains("发错颜色了", "wrong_item")
    [said] = await talking.says("白的 我要黑的", "inform")
    assert talking.of(TicketAnswered)[-1].text == "白的 我要黑的"
    assert "工单" in said.text and said.titles == ["换一件新的", "退货退款", "都不合适"]
    await talking.says("换成对的", "inform")
    assert len(talking.shop.changes) == 1


async def test_a_remedy_that_was_not_offered_is_no_yes_to_the_one_that_was() -> None:
    received = event(24 * 10, text="已签收")
    talking = talk(order("signed", parcels=(parcel("signed", events=(received,)),)))
    [said] = await talking.complains("左耳没声音", "defective")
    assert said.titles == ["换一件新的", "都不合适"]
    [said] = await talking.says("退货", "request_return")
    assert not talking.shop.changes and talking.asked_for_person and "同事" in said.text
    assert talking.of(TicketAnswered)[-1].text == "退货"


async def test_whoever_was_only_frightened_is_felt_with_and_the_matter_stays_open() -> None:
    talking = talk(SIGNED)
    await talking.says("耳机冒烟了", "chitchat")
    assert talking.of(ComplaintRaised)[0].order_id == NUMBER
    [said] = await talking.says("人没事 就是吓着了", "problem_solved")
    assert "人" in said.text and [each.answer for each in talking.of(TicketAnswered)] == ["more"]


async def test_a_detail_told_later_goes_onto_the_ticket_and_is_not_asked_about() -> None:
    talking = talk()
    await talking.complains("快递员骂我", "service", "upset", 0.6)
    [said] = await talking.says("昨天下午 顺丰那个", "inform")
    assert talking.of(TicketAnswered)[-1].text == "昨天下午 顺丰那个" and "工单" in said.text and "？" not in said.text


@pytest.mark.parametrize("words", ["都不是我签的", "显示签收了我没收到", "签收的不是我"])
async def test_without_an_order_the_trace_names_no_carrier(words: str) -> None:
    """It once failed for want of one."""
    talking = ComplaintTalk(shop=FakeShop([]), customer_id="C1")
    for text in (words, "我也不记得是哪单", "反正没收到"):
        assert await talking.complains(text, "not_received")
