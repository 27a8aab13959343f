"""While people are on duty 转人工 puts her into the queue; what a person has done before is known afterwards."""

from __future__ import annotations

import pytest

from bot.conversation.evidence import rerank
from bot.conversation.views import Guess, ParseView, ThreadView
from bot.handoff.escalation import reason_to_escalate
from tests.actions.fakes import MORNINGS, NEVER, FakeShop, Talk
from tests.actions.orders import NUMBER, order


async def test_asking_for_a_person_asks_for_one_and_goes_on_helping() -> None:
    talk = Talk(shop=FakeShop([order()]), customer_id="C1")
    await talk.says("我的耳机到哪了", "track_order")
    said = await talk.says("转人工 催一下急用", "request_human")
    assert said[0].response == "utter_queued" and not talk.left
    [asked] = talk.asked_for_person
    assert (asked.why, asked.words, asked.order_id) == ("asked", "转人工 催一下急用", NUMBER)
    assert not talk.slots.get("asked")


async def test_asking_again_while_waiting_keeps_the_place() -> None:
    talk = Talk()
    said = await talk.says("转人工啊", "request_human", holder="queue")
    assert said[0].response == "utter_still_queued" and not talk.asked_for_person


async def test_the_button_has_put_her_into_the_queue_already() -> None:
    talk = Talk()
    said = await talk._turn("/request_human", "request_human", {}, {"holder": "queue"}, "request_human")
    assert said[0].response == "utter_queued" and not talk.asked_for_person


async def test_an_upset_shopper_is_answered_shortly() -> None:
    said = await Talk().says("给我转人工", "request_human", emotion={"level": "angry"})
    assert [each.response for each in said] == ["utter_queued_upset"]


async def test_while_she_waits_with_nobody_online_a_message_can_be_left_without_losing_the_place() -> None:
    talk = Talk(customer_id="C1")
    said = await talk._turn("/leave_message", "leave_message", {}, {"holder": "queue"}, "leave_message")
    assert said[0].response == "utter_take_message_waiting"
    said = await talk.says("锅把手断了 要赔", "inform", holder="queue")
    assert said[0].response == "utter_message_kept" and talk.left[0].text == "锅把手断了 要赔"


SERVED = {"agent": "小林", "outcome": "solved", "summary": "已补发", "wish": "request_return"}


async def test_the_bot_goes_on_knowing_what_the_agent_wrote() -> None:
    told = {"kind": "handed_back", "agent": "小林", "summary": "已安排换新，后天到。"}
    said = await Talk()._turn("/handed_back", "handed_back", {}, {"instruction": told}, "handed_back")
    assert said[0].response == "utter_handed_back_summary"
    assert "小林" in said[0].text and "已安排换新，后天到" in said[0].text
    said = await Talk()._turn("/handed_back", "handed_back", {}, {"instruction": {"agent": "小林"}}, "handed_back")
    assert said[0].response == "utter_handed_back"


async def test_what_was_not_solved_after_all_goes_back_to_the_same_agent() -> None:
    talk = Talk()
    said = await talk.says("还是没解决", "problem_not_solved", served=SERVED)
    assert said[0].response == "utter_brought_back" and "小林" in said[0].text
    assert talk.asked_for_person[0].why == "not_solved"


async def test_what_no_person_had_in_hand_is_not_taken_back() -> None:
    talk = Talk()
    said = await talk.says("还是没解决", "problem_not_solved")
    assert said[0].response == "utter_problem_not_solved" and not talk.asked_for_person


async def test_a_third_miss_in_a_row_calls_a_person() -> None:
    talk = Talk()
    for _ in range(2):
        said = await talk.says("嗯哼哼", "chitchat", confidence=0.1)
    assert not talk.asked_for_person
    said = await talk.says("嗯哼哼", "chitchat", confidence=0.1)
    assert said[-1].response == "utter_escalated" and talk.asked_for_person[0].why == "not_understood"


async def test_nobody_is_called_who_is_not_there() -> None:
    talk = Talk()
    talk.shop.hours = MORNINGS
    for _ in range(4):
        await talk.says("嗯哼哼", "chitchat", confidence=0.1)
    assert not talk.asked_for_person


async def test_a_threat_goes_to_a_person_at_once() -> None:
    talk = Talk()
    said = await talk.says("我要去12315投诉你们", "threaten_escalation")
    assert said[-1].response == "utter_care" and talk.asked_for_person[0].why == "threat"


@pytest.mark.parametrize(
    ("misses", "emotion", "intent", "why"),
    [
        (0, "angry", "complain_late_delivery", None),  # a complaint has rules of its own
        (0, "angry", "track_order", None),
        (1, "angry", "unsure", "anger"),
        (2, "upset", "unsure", None),
        (3, "calm", "unsure", "not_understood"),
        (0, "calm", "threaten_escalation", "threat"),
        (0, "upset", "complain_damaged", None),
    ],
)
def test_when_the_bot_passes_on(misses: int, emotion: str, intent: str, why: str | None) -> None:
    assert reason_to_escalate(misses=misses, emotion=emotion, intent=intent) == why


