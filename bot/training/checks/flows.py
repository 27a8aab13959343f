"""Rules and stories as what happens in them, read from YAML with lines: intents, actions, slots. It judges nothing.

An `or` of intents becomes one flow for each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from yaml.nodes import MappingNode, Node, ScalarNode

from bot.training.source import child, entries, items, line_of, scalar

_MOST_WAYS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens; `slots` only of a slot step: (name, value) pairs, None for a slot that must be empty."""

    kind: Literal["intent", "action", "slots", "other"]
    name: str
    line: int
    entities: tuple[str, ...] = ()
    slots: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A rule or a story. `whole`: it holds nothing that only Rasa itself can follow (loops, checkpoints, bot's texts)."""

    kind: Literal["rule", "story"]
    name: str
    path: Path
    line: int
    condition: tuple[tuple[str, str | None], ...] = ()
    steps: tuple[Step, ...] = ()
    from_start: bool = False
    waits: bool = True
    whole: bool = True


def flows_of(path: Path, root: Node | None) -> Iterator[Flow]:
    """All flows of one file, in order."""
    for block in items(child(root, "rules")):
        yield from _ways(_flow(path, block, "rule"), block)
    for block in items(child(root, "stories")):
        yield from _ways(_flow(path, block, "story"), block)


def _flow(path: Path, block: Node, kind: Literal["rule", "story"]) -> Flow:
    condition = [pair for each in items(child(block, "condition")) for pair in _slots(child(each, "slot_was_set"))]
    looping = any(child(each, "active_loop") is not None for each in items(child(block, "condition")))
    return Flow(
        kind=kind,
        name=scalar(child(block, kind)) or "",
        path=path,
        line=line_of(block),
        condition=tuple(condition),
        from_start=scalar(child(block, "conversation_start")) == "true",
        waits=scalar(child(block, "wait_for_user_input")) != "false",
        whole=not looping,
    )


def _ways(flow: Flow, block: Node) -> Iterator[Flow]:
    ways: list[tuple[Step, ...]] = [()]
    for node in items(child(block, "steps")):
        choices = [_step(each) for each in items(child(node, "or"))] or [_step(node)]
        ways = [(*way, choice) for way in ways for choice in choices][:_MOST_WAYS]
    for way in ways:
        yield replace(flow, steps=way, whole=flow.whole and all(step.kind != "other" for step in way))


def _step(node: Node) -> Step:
    line, named = line_of(node), {entry.key: entry for entry in entries(node)}
    if "intent" in named:
        return Step(
            kind="intent",
            name=scalar(named["intent"].value) or "",
            line=named["intent"].line,
            entities=tuple(sorted(_entities(child(node, "entities")))),
        )
    if "action" in named:
        return Step(kind="action", name=scalar(named["action"].value) or "", line=named["action"].line)
    if "slot_was_set" in named:
        return Step(kind="slots", name="", line=line, slots=tuple(_slots(named["slot_was_set"].value)))
    return Step(kind="other", name=next(iter(named), ""), line=line)


def _entities(node: Node | None) -> Iterator[str]:
    for each in items(node):
        if isinstance(each, ScalarNode):
            yield str(each.value)
        elif name := next((entry.key for entry in entries(each) if entry.key not in ("role", "group", "value")), None):
            yield name


def _slots(node: Node | None) -> Iterator[tuple[str, str | None]]:
    for each in items(node) or ([node] if isinstance(node, MappingNode) else []):
        if isinstance(each, ScalarNode):
            yield str(each.value), "true"
        for entry in entries(each):
            yield entry.key, scalar(entry.value)
