"""Imports point one way: the table of docs/architecture.md is the law, and every import of ours keeps it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.claims import ROOT

_ROW = re.compile(r"^\| `(?:bot/)?(\w+)` \| [^|]+ \|([^|]*)\|$", re.MULTILINE)
FOR_EVERYBODY = frozenset({"errors", "clock", "settings", "tasks"})
_JUDGED = frozenset({"rasa", "rasa_sdk"})


def the_law() -> dict[str, frozenset[str]]:
    """What each package may import, by name."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = page.split("## Packages")[1].split("\n## ")[0]
    return {name: frozenset(re.findall(r"\w+", allowed)) for name, allowed in _ROW.findall(section)}


LAW = the_law()


def imports_of(source: str) -> Iterator[str]:
    """The packages of ours, and Rasa's, that a module imports anywhere, also within functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "bot":
            modules = [f"bot.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        else:
            continue
        for module in modules:
            top, _, rest = module.partition(".")
            if top == "bot" and rest:
                yield rest.split(".")[0]
            elif top in _JUDGED or top == "actions":
                yield top


def trespasses(package: str, folder: Path) -> list[str]:
    allowed = LAW[package] | FOR_EVERYBODY | {package}
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted(folder.rglob("*.py"))
        for name in imports_of(path.read_text(encoding="utf-8"))
        if name not in allowed
    ]


def folders() -> dict[str, Path]:
    ours = {path.parent.name: path.parent for path in (ROOT / "bot").glob("*/__init__.py")}
    return {**ours, "actions": ROOT / "actions"}


def test_the_table_names_every_package() -> None:
    assert set(LAW) == set(folders())


@pytest.mark.parametrize("package", sorted(folders()))
def test_a_package_imports_only_what_it_may(package: str) -> None:
    assert trespasses(package, folders()[package]) == []


def test_the_arrows_go_one_way() -> None:
    ours = set(LAW)

    def reachable(package: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        for name in LAW[package] & ours - seen:
            seen = reachable(name, seen | {name})
        return seen

    assert [package for package in sorted(ours) if package in reachable(package)] == []


@pytest.mark.parametrize(
    "line, found",
    [
        ("from bot.worker.loop import Worker", "worker"),
        ("from bot import gateway", "gateway"),
        ("import rasa.core.agent", "rasa"),
        ("def late():\n    from rasa_sdk import Action", "rasa_sdk"),
        ("from actions.base import ThreadAction", "actions"),
    ],
)
def test_an_import_is_seen_however_it_is_written(line: str, found: str) -> None:
    assert list(imports_of(line)) == [found]
