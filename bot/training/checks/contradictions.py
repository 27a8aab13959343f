"""Rules and stories that contradict each other: what `rasa train` dies of after a minute, found in milliseconds.

It follows RulePolicy of Rasa 3.6 (`_analyze_rules`, `_check_rule_restriction`, `_check_for_incomplete_rules`): a rule is
learned as the states before each of its actions; of those that fit a conversation the one with the most text decides.
Flows with loops, checkpoints or the bot's own texts are left to Rasa.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.training.checks.finding import Finding, fault
from bot.training.checks.flows import Flow, Step

_LISTEN = "action_listen"
_EMPTY = "should_not_be_set"
State = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The states up to one action of a flow, and the action that follows there."""

    states: tuple[State, ...]
    action: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """One thing that the rules teach: in `states`, `action` follows; `weight` decides between several."""

    states: tuple[State, ...]
    action: str
    weight: int
    rule: Flow


def contradictions(flows: Sequence[Flow], remembered: frozenset[str]) -> Iterator[Finding]:
    """`remembered`: the slots that influence the conversation; what others hold no rule can see."""
    rules = [flow for flow in flows if flow.kind == "rule" and flow.whole]
    yield from _several_messages(rules)
    yield from _incomplete(rules, remembered)
    learned = _learn(rules, remembered)
    said: set[tuple[str, int]] = set()
    for flow in flows:
        if flow.whole:
            for finding in _against(flow, learned, remembered):
                if (str(finding.path), finding.line) not in said:
                    said.add((str(finding.path), finding.line))
                    yield finding


def moments(flow: Flow, remembered: frozenset[str]) -> Iterator[Moment]:
    """Each action of the flow with the states before it, as Rasa's featurizer would have them."""
    slots = {name: value or _EMPTY for name, value in flow.condition if name in remembered}
    user: dict[str, Any] = {}
    states: list[State] = [] if flow.kind == "rule" and not flow.from_start else [{}]
    previous, line = (_LISTEN if states or _begins_with_user(flow) else ""), flow.line
    for step in flow.steps:
        if step.kind == "slots":
            slots = {**slots, **{name: value or _EMPTY for name, value in step.slots if name in remembered}}
        elif step.kind == "intent":
            if previous not in (_LISTEN, ""):
                states.append(_state(previous, user, slots))
                yield Moment(states=tuple(states), action=_LISTEN, line=line)
            user, previous = _heard(step), _LISTEN
        else:
            if previous:
                states.append(_state(previous, user, slots))
                yield Moment(states=tuple(states), action=step.name, line=step.line)
            previous = step.name
        line = step.line
    if flow.waits and previous not in (_LISTEN, ""):
        states.append(_state(previous, user, slots))
        yield Moment(states=tuple(states), action=_LISTEN, line=line)


def _begins_with_user(flow: Flow) -> bool:
    first = next((step for step in flow.steps if step.kind != "slots"), None)
    return first is not None and first.kind == "intent"


def _heard(step: Step) -> dict[str, Any]:
    return {"intent": step.name, **({"entities": list(step.entities)} if step.entities else {})}


def _state(previous: str, user: dict[str, Any], slots: dict[str, str]) -> State:
    state: State = {"prev_action": {"action_name": previous}}
    if user:
        state["user"] = dict(user)
    if slots:
        state["slots"] = dict(slots)
    return state


def _learn(rules: Sequence[Flow], remembered: frozenset[str]) -> list[Learned]:
    """Of the same states the rule that comes last wins, as in Rasa's lookup."""
    found: dict[str, Learned] = {}
    for rule in rules:
        for moment in moments(rule, remembered):
            key = json.dumps(moment.states, sort_keys=True)
            found[key] = Learned(states=moment.states, action=moment.action, weight=len(key), rule=rule)
    return list(found.values())


def _against(flow: Flow, learned: Sequence[Learned], remembered: frozenset[str]) -> Iterator[Finding]:
    for moment in moments(flow, remembered):
        fitting = [each for each in learned if _fits(each.states, moment.states)]
        best = max(fitting, key=lambda each: each.weight, default=None)
        if best is None or best.action == moment.action or best.rule.name == flow.name:
            continue
        if _gives_way(best, moment, flow, learned):
            continue
        rule = best.rule
        problem = (
            f"{flow.kind} “{flow.name}” goes on with `{moment.action}`, where rule “{rule.name}” "
            f"({rule.path.name}:{rule.line}) says `{best.action}`"
        )
        advice = "`rasa train` refuses this: change one of the two, or give the rule a condition"
        yield fault("contradiction", flow.path, moment.line, problem, advice)


def _fits(rule: tuple[State, ...], talk: tuple[State, ...]) -> bool:
    if len(rule) > len(talk):
        return False
    return all(_holds(ours, theirs) for ours, theirs in zip(reversed(rule), reversed(talk)))  # noqa: B905


def _holds(rule: State, talk: State) -> bool:
    if not rule or not talk:
        return not rule and not talk
    for part, wanted in rule.items():
        has = talk.get(part, {})
        for name, value in wanted.items():
            if value == _EMPTY:
                if has.get(name) not in (None, _EMPTY):
                    return False
            elif has.get(name) != value:
                return False
    return True


def _gives_way(best: Learned, moment: Moment, flow: Flow, learned: Sequence[Learned]) -> bool:
    """A story may go on after a rule's end, if another rule begins just there (Rasa's `_should_delete`)."""
    if flow.kind == "rule" or best.action != _LISTEN or len(best.states) > 1:
        return False
    return any(other is not best and other.states[:1] == best.states for other in learned)


def _several_messages(rules: Sequence[Flow]) -> Iterator[Finding]:
    for rule in rules:
        heard = [step for step in rule.steps if step.kind == "intent"]
        if len(heard) > 1:
            problem = f"rule “{rule.name}” has {len(heard)} messages of the shopper"
            yield fault("long_rule", rule.path, heard[1].line, problem, "a rule has one: make it a story, or two rules")


def _incomplete(rules: Sequence[Flow], remembered: frozenset[str]) -> Iterator[Finding]:
    """An action that sets a slot in one rule must say so in all of them."""
    sets: dict[str, set[str]] = defaultdict(set)
    for rule in rules:
        for action, slots in _after_actions(rule, remembered):
            sets[action.name] |= slots
    for rule in rules:
        before = {name for name, _ in rule.condition}
        done = list(_after_actions(rule, remembered))
        for number, (action, slots) in enumerate(done):
            before |= slots
            missing = sets[action.name] - before
            if missing and (rule.waits or number < len(done) - 1):
                names = ", ".join(f"`{name}`" for name in sorted(missing))
                problem = f"`{action.name}` sets {names} in another rule, and not in rule “{rule.name}”"
                advice = "add the same `slot_was_set` after it (null where it must stay empty)"
                yield fault("incomplete_rule", rule.path, action.line, problem, advice)


def _after_actions(rule: Flow, remembered: frozenset[str]) -> Iterator[tuple[Step, set[str]]]:
    for number, step in enumerate(rule.steps):
        if step.kind == "action":
            slots: set[str] = set()
            for later in rule.steps[number + 1 :]:
                if later.kind != "slots":
                    break
                slots |= {name for name, _ in later.slots if name in remembered}
            yield step, slots
