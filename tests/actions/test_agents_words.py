"""What a person said is quoted from the record with its time; what stands nowhere is said to stand nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.fakes import Talk


def served(*lines: str, summary: str = "", promises: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    """小林's lines of this morning, a minute apart from 14:05 in the shop's zone."""
    return {
        "agent": "小林",
        "outcome": "returned",
        "summary": summary,
        "wish": "request_repair",
        "lines": [{"text": line, "at": f"2026-11-22T06:{5 + at:02}:00.000Z", "agent": "小林"} for at, line in enumerate(lines)],
        "promises": [{"what": what, "due_at": due} for what, due in promises],
    }  # fmt: skip


LINES = ("您好，小林在", "师傅明天上午10点到12点之间上门", "运费我们出，您不用管", "退款3天左右到账")


@pytest.mark.parametrize(
    ("words", "told", "not_told"),
    [
        ("刚才客服说什么时候上门来着", "明天上午10点到12点", "退款"),
        ("小林说几天到账", "3天左右", "上门"),
        ("人工说运费谁出来着", "运费我们出", "上门"),
        ("她说哪天上门？", "明天上午10点", "运费"),
    ],
)
async def test_her_own_line_is_quoted_with_its_time(words: str, told: str, not_told: str) -> None:
    [said] = await Talk().says(words, "return_pickup", served=served(*LINES))
    assert told in said.text and "今天14:0" in said.text and "小林" in said.text and not_told not in said.text


@pytest.mark.parametrize("words", ["刚才人工怎么说的", "客服说啥了 我忘了", "客服刚才说的再说一遍"])
async def test_who_asks_for_all_of_it_gets_the_last_lines_and_the_summary(words: str) -> None:
    said = await Talk().says(words, "chitchat", served=served(*LINES, summary="约了师傅上门，运费店铺出"))
    assert "退款3天左右到账" in said[0].text and "您好，小林在" not in said[0].text
    assert "约了师傅上门，运费店铺出" in said[1].text


async def test_a_promise_is_told_with_its_time() -> None:
    promised = (("给您回电话", "2026-11-22T09:00:00Z"),)
    [said] = await Talk().says("客服说什么时候给我回电话来着", "urge_reply", served=served(promises=promised))
    assert "给您回电话" in said.text and "17:00" in said.text


async def test_the_summary_answers_where_no_line_does() -> None:
    [said] = await Talk().says("客服说换货要多久", "request_exchange", served=served("好的", summary="换货3天内寄出"))
    assert "换货3天内寄出" in said.text


async def test_only_a_time_of_something_else_is_told_as_what_it_is() -> None:
    [said] = await Talk().says("客服说什么时候上门来着", "return_pickup", served=served("退款3天左右到账"))
    assert said.response == "utter_agent_said_near" and "退款3天" in said.text and said.titles == ["转人工"]


async def test_what_stands_nowhere_is_not_made_up_and_a_person_is_offered() -> None:
    [said] = await Talk().says("客服说赔我多少来着", "complain_damaged", served=served(*LINES[:2]))
    assert said.response == "utter_agent_did_not_say" and said.titles == ["转人工"] and "小林" in said.text


async def test_a_question_that_was_open_stays_open() -> None:
    talk = Talk()
    await talk.says("查快递", "track_order")
    said = await talk.says("刚才客服说什么时候上门来着", "chitchat", served=served(*LINES))
    assert [each.response for each in said] == ["utter_agent_said", "utter_back_to_order_number"]
    assert talk.slots["asked"] == "order_number"


async def test_without_a_person_it_is_a_message_like_any_other() -> None:
    [said] = await Talk().says("刚才客服说什么时候上门来着", "ask_shop_info")
    assert not said.response.startswith("utter_agent")
