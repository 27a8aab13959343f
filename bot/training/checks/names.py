"""Names that domain, examples, rules, stories, code and the intent list do not share."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.nlu.intents import INTENTS, INTERNAL_INTENTS, TOPIC_OF
from bot.training.checks.domain import Domain
from bot.training.checks.finding import Finding, fault, notice
from bot.training.checks.flows import Flow
from bot.training.checks.spoken import Code
from bot.training.examples import Example

_OF_RASA = ("action_listen", "action_restart", "action_session_start", "action_default_fallback", "action_back")


def like(name: str, known: Iterable[str]) -> str:
    """“did you mean …?” for the nearest known name, else nothing."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.75)
    return f" (did you mean `{near[0]}`?)" if near else ""


def of_examples(examples: Sequence[Example]) -> Iterator[Finding]:
    """Labels that are on no list."""
    for example in {example.intent: example for example in reversed(examples)}.values():
        if example.intent.split("/")[0] not in TOPIC_OF:
            problem = f"`{example.intent}` is not on the intent list{like(example.intent, INTENTS)}"
            advice = "correct the name, or add it to docs/intents.md"
            yield fault("unknown_intent", example.path, example.line, problem, advice)


def of_domain(domain: Domain) -> Iterator[Finding]:
    """The list against the domain, and what the domain says twice or without words."""
    for name in sorted(set(INTENTS) - set(domain.intents)):
        yield fault("undeclared_intent", domain.path, 0, f"`{name}` is not declared", "add it under `intents:`")
    for name in sorted(set(domain.intents) - set(INTENTS) - INTERNAL_INTENTS):
        problem = f"`{name}` is on no list{like(name, INTENTS)}"
        yield fault(
            "unlisted_intent", domain.path, domain.intents[name], problem, "add it to docs/intents.md or take it out"
        )
    for section, name, line in domain.doubles:
        yield fault("listed_twice", domain.path, line, f"`{name}` stands twice under `{section}:`", "delete one")
    for name, line in domain.wordless.items():
        yield fault("wordless", domain.path, line, f"`{name}` has a variant without words", "write the `text:`")


def of_flows(flows: Sequence[Flow], domain: Domain) -> Iterator[Finding]:
    """What rules and stories name and the domain does not declare, and wishes that no rule answers."""
    declared = {**domain.actions, **domain.responses, **domain.forms}
    said: set[tuple[Path, int]] = set()
    for flow in flows:
        if not flow.steps:
            yield fault(
                "no_steps", flow.path, flow.line, f"{flow.kind} “{flow.name}” has no steps", "write or delete it"
            )
        for step in flow.steps:
            if (flow.path, step.line) in said:
                continue
            said.add((flow.path, step.line))
            if step.kind == "intent" and step.name not in domain.intents:
                problem = f"intent `{step.name}` is not in the domain{like(step.name, domain.intents)}"
                yield fault("unknown_intent", flow.path, step.line, problem, "correct the name, or declare it")
            if step.kind == "action" and step.name not in declared and step.name not in _OF_RASA:
                problem = f"action `{step.name}` is not in the domain{like(step.name, declared)}"
                yield fault("unknown_action", flow.path, step.line, problem, "correct the name, or declare it")
        yield from _slots(flow, domain)
    answered = {step.name for flow in flows for step in flow.steps[:1] if flow.kind == "rule"}
    for name in INTENTS:
        if flows and name in domain.intents and name not in answered:
            advice = "write one in data/rules: without it the bot has no answer of its own to this wish"
            yield notice("no_rule", domain.path, domain.intents[name], f"no rule answers `{name}`", advice)


def _slots(flow: Flow, domain: Domain) -> Iterator[Finding]:
    pairs = [(name, flow.line) for name, _ in flow.condition]
    pairs += [(name, step.line) for step in flow.steps for name, _ in step.slots]
    for name, line in pairs:
        if name not in domain.slots:
            problem = f"slot `{name}` is not in the domain{like(name, domain.slots)}"
            yield fault("unknown_slot", flow.path, line, problem, "correct the name, or declare it")
        elif name not in domain.remembered and flow.kind == "rule":
            problem = f"slot `{name}` does not influence the conversation, so the rule never sees it"
            yield fault("unseen_slot", flow.path, line, problem, "set `influence_conversation: true` in the domain")


def of_code(code: Code, flows: Sequence[Flow], domain: Domain) -> Iterator[Finding]:
    """Responses and actions: said and missing, declared and never used."""
    for each in code.responses:
        if each.name not in domain.responses and each.path.parent.name == "actions":
            problem = f"response `{each.name}` is not in the domain{like(each.name, domain.responses)}"
            yield fault("missing_response", each.path, each.line, problem, "write it under `responses:`")
    steps = {step.name for flow in flows for step in flow.steps if step.kind == "action"}
    for name, line in domain.responses.items():
        if name not in steps and not code.says(name):
            yield notice("unused_response", domain.path, line, f"nothing says `{name}`", "say it, or take it out")
    built = {each.name: each for each in code.actions}
    for name, line in domain.actions.items():
        if name not in built and code.actions and not name.startswith("utter_"):
            problem = f"no class in actions/ is `{name}`{like(name, built)}"
            yield fault("unbuilt_action", domain.path, line, problem, "write the action, or take the name out")
        elif name not in steps:
            problem = f"no rule and no story leads to `{name}`"
            yield notice("unused_action", domain.path, line, problem, "write its rule, or take it out")
    for name, each in built.items():
        if name not in domain.actions and name.startswith("action_"):
            problem = f"`{name}` is not in the domain{like(name, domain.actions)}"
            yield fault("undeclared_action", each.path, each.line, problem, "add it under `actions:`")
