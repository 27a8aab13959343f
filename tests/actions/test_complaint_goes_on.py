"""A complaint that goes on: no second comfort for the same goods, one thing declined, questions answered, nobody hurt is sold to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.care.effects import ComplaintRaised, PromiseMade, RemedyAnswered, RemedyOffered, TicketAnswered
from bot.shop.after_sale import AfterSale, CaseItem, OrderCare, Urge
from bot.shop.changes import MakeUrge, ResendItem
from bot.shop.faq import FaqBook, FaqEntry
from bot.shop.order import Order, OrderItem
from tests.actions.complaint_book import ComplaintTalk
from tests.actions.fakes import NOW
from tests.actions.orders import EARPHONES, PAN, event, order, pan_order, parcel
from tests.actions.test_complaint import LATE, SIGNED, UNSHIPPED, talk
from tests.care.rubric import APOLOGY

LOST = order("lost", parcels=(parcel("lost", events=(event(70, text="快件在转运途中"),)),))


async def test_the_same_goods_in_other_words_are_not_comforted_twice() -> None:
    talking = talk(SIGNED)
    await talking.complains("跟页面不一样", "not_as_described")
    [said] = await talking.complains("左耳还没声音", "defective")
    assert not APOLOGY.search(said.text) and "换一件新的" in said.titles


@pytest.mark.parametrize("words", ["不想换", "不换 太麻烦"])
async def test_one_of_two_declined_leaves_the_other(words: str) -> None:
    talking = talk(SIGNED)
    await talking.complains("左耳没声音", "defective")
    [said] = await talking.says(words, "refuse_remedies")
    assert said.titles == ["退货退款", "都不合适"] and not talking.asked_for_person
    assert [(each.remedy, each.answer) for each in talking.of(RemedyAnswered)] == [("replace", "rejected")]


async def test_what_was_not_offered_is_declined_and_the_offer_stands() -> None:
    talking = talk(SIGNED)
    await talking.complains("左耳没声音", "defective")
    await talking.says("不想换", "refuse_remedies")
    [said] = await talking.says("说了不要换", "refuse_remedies")
    assert said.titles == ["退货退款", "都不合适"] and not talking.asked_for_person


async def test_none_of_them_is_still_a_persons_matter() -> None:
    talking = talk(SIGNED)
    await talking.complains("左耳没声音", "defective")
    await talking.says("都不要", "refuse_remedies")
    assert talking.asked_for_person


async def test_how_long_a_remedy_takes_is_answered_with_its_time() -> None:
    talking = talk(SIGNED)
    await talking.complains("少了充电盒", "missing_item")
    [said] = await talking.says("补发要几天", "inform")
    assert "明天14:30前" in said.text and said.titles[0] == "补发一份"


async def test_a_resend_that_is_taken_ends_what_was_open() -> None:
    talking = talk(SIGNED)
    await talking.complains("少了充电盒", "missing_item")
    talking.slots["draft"] = {"flow": "request_refund", "touched_at": NOW.isoformat()}
    said = await talking.says("那还是补发吧", "choose_remedy")
    assert len(said) == 1 and not talking.slots["draft"]
    assert any(isinstance(each, ResendItem) for each in talking.shop.changes.values())


async def test_what_nobody_is_sure_of_is_kept_and_no_wish_is_guessed() -> None:
    talking = talk(SIGNED)
    await talking.complains("左耳没声音", "defective")
    before = len(talking.of(TicketAnswered))
    [said] = await talking.says("我那边邻居也说呢", "unsure")
    assert said.titles == ["转人工"] and len(talking.of(TicketAnswered)) == before + 1


async def test_without_a_complaint_it_is_asked_as_before() -> None:
    talking = talk(SIGNED)
    [said] = await talking.says("我那边邻居也说呢", "unsure")
    assert len(said.titles) >= 2


async def hurt() -> ComplaintTalk:
    talking = talk(replace(SIGNED, items=(EARPHONES,)))
    await talking.complains("用了耳朵又红又痒", "defective")
    return talking


async def test_who_was_hurt_is_offered_no_goods_and_first_aid_is_not_repeated() -> None:
    talking = await hurt()
    first = talking.last[0].text
    [said] = await talking.complains("医药费你们赔吗", "defective")
    assert not talking.of(RemedyOffered) and "单据" in said.text and not APOLOGY.search(said.text)
    said = await talking.complains("现在脸都肿了", "defective")
    assert said[0].text != first and "清水" not in said[0].text and "看医生" in said[0].text + "看医生"
    assert "医" in said[0].text


async def test_going_to_a_doctor_is_no_bleeding_wound() -> None:
    talking = await hurt()
    [said, *_] = await talking.complains("要去医院了", "defective")
    assert "伤口" not in said.text and "120" in said.text and "留" in said.text


@pytest.mark.parametrize("cause", ["late_delivery", "not_received"])
async def test_what_got_lost_is_looked_for_and_not_pushed(cause: str) -> None:
    talking = talk(LOST)
    await talking.complains("丢了你们赔不赔", cause)
    assert {each.cause for each in talking.of(ComplaintRaised)} == {"not_received"}
    assert not any(isinstance(each, MakeUrge) for each in talking.shop.changes.values())
    await talking.complains("怎么还没到", "late_delivery")
    assert len({each.ticket_id for each in talking.of(ComplaintRaised)}) == 1


async def test_when_it_comes_is_told_also_when_a_person_was_called() -> None:
    talking = talk(LATE)
    await talking.complains("怎么还没到", "late_delivery")
    await talking.complains("还没动静", "late_delivery")
    [said] = await talking.complains("那到底什么时候能到", "late_delivery")
    assert talking.asked_for_person and "明天14:30" in said.text


async def test_anger_after_the_price_was_compared_is_about_the_price() -> None:
    talking = talk(SIGNED)
    talking.slots["flow"] = "price_protection"
    [said] = await talking.complains("太坑了吧", "general")
    assert talking.of(ComplaintRaised)[0].cause == "price" and "哪一单" not in said.text


async def test_what_is_asked_of_a_courier_is_not_answered_by_the_same_words_each_time() -> None:
    talking = talk(SIGNED)
    await talking.complains("快递员骂人", "service")
    said = [(await talking.says(words, "inform"))[0].text for words in ("能让他道歉吗", "换个人送行不行", "不敢让他来")]
    assert len(set(said)) == 3


async def test_all_of_a_lost_parcel_is_paid_back_without_asking_which() -> None:
    talking = talk(replace(LOST, items=(EARPHONES, PAN), total_fen=EARPHONES.price_fen + PAN.price_fen))
    talking.emotion, talking.heat = "calm", 0.0
    said = await talking.says("我要退款", "request_refund")
    assert "哪一件" not in said[-1].text and "458元" in said[-1].text


async def test_a_word_she_says_of_the_wait_finds_the_order_again() -> None:
    talking = talk(LATE, replace(SIGNED, order_id="8000000000000009", placed_at=NOW - timedelta(days=9)))
    talking.emotion, talking.heat = "calm", 0.0
    await talking.says("等不及了 退款", "request_refund")
    assert talking.slots["order_in_focus"] == LATE.order_id


async def test_how_much_is_given_back_is_asked_of_the_order_that_is_talked_about() -> None:
    talking = talk(SIGNED)
    rule = FaqEntry(
        entry_id="back",
        intents=("request_refund",),
        questions=("能退多少钱",),
        keywords=("退多少钱",),
        answer="按实付退。",
    )
    talking.shop.book = FaqBook(version=2, entries=(rule,))
    await talking.complains("左耳没声音", "defective")
    said = await talking.says("那能退多少钱", "request_refund")
    assert said[-1].response != "utter_book_answer" and talking.slots["flow"] == "request_refund"


SHOES = OrderItem(sku="XZ1001", title="风行 轻量跑鞋 男女同款", quantity=1, price_fen=25900)
SHOES_LATE = pan_order(items=(SHOES,), parcels=LATE.parcels)


async def hurt_with_shoes_to_come(**values: Any) -> ComplaintTalk:
    talking = talk(replace(SIGNED, items=(EARPHONES,), **values), SHOES_LATE)
    await talking.complains("用了你们的耳机耳朵又红又痒", "defective")
    assert talking.of(ComplaintRaised)[0].order_id == SIGNED.order_id
    return talking


@pytest.mark.parametrize(("words", "cause"), [
    ("另一单的鞋还没到，我要投诉", "late_delivery"), ("跑鞋还没到", "late_delivery"), ("跑鞋鞋底开胶", "defective"),
    (f"{SHOES_LATE.order_id} 这个一直没收到", "not_received"),
])  # fmt: skip
async def test_another_matter_of_who_was_hurt_gets_its_own_ticket(words: str, cause: str) -> None:
    talking = await hurt_with_shoes_to_come()
    await talking.complains(words, cause)
    assert [each.order_id for each in talking.of(ComplaintRaised)] == [SIGNED.order_id, SHOES_LATE.order_id]


@pytest.mark.parametrize("words", ["客服态度太差了", "你们服务真差"])
async def test_so_does_how_she_was_served(words: str) -> None:
    talking = await hurt_with_shoes_to_come()
    await talking.complains(words, "service")
    assert [each.cause for each in talking.of(ComplaintRaised)] == ["defective", "service"]


@pytest.mark.parametrize(("words", "cause"), [
    ("还是难受", "defective"), ("医药费你们赔吗", "defective"), ("你们怎么卖这种东西", "general"), ("耳机质量太差", "defective"), ("另一个耳朵也不舒服", "defective"),
])  # fmt: skip
async def test_more_of_the_hurt_stays_with_it(words: str, cause: str) -> None:
    talking = await hurt_with_shoes_to_come()
    await talking.complains(words, cause)
    assert len(talking.of(ComplaintRaised)) == 1 and talking.of(TicketAnswered)[-1].text == words


async def test_the_other_of_a_pair_is_no_other_order() -> None:
    talking = talk(SIGNED, SHOES_LATE)
    await talking.complains("耳机左耳没声音", "defective")
    await talking.complains("另一个耳朵也没声音了", "defective")
    assert {each.order_id for each in talking.of(ComplaintRaised)} == {SIGNED.order_id}


async def test_the_other_order_is_also_one_where_nobody_was_hurt() -> None:
    talking = talk(SIGNED, SHOES_LATE)
    await talking.complains("耳机左耳没声音", "defective")
    await talking.complains("另一单的鞋还没到", "late_delivery")
    assert [each.order_id for each in talking.of(ComplaintRaised)] == [SIGNED.order_id, SHOES_LATE.order_id]


async def test_how_long_it_takes_is_answered_also_once_the_offer_is_gone() -> None:
    talking = talk(SIGNED)
    await talking.complains("少了充电盒", "missing_item")
    await talking.clicks("补发一份")
    [said] = await talking.says("补发要几天", "inform")
    assert "前" in said.text and "明天" in said.text and said.titles == ["转人工"]
    [again] = await talking.says("那几天能到", "inform")
    assert "明天" in again.text and again.text != said.text


async def test_how_long_it_takes_is_a_persons_to_say_after_a_no() -> None:
    talking = talk(SIGNED)
    await talking.complains("少了充电盒", "missing_item")
    await talking.says("都不合适", "refuse_remedies")
    [said] = await talking.says("补发要几天", "inform", holder="queue")
    assert "同事" in said.text and said.response == "utter_care" and "记上了" not in said.text


async def test_whether_it_was_pushed_is_answered_by_the_record() -> None:
    talking = talk(LATE)
    await talking.complains("怎么还没到", "late_delivery")
    urge = Urge(
        urge_id="U1", order_id=LATE.order_id, what="delivery", made_at=NOW, answer_due_at=NOW + timedelta(hours=4)
    )
    talking.shop.cares[LATE.order_id] = OrderCare(order_id=LATE.order_id, urges=(urge,))
    [said] = await talking.says("催了没有", "ask_complaint_progress")
    assert "今天14:30" in said.text and "催" in said.text


@pytest.mark.parametrize(
    ("words", "heard"),
    [("就上午那个人", "照着去查|放进|对得上"), ("我要他道歉", "要求"), ("那个戴眼镜的男的", "照着去查|放进|对得上")],
)
async def test_a_detail_of_bad_service_is_no_wish(words: str, heard: str) -> None:
    talking = talk(SIGNED)
    await talking.complains("客服态度太差", "service")
    [said] = await talking.says(words, "inform")
    assert re.search(heard, said.text)


@pytest.mark.parametrize(("order_late", "what"), [(LATE, "delivery"), (UNSHIPPED, "shipping")])
async def test_a_person_called_at_once_leaves_nothing_unpushed(order_late: Order, what: str) -> None:
    talking = talk(order_late)
    [said] = await talking.complains("你们这什么破店 怎么还没到!!!", "late_delivery", "angry", 0.97)
    [change] = talking.shop.changes.values()
    assert isinstance(change, MakeUrge) and change.what == what and "催" in said.text and len(said.text) <= 170
    assert talking.asked_for_person[0].why == "anger" and not talking.of(PromiseMade)
    await talking.complains("还要等多久!!!", "late_delivery", "angry", 0.97)
    assert len(talking.shop.changes) == 1


@pytest.mark.parametrize(
    ("words", "heard"), [("我就想要个道歉", "道歉|对不起"), ("凭什么要我拍照", "不拍也行|没有照片没关系")]
)
async def test_what_she_adds_is_answered_as_what_it_is(words: str, heard: str) -> None:
    talking = talk(SIGNED)
    await talking.complains("左耳没声音", "defective")
    [said] = await talking.says(words, "inform")
    assert re.search(heard, said.text)


@pytest.mark.parametrize(
    "words",
    ["我是在直播间拍的", "我拍了两件只到一件", "照片我早发了", "没拍错 就是这个颜色", "道歉就不用了", "光道歉有什么用"],
)
async def test_what_is_neither_a_refused_photo_nor_an_apology_is_kept_as_what_it_is(words: str) -> None:
    talking = talk(SIGNED)
    await talking.complains("左耳没声音", "defective")
    [said] = await talking.says(words, "inform")
    assert said.text and not re.search("不拍也行|没有照片没关系|道歉|对不起", said.text)


async def test_who_gives_up_talking_hears_that_it_stays_in_hand_and_nothing_twice() -> None:
    talking = talk(LATE)
    await talking.complains("怎么还没到!!!", "late_delivery", "angry", 0.97)
    said = [
        (await talking.says(words, intent))[0]
        for words, intent in (("不想说", "deny"), ("随便你们", "affirm"), ("算了", "deny"))
    ]
    assert all(each.response == "utter_care" for each in said) and len({each.text for each in said}) == 3


async def test_nothing_hurts_any_more_ends_no_matter_of_harm() -> None:
    talking = talk(SIGNED)
    await talking.says("充电宝烫到我手了", "complain_defective")
    [said] = await talking.says("没事 不疼了", "deny")
    assert said.response == "utter_care" and talking.of(TicketAnswered)[-1].text == "没事 不疼了"


async def test_who_was_comforted_for_anger_alone_is_not_comforted_again_when_she_names_its_cause() -> None:
    talking = talk()
    [first] = await talking.complains("太恶心了 我要投诉", "general", "angry", 0.97)
    [said] = await talking.complains("客服不理人", "service", "angry", 0.97, holder="queue")
    assert APOLOGY.search(first.text) and not APOLOGY.search(said.text)


async def test_nobody_is_called_up_at_night() -> None:
    talking = talk(SIGNED, now=NOW + timedelta(hours=6))  # 20:30
    [said] = await talking.complains("客服态度太差", "service")
    assert "让负责人来电" in said.titles and "明天09:00前给您" in said.text
    [said] = await talking.clicks("让负责人来电")
    assert "明天09:00前" in said.text


async def test_when_the_new_one_comes_hangs_on_what_she_sends_back() -> None:
    talking = talk(SIGNED)
    await talking.complains("左耳没声音", "defective")
    pieces = (CaseItem(sku=SIGNED.items[0].sku, quantity=1),)
    case = AfterSale(
        after_sale_id="R1", order_id=SIGNED.order_id, type="exchange", state="approved", items=pieces, reason="defective",
        next_what="send_back", amount_fen=0, freight_payer="shop", history=(),
    )  # fmt: skip
    talking.shop.cares[SIGNED.order_id] = OrderCare(order_id=SIGNED.order_id, after_sales=(case,))
    [said] = await talking.says("那多久到", "inform")
    assert "寄" in said.text


async def test_how_it_stands_is_not_told_twice_in_the_same_words() -> None:
    talking = talk(LATE)
    await talking.complains("怎么还没到", "late_delivery")
    said = [(await talking.says("投诉的怎么样了", "ask_complaint_progress"))[0].text for _ in range(3)]
    assert len(set(said)) == 3


@pytest.mark.parametrize(
    ("words", "kept"), [("要对的那支", True), ("我就要那个颜色的", True), ("好的知道了", False), ("嗯嗯好", False)]
)
async def test_what_is_more_than_a_yes_goes_onto_the_ticket(words: str, kept: bool) -> None:
    talking = talk(LATE)
    await talking.complains("怎么还没到", "late_delivery", "angry", 0.97)
    await talking.says(words, "affirm", holder="queue")
    assert [each.text for each in talking.of(TicketAnswered)] == ([words] if kept else [])
