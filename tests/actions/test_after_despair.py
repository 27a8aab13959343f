"""After words of despair: care, each word once, and nothing that she says of herself is lost."""

from __future__ import annotations

import pytest

from actions.thread import Thread
from bot.care.effects import MessageForShop
from tests.actions.test_complaint import SIGNED, talk


@pytest.mark.parametrize("intent", ["inform", "deny", "affirm", "unsure"])
async def test_after_despair_nobody_is_asked_what_she_wants_to_buy(intent: str) -> None:
    talking = talk(SIGNED)
    await talking.says("我真的不想活了", "chitchat")
    [said] = await talking.says("没事 随口说的", intent)
    [again] = await talking.says("嗯嗯", intent)
    assert said.response == again.response == "utter_care" and not said.titles and said.text != again.text
    [said] = await talking.complains("左耳没声音", "defective")
    assert "换一件新的" in said.titles


@pytest.mark.parametrize("intent", ["inform", "affirm", "deny", "unsure"])
async def test_after_despair_she_hears_each_word_of_care_once(intent: str) -> None:
    talking = talk(SIGNED)
    await talking.says("我真的不想活了", "chitchat")
    heard = [(await talking.says("嗯嗯", intent))[0] for _ in range(4)]
    assert len({each.text for each in heard[:3]}) == 3 and {each.response for each in heard[:3]} == {"utter_care"}
    assert heard[3].response != "utter_care"


@pytest.mark.parametrize(
    ("words", "holder"), [("打我电话13800001111", "bot"), ("打我电话13800001111", "queue"), ("13800001111", "queue")]
)
async def test_after_despair_who_says_where_to_call_her_is_called(words: str, holder: str) -> None:
    talking = talk(SIGNED)
    await talking.says("我真的不想活了", "chitchat")
    [said] = await talking.says(words, "inform", holder=holder)
    [left] = talking.of(MessageForShop)
    assert left.contact == "13800001111" and left.promise and "1111" in said.text


async def test_after_despair_a_picture_or_an_answer_to_a_question_is_taken_as_what_it_is() -> None:
    talking = talk(SIGNED)
    await talking.says("我真的不想活了", "chitchat")
    said = await talking.says("嗯嗯", "inform", upload_id="u1")
    assert all(each.response != "utter_care" for each in said)
    talking.slots["asked"] = "contact"
    await talking.says("13800001111", "inform")
    assert talking.of(MessageForShop)[-1].contact == "13800001111"


async def test_despair_is_not_come_back_to_once_another_matter_was_served_and_is_over() -> None:
    talking = talk(SIGNED)
    await talking.says("我真的不想活了", "chitchat")
    await talking.says("没事 随口说的", "inform")
    await talking.says("转人工", "request_human")
    await talking.says("我的耳机到哪了", "track_order")
    assert (await talking.says("好的", "affirm"))[0].response != "utter_care"


def test_a_thread_that_ends_keeps_its_complaint_and_not_the_despair() -> None:
    assert Thread(complaint={"despair": 2}).ended().complaint is None
    assert Thread(complaint={"despair": 2, "ticket": "T1"}).ended().complaint == {"ticket": "T1"}
    assert Thread().ended().complaint is None
