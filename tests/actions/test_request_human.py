"""While people are on duty 转人工 puts her into the queue; what a person has done before is known afterwards."""

from __future__ import annotations

import pytest

from bot.handoff.escalation import reason_to_escalate
from tests.actions.fakes import MORNINGS, FakeShop, Talk
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
