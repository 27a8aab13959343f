"""domain.yml as names with their lines: what it declares, for the checks that compare it with data, rules and code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yaml.nodes import MappingNode, Node

from bot.training.source import child, entries, items, line_of, scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """Each name with its line. `remembered`: the slots that influence the conversation; `texts`: per response."""

    path: Path
    intents: dict[str, int]
    entities: dict[str, int]
    slots: dict[str, int]
    remembered: frozenset[str]
    actions: dict[str, int]
    forms: dict[str, int]
    responses: dict[str, int]
    wordless: dict[str, int]
    doubles: tuple[tuple[str, str, int], ...]  # (section, name, line) of what is listed twice


def read_domain(path: Path, root: Node | None) -> Domain:
    """An empty domain for an empty file."""
    doubles: list[tuple[str, str, int]] = []

    def listed(section: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for node in items(child(root, section)):
            named = next(entries(node), None)
            name = named.key if named else scalar(node) or ""
            if name in found:
                doubles.append((section, name, line_of(node)))
            found.setdefault(name, line_of(node))
        return found

    def mapped(section: str) -> dict[str, int]:
        return {entry.key: entry.line for entry in entries(child(root, section))}

    return Domain(
        path=path,
        intents=listed("intents"),
        entities=listed("entities"),
        slots=mapped("slots"),
        remembered=frozenset(entry.key for entry in entries(child(root, "slots")) if _influences(entry.value)),
        actions=listed("actions"),
        forms=mapped("forms"),
        responses=mapped("responses"),
        wordless={entry.key: entry.line for entry in entries(child(root, "responses")) if _is_wordless(entry.value)},
        doubles=tuple(doubles),
    )


def _influences(slot: Node) -> bool:
    return scalar(child(slot, "influence_conversation")) != "false" and scalar(child(slot, "type")) != "any"


def _is_wordless(response: Node) -> bool:
    variants = items(response)
    return not variants or any(
        (isinstance(each, MappingNode) and not any(entry.key in ("text", "custom", "image") for entry in entries(each)))
        or scalar(child(each, "text")) == ""
        for each in variants
    )  # fmt: skip
