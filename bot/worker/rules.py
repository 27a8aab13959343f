"""Rasa's RulePolicy, which looks only at the rules and the turns that can matter: the same answers for less.

Rasa's own tries every rule against every state of the conversation, three times a turn, and rebuilds all states each
time (2 ms a turn with 80 rules). Here rules are indexed by what their last state asks for, and only as many states are
built as the longest rule has. Training, which looks for contradictions, stays Rasa's own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

_Asked = tuple[str | None, str | None]  # the action before, and the intent


def asked_by(state: State) -> _Asked:
    """The previous action and the intent of a state, None where it has none."""
    return state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME), state.get(USER, {}).get(INTENT)


class RuleIndex:
    """Which rules may apply after an action and an intent; a rule that does not ask for one is found under None."""

    def __init__(self, rules: Iterable[str]) -> None:
        """`rules` are RulePolicy's keys: the JSON list of a rule's states."""
        self._keys: dict[_Asked, set[str]] = defaultdict(set)
        self.longest = 1
        self.by_text = False  # whether a rule may answer a text whose intent is not looked at
        for key in rules:
            states = json.loads(key)
            action, intent = asked_by(states[-1])
            self.longest = max(self.longest, len(states))
            self.by_text = self.by_text or (intent is None and action in (None, ACTION_LISTEN_NAME))
            self._keys[action, intent].add(key)

    def candidates(self, state: State) -> set[str]:
        action, intent = asked_by(state)
        asked = {(action, intent), (action, None), (None, intent), (None, None)}
        return set().union(*(self._keys[each] for each in asked if each in self._keys))


class IndexedRulePolicy(RulePolicy):
    """A trained RulePolicy that answers through an index over its rules."""

    _index: RuleIndex

    @classmethod
    def over(cls, policy: RulePolicy) -> IndexedRulePolicy:
        """The same policy, indexed; it shares the other's settings and rules."""
        indexed = cls.__new__(cls)
        indexed.__dict__.update(policy.__dict__)
        indexed._index = RuleIndex(policy.lookup.get(RULES, {}))
        return indexed

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if use_text_for_last_user_input and not self._index.by_text:
            return None, None, False
        return super()._find_action_from_rules(tracker, domain, use_text_for_last_user_input)

    def _prediction_states(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        # One more than the longest rule has, so that none takes the first of them for the conversation's start.
        states = last_states(tracker, domain, self._index.longest + 1)
        self.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
        return states

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        if lookup is self.lookup.get(RULES):
            lookup = dict.fromkeys(self._index.candidates(states[-1]), "")
        return super()._get_possible_keys(lookup, states)


def last_states(tracker: DialogueStateTracker, domain: Domain, most: int) -> list[State]:
    """The last `most` states of Domain.states_for_tracker_history, without building those before them.

    The events are replayed into a tracker that has only the slots that a state tells of.
    """
    telling = {name: slot for name, slot in tracker.slots.items() if slot.has_features()}
    # By type: events are abstract classes, and asking one for its place among them takes long.
    applied = [event for event in tracker.applied_events() if type(event) is not SlotSet or event.key in telling]
    passed = sum(type(event) is ActionExecuted for event in applied) + 1 - most
    past = DialogueStateTracker(tracker.sender_id, telling.values(), is_rule_tracker=tracker.is_rule_tracker)
    states: list[State] = []
    for event in applied:
        if type(event) is ActionExecuted:
            if passed <= 0:
                states.append(domain.get_active_state(past))
            passed -= 1
        past.update(event)
    states.append(domain.get_active_state(past))
    return states
