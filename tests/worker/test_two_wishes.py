"""A message with two wishes is two answers in one turn; the mood of a talk heats up and cools down over its turns."""

from __future__ import annotations

from typing import Any

from tests.worker.test_engine import ActionStandIn, Memory, actions, engine, talk

__all__ = ["actions", "engine"]


def _heard(memory: Memory) -> list[tuple[str, str]]:
    users = [event for event in memory.events if event["event"] == "user"]
    return [(event["text"], event["parse_data"]["intent"]["name"]) for event in users]


async def test_both_wishes_are_answered_in_their_own_words(engine: Any, actions: tuple[ActionStandIn, str]) -> None:
    memory = Memory()
    [outcome] = await talk(engine, memory, "几点发货?能开专票吗")
    assert _heard(memory) == [("几点发货?", "ask_shipping_time"), ("能开专票吗", "request_invoice")]
    assert len(outcome.replies) == 2
    assert memory.events[-1]["name"] == "action_listen"


async def test_the_second_wish_finds_the_slots_that_the_first_one_left(
    engine: Any, actions: tuple[ActionStandIn, str]
) -> None:
    actions[0].answer = {
        "events": [{"event": "slot", "name": "order_in_focus", "value": "42"}],
        "responses": [{"text": "好"}],
    }
    await talk(engine, Memory(), "你好", "几点发货?能开专票吗")
    assert actions[0].asked[-1]["tracker"]["slots"]["order_in_focus"] == "42"


async def test_a_message_with_one_wish_is_heard_once(engine: Any) -> None:
    memory = Memory()
    await talk(engine, memory, "几点发货")
    assert len(_heard(memory)) == 1


async def test_a_talk_cools_down_turn_by_turn(engine: Any, actions: tuple[ActionStandIn, str]) -> None:
    memory = Memory()
    await talk(engine, memory, "你们就是骗子!!!垃圾 我要投诉", "快递到哪了", "快递到哪了", "快递到哪了")
    moods = [each["tracker"]["latest_message"]["emotion"] for each in actions[0].asked]
    assert moods[0]["level"] in ("upset", "angry")
    scores = [mood["score"] for mood in moods]
    assert scores == sorted(scores, reverse=True)
    assert moods[1]["score"] > moods[-1]["score"]
    assert moods[-1]["level"] == "calm"


async def test_what_is_given_up_ends_and_what_is_wanted_instead_is_answered(
    engine: Any, actions: tuple[ActionStandIn, str]
) -> None:
    memory = Memory()
    actions[0].answer = {
        "events": [{"event": "slot", "name": "asked", "value": "order_number"}],
        "responses": [{"text": "订单号发我一下"}],
    }
    await talk(engine, memory, "查个快递", "那算了 你们几点下班")
    assert _heard(memory)[1:] == [("那算了", "deny"), ("你们几点下班", "ask_shop_info")]
