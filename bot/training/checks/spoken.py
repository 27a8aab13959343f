"""Which responses and actions the code names, read from its sources without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.nlu.intents import INTENTS, INTERNAL_INTENTS

_RESPONSE = re.compile(r"utter_\w*")
_ENDING = re.compile(r"_[a-z]\w*")
_ANYTHING = "utter_(?:" + "|".join((*INTENTS, *sorted(INTERNAL_INTENTS))) + ")"  # f"utter_{intent}" names an intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name and where it stands."""

    name: str
    path: Path
    line: int


@dataclass(frozen=True, kw_only=True)
class Code:
    """`responses` are named whole, `patterns` in parts (f"utter_parcel_{state}"), `actions` by their classes.

    `endings` are put behind a response's name ("_upset").
    """

    responses: tuple[Named, ...]
    patterns: tuple[str, ...]
    endings: frozenset[str]
    actions: tuple[Named, ...]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(self.patterns) or r"(?!)")

    def says(self, response: str) -> bool:
        """Whether any line may say it."""
        if response in self._whole or self._pattern.fullmatch(response):
            return True
        return any(response.endswith(end) and response.removesuffix(end) in self._whole for end in self.endings)

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(each.name for each in self.responses)


def read_code(root: Path) -> Code:
    """From actions/ and bot/worker; a file that is no Python is passed over (other tools say so)."""
    responses: list[Named] = []
    patterns: set[str] = set()
    endings: set[str] = set()
    actions: list[Named] = []
    for path in [*sorted((root / "actions").glob("*.py")), *sorted((root / "bot" / "worker").glob("*.py"))]:
        text = path.read_text(encoding="utf-8")
        if "utter_" not in text and "action_" not in text:
            continue
        try:
            tree = ast.parse(text)
        except SyntaxError:
            continue
        pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and (pattern := _pattern_of(node)):
                patterns.add(pattern)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
                if _ENDING.fullmatch(node.value):
                    endings.add(node.value)
                elif node.value.endswith("_") and _RESPONSE.fullmatch(node.value):
                    patterns.add(node.value + r"\w+")
                elif _RESPONSE.fullmatch(node.value) and node.value != "utter_message":
                    responses.append(Named(name=node.value, path=path, line=node.lineno))
        actions += _actions_of(path, tree)
    return Code(
        responses=tuple(responses),
        patterns=tuple(sorted(patterns)),
        endings=frozenset(endings),
        actions=tuple(actions),
    )


def _pattern_of(node: ast.JoinedStr) -> str | None:
    parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
    if not (parts and parts[0] and parts[0].startswith("utter_")):
        return None
    if parts == ["utter_", None]:
        return _ANYTHING
    return "".join(r"\w*" if part is None else re.escape(part) for part in parts)


def _actions_of(path: Path, tree: ast.Module) -> Iterator[Named]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for line in node.body:
            target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
            value = getattr(line, "value", None)
            if isinstance(target, ast.Name) and target.id == "action_name" and isinstance(value, ast.Constant):
                yield Named(name=str(value.value), path=path, line=line.lineno)
            elif isinstance(line, ast.FunctionDef) and line.name == "name":
                yield from _returned(path, line)


def _returned(path: Path, method: ast.FunctionDef) -> Iterator[Named]:
    for node in ast.walk(method):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant):
            yield Named(name=str(node.value.value), path=path, line=node.lineno)
