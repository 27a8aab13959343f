"""An offer goes to one agent for a while, then to the next; nobody gets more than she can hold."""

from __future__ import annotations

from bot.handoff.offers import plan
from tests.handoff.factories import an_agent, unoffered


def planned(*args: object) -> list[tuple[str, str]]:
    return [(offer.conversation_id, offer.agent) for offer in plan(*args)]  # type: ignore[arg-type]


def test_the_least_laden_is_asked_and_the_queue_is_kept() -> None:
    agents = [an_agent("小林", load=3), an_agent("小王", load=1)]
    assert planned([unoffered("b", 10), unoffered("a", 0)], agents, {}) == [("a", "小王"), ("b", "小王")]


def test_whoever_let_it_pass_is_not_asked_again_before_the_others() -> None:
    agents = [an_agent("小林"), an_agent("小王", load=4)]
    assert planned([unoffered("a", asked=("小林",))], agents, {}) == [("a", "小王")]
    [again] = plan([unoffered("a", asked=("小林", "小王"))], agents, {})
    assert again.agent == "小林" and again.new_round


def test_nobody_gets_more_than_she_can_hold_open_offers_included() -> None:
    agents = [an_agent("小林", load=4, capacity=5)]
    assert planned([unoffered("a", 0), unoffered("b", 1)], agents, {}) == [("a", "小林")]
    assert planned([unoffered("a", 0)], agents, {"小林": 1}) == []


def test_who_is_busy_away_or_without_the_skill_is_not_asked() -> None:
    agents = [
        an_agent("忙", status="busy"), an_agent("断线", connected=False), an_agent("售前", skills=("presale",)),
    ]  # fmt: skip
    assert planned([unoffered("a", skill="complaint")], agents, {}) == []
    assert planned([unoffered("a", skill="presale")], agents, {}) == [("a", "售前")]
    assert planned([unoffered("a")], agents, {}) == [("a", "售前")]


def test_a_vip_may_go_to_the_vip_agents_and_to_the_matters_own() -> None:
    vip = an_agent("贵宾", skills=("vip",))
    assert planned([unoffered("a", skill="complaint", customer_class="vip")], [vip], {}) == [("a", "贵宾")]
    assert planned([unoffered("a", skill="complaint", customer_class="regular")], [vip], {}) == []


def test_the_agent_she_knows_goes_first_even_with_another_skill_and_only_once() -> None:
    agents = [an_agent("小林", skills=("presale",), load=4), an_agent("小王")]
    assert planned([unoffered("a", skill="complaint", wanted="小林")], agents, {}) == [("a", "小林")]
    assert planned([unoffered("a", skill="complaint", wanted="小林", asked=("小林",))], agents, {}) == [("a", "小王")]
