"""The index over the rules: for whatever is said, the same action as Rasa's own RulePolicy, and fewer rules tried."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.worker.engine import Engine
from bot.worker.rules import IndexedRulePolicy, RuleIndex


@pytest.fixture(scope="module")
def indexed(prepared_data_dir: Path) -> tuple[IndexedRulePolicy, Any]:
    [archive] = (prepared_data_dir / "models").glob("*.tar.gz")
    engine = Engine(archive, "http://127.0.0.1:1/webhook", ZoneInfo("Asia/Shanghai"))
    nodes = engine._processor.graph_runner._instantiated_nodes.values()
    [policy] = [node._component for node in nodes if isinstance(node._component, IndexedRulePolicy)]
    return policy, engine._processor.domain


def _stock(policy: IndexedRulePolicy) -> Any:
    from rasa.core.policies.rule_policy import RulePolicy

    stock = copy.copy(policy)
    stock.__class__ = RulePolicy
    return stock


def _tracker(domain: Any, *steps: str) -> Any:
    from rasa.shared.core.events import ActionExecuted, SessionStarted, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    events: list[Any] = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
    for step in steps:
        said = step.startswith("action_") or step.startswith("utter_")
        events.append(ActionExecuted(step) if said else UserUttered(step, intent={"name": step, "confidence": 1.0}))
    return DialogueStateTracker.from_events("t", events, domain.slots)


def _chosen(policy: Any, tracker: Any, domain: Any) -> tuple[list[float], bool | None]:
    prediction = policy.predict_action_probabilities(tracker, domain)
    return prediction.probabilities, prediction.is_end_to_end_prediction


def test_every_intent_leads_where_rasas_own_policy_leads(indexed: tuple[IndexedRulePolicy, Any]) -> None:
    policy, domain = indexed
    stock = _stock(policy)
    for intent in [*domain.intents, "no_such_intent"]:
        after_one = ("greet", "action_follow_thread", "action_listen", intent)
        for steps in ((intent,), after_one):
            tracker = _tracker(domain, *steps)
            assert _chosen(policy, tracker, domain) == _chosen(stock, tracker, domain), steps


def test_after_an_action_it_listens_as_rasas_own_does_however_long_the_talk(
    indexed: tuple[IndexedRulePolicy, Any],
) -> None:
    policy, domain = indexed
    stock = _stock(policy)
    steps: list[str] = []
    for intent, action in (("track_order", "action_track_order"), ("thank", "action_answer_question")) * 6:
        steps += [intent, action]
        tracker = _tracker(domain, *steps)
        assert _chosen(policy, tracker, domain) == _chosen(stock, tracker, domain)
        steps.append("action_listen")


def test_a_typed_message_tries_the_rules_of_its_intent_only(indexed: tuple[IndexedRulePolicy, Any]) -> None:
    policy, domain = indexed
    state = policy._prediction_states(_tracker(domain, "track_order"), domain)[-1]
    assert 0 < len(policy._index.candidates(state)) <= 3
    assert not policy._index.by_text


@pytest.mark.parametrize(
    ("last", "answers_text"),
    [
        ('{"prev_action": {"action_name": "action_listen"}, "user": {"text": "hi"}}', True),
        ('{"slots": {"a": [1.0]}}', True),
        ('{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "greet"}}', False),
        ('{"prev_action": {"action_name": "utter_greet"}, "user": {}}', False),
    ],
)
def test_a_rule_that_may_answer_a_text_is_not_passed_over(last: str, answers_text: bool) -> None:
    assert RuleIndex([f"[{last}]"]).by_text is answers_text


def test_a_rule_without_an_intent_or_an_action_is_always_a_candidate() -> None:
    everywhere, after = '[{"slots": {"a": [1.0]}}]', '[{"prev_action": {"action_name": "x"}}]'
    index = RuleIndex([everywhere, after])
    assert index.candidates({"prev_action": {"action_name": "x"}, "user": {"intent": "greet"}}) == {everywhere, after}
    assert index.candidates({"prev_action": {"action_name": "y"}}) == {everywhere}
