"""Urgent ones go first, but nobody starves; everybody who waits is told a place and a time that hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.handoff.places import Pace, places
from bot.handoff.queue import (
    CLASS_CREDIT_S,
    EMOTION_CREDIT_S,
    MAX_CREDIT_S,
    Urgency,
    expected_wait_s,
    front_rank_ms,
    in_order,
    mean_service_s,
    rank_ms,
)
from tests.handoff.factories import an_agent, waits

URGENCIES = st.builds(
    Urgency,
    emotion=st.sampled_from(sorted(EMOTION_CREDIT_S)),
    customer_class=st.sampled_from(sorted(CLASS_CREDIT_S)),
    second_contact=st.booleans(),
)


def order(*waiting: object) -> list[str]:
    return [one.conversation_id for one in in_order(waiting)]  # type: ignore[arg-type]


def test_who_came_first_goes_first_and_the_angry_before_the_calm() -> None:
    assert order(waits("late", 60), waits("early", 0)) == ["early", "late"]
    assert order(waits("calm", 0), waits("angry", 300, emotion="angry")) == ["angry", "calm"]
    assert order(waits("calm", 0), waits("again", 200, second_contact=True)) == ["again", "calm"]


@given(one=URGENCIES, other=URGENCIES, since=st.integers(0, 10**9), later=st.integers(MAX_CREDIT_S * 1000 + 1, 10**9))
def test_nobody_is_overtaken_by_somebody_who_came_much_later(
    one: Urgency, other: Urgency, since: int, later: int
) -> None:
    assert rank_ms(since, one) < rank_ms(since + later, other)


@given(urgency=URGENCIES, other=URGENCIES, since=st.integers(0, 86_000_000), later=st.integers(0, 80_000_000))
def test_whose_agent_was_lost_goes_before_all_who_come_that_day(
    urgency: Urgency, other: Urgency, since: int, later: int
) -> None:
    assert front_rank_ms(rank_ms(since + later, urgency)) < rank_ms(since, other)


def test_without_anybody_online_there_is_a_place_but_no_time() -> None:
    found = places([waits("a", 0), waits("b", 1)], [an_agent(status="offline")], Pace())
    assert [(each.position, each.eta_s) for each in found.values()] == [(1, None), (2, None)]


def test_places_count_those_who_wait_for_the_same_people() -> None:
    agents = [an_agent("小林", skills=("presale",)), an_agent("小王", skills=("complaint",))]
    waiting = [
        waits("p1", 0, skill="presale"),
        waits("c1", 1, skill="complaint"),
        waits("any", 2),
        waits("p2", 3, skill="presale"),
    ]
    found = places(waiting, agents, Pace())
    assert {name: place.position for name, place in found.items()} == {"p1": 1, "c1": 1, "any": 3, "p2": 3}


def test_the_wait_grows_with_the_place_and_shrinks_with_agents() -> None:
    busy = [an_agent(load=5, capacity=5)]
    first, second = places([waits("a", 0), waits("b", 1)], busy, Pace(service_s=600)).values()
    assert first.eta_s == 150 and second.eta_s == 270  # 15 s + 600 / 5 each
    more = [*busy, an_agent("小王", load=5, capacity=5)]
    assert next(iter(places([waits("a", 0)], more, Pace(service_s=600)).values())).eta_s == 80
    assert expected_wait_s(1, slots=5, free=1, service_s=600) == 20


def test_one_odd_chat_does_not_rule_the_expected_time() -> None:
    assert mean_service_s([]) == 300
    assert mean_service_s([3600.0]) == 1125
    assert 300 < mean_service_s([600.0] * 50) < 600