@pytest.mark.parametrize(
    ("state", "arrives", "response"),
    [
        ("paid", "12月1日", "utter_money_paid"),
        ("paid", "", "utter_money_paid_sometime"),
        ("refused", "", "utter_money_looked_at"),
        ("unknown", "", "utter_money_looked_at"),
        ("rejected", "", "utter_money_not_given"),
    ],
)
async def test_what_became_of_approved_money_is_told_and_the_thread_stays(
    state: str, arrives: str, response: str
) -> None:
    told = {"kind": "money_told", "state": state, "what": "refund", "amount_fen": 3000, "arrives": arrives}
    [said] = await Talk()._turn("/money_told", "money_told", {}, {"instruction": told}, "money_told")
    assert said.response == response and "30" in said.text and arrives in said.text


CALL_ME = [
    "麻烦同事打给我 13800135678", "给我回个电话 13800135678", "让你们客服电话联系我13800135678", "打这个号 13800135678 找我",
    "有空打我手机13800135678", "13800135678 打过来说吧", "回电13800135678", "我电话13800135678 方便的时候来电", "说不清楚 你们给我打电话 13800135678",
    "叫人联系我 手机13800135678", "别打字了 直接打我电话13800135678",
]  # fmt: skip


@pytest.mark.parametrize("words", CALL_ME)
@pytest.mark.parametrize("holder", ["bot", "queue"])
async def test_a_number_to_be_called_at_is_kept_with_a_time_and_said_back_by_its_tail(words: str, holder: str) -> None:
    talk = Talk(customer_id="C1", shop=FakeShop([order()]))
    [said] = await talk.says(words, "out_of_scope", confidence=0.9, holder=holder)
    [left] = talk.left
    assert left.contact == "13800135678" and left.promise == "给您回电话" and left.due_at
    assert "5678" in said.text and "13800135678" not in said.text and said.cards[0]["promise"]["what"] == "给您回电话"
    assert ("走开" in said.text) == (holder == "queue")


@pytest.mark.parametrize("words", ["13800135678", "138 0013 5678", "１３８００１３５６７８"])
async def test_while_she_waits_a_number_alone_is_where_she_can_be_called(words: str) -> None:
    talk = Talk()
    [said] = await talk.says(words, "inform", holder="queue")
    assert talk.left[0].contact == "13800135678" and said.response == "utter_call_kept_waiting"


async def test_a_number_that_was_asked_for_as_proof_stays_a_proof() -> None:
    talk = Talk(shop=FakeShop([order()]))
    await talk.says("我快递到哪了", "track_order", holder="queue")
    await talk.says(f"{NUMBER} 13800135678", "inform", holder="queue")
    assert not talk.left and talk.proven == [NUMBER]


@pytest.mark.parametrize("words", [
    "给我回电13800135678，订单号20240101000123", "请回电话 13800135678，单号SF1234567890123", "订单号20240101000123，打我电话13800135678",
    "订单20240101000123 打给我 13800135678", "麻烦打电话 13800135678，订单号20240101000123", "20240101000123 方便的时候来电 13800135678",
])  # fmt: skip
@pytest.mark.parametrize("holder", ["bot", "queue"])
async def test_who_asks_to_be_called_is_called_also_beside_an_orders_number(words: str, holder: str) -> None:
    talk = Talk()
    await talk.says(words, "inform", holder=holder)
    [left] = talk.left
    assert left.contact == "13800135678" and left.promise == "给您回电话"
    ranking = (Guess(intent="track_order", confidence=0.9),)
    assert rerank(ParseView(text=words, ranking=ranking), ThreadView()).intent == "inform"


@pytest.mark.parametrize(
    "words",
    [
        "我的电话是13800135678 订单号20240101000123",
        "20240101000123 手机13800135678",
        "订单号20240101000123 我电话13800135678",
    ],
)
async def test_her_number_beside_an_orders_is_no_wish_to_be_called(words: str) -> None:
    talk = Talk()
    await talk.says(words, "inform")
    assert not talk.left


async def test_with_nobody_ever_there_no_call_is_promised() -> None:
    shop = FakeShop()
    shop.hours = NEVER
    talk = Talk(shop=shop)
    [said] = await talk.says("打给我 13800135678", "out_of_scope")
    assert talk.left[0].promise is None and said.response == "utter_call_kept_sometime"


async def test_while_she_waits_no_button_calls_a_person_again() -> None:
    talk = Talk()
    [said] = await talk.says("人呢", "urge_reply", holder="queue")
    assert said.response == "utter_still_queued" and said.titles == []
    [said] = await talk.says("还是没解决", "problem_not_solved", holder="queue")
    assert said.titles == []
    [said] = await talk.says("还是没解决", "problem_not_solved")
    assert said.titles == ["转人工"]


@pytest.mark.parametrize(
    "words", ["转人工 你们几点下班", "你们几点上班？转人工", "找个真人 你们几点下班呀", "帮我转人工客服，客服几点上班"]
)
async def test_what_the_book_answers_beside_the_call_is_answered_and_a_person_called(words: str) -> None:
    talk = Talk(customer_id="C1")
    ranking = [{"name": "ask_shop_info", "confidence": 0.96}, {"name": "request_human", "confidence": 0.04}]
    answer, said = await talk.says(words, "request_human", ranking=ranking)
    assert answer.response == "utter_book_answer" and said.response == "utter_queued" and talk.asked_for_person
    [said] = await talk.says("转人工 退款的事", "request_human", holder="queue", ranking=ranking)
    assert said.response == "utter_still_queued"
