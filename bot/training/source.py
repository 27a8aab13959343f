"""One YAML file of the project as nodes that know their lines. It reads quickly (libyaml) and judges only whether it can be read.

Bytes are looked at first, because what an editor does to them (a byte-order mark, tabs) makes parsers complain about
something else. Writing is elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.errors import ConfigurationError

LARGEST_BYTES = 10 * 1024 * 1024
BOM = b"\xef\xbb\xbf"
SUFFIXES = (".yml", ".yaml")  # Rasa trains from both
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class SourceFault(ConfigurationError):
    """A file cannot be read; says file, line and what to do."""

    def __init__(self, path: Path, line: int, problem: str, advice: str, kind: str = "unreadable") -> None:
        super().__init__(f"{path}:{line}: {problem}: {advice}")
        self.path, self.line, self.problem, self.advice, self.kind = path, line, problem, advice, kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with its value's node; lines count from 1."""

    key: str
    line: int
    value: Node


def yaml_files(folder: Path) -> list[Path]:
    """The YAML files of a folder and of those in it, in order; none where there is no such folder."""
    return sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)


def read_nodes(path: Path) -> Node | None:
    """The document's root, None for an empty file. Raises SourceFault, also for a key that stands twice."""
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise SourceFault(
                path, 0, f"{size / 1048576:.0f} MB in one file", "split it by topic: 10 MB is the most", "too_large"
            )
        content = path.read_bytes()
    except OSError as error:
        raise SourceFault(path, 0, f"cannot be read ({error.strerror})", "check its name and permissions") from None
    return compose(path, content)


def compose(path: Path, content: bytes) -> Node | None:
    """As `read_nodes`, of bytes that were read already; `path` is only named."""
    try:
        text = content.removeprefix(BOM).decode()
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise SourceFault(path, line, f"not UTF-8 at byte {fault.start}", "save the file as UTF-8") from None
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as fault:
        raise _of_yaml(path, text, fault) from None
    _refuse_doubles(path, root)
    return root


def _of_yaml(path: Path, text: str, fault: yaml.YAMLError) -> SourceFault:
    mark = getattr(fault, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    lines = text.split("\n")
    line = min(line, len(text.rstrip().split("\n")))  # libyaml finds what is not closed at the very end
    for number in range(line, max(0, line - 3), -1):
        if (
            number <= len(lines)
            and "\t" in lines[number - 1][: len(lines[number - 1]) - len(lines[number - 1].lstrip())]
        ):
            return SourceFault(path, number, "a tab indents this line", "YAML wants spaces: replace the tab", "tab")
    problem = getattr(fault, "problem", None) or "not valid"
    return SourceFault(path, line, f"not valid YAML ({problem})", "mend the indentation or the quotes of this line")


def _refuse_doubles(path: Path, node: Node | None) -> None:
    if isinstance(node, SequenceNode):
        for each in node.value:
            _refuse_doubles(path, each)
    elif isinstance(node, MappingNode):
        seen: dict[str, int] = {}
        for entry in entries(node):
            if entry.key in seen:
                problem = f"`{entry.key}` stands twice in one block (line {seen[entry.key]} too)"
                advice = "join the two: the first would be lost silently"
                raise SourceFault(path, entry.line, problem, advice, "duplicate_key")
            seen[entry.key] = entry.line
            _refuse_doubles(path, entry.value)


def entries(node: Node | None) -> Iterator[Entry]:
    """The keys of a mapping in order; nothing for any other node."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield Entry(str(key.value) if isinstance(key, ScalarNode) else "", key.start_mark.line + 1, value)


def child(node: Node | None, key: str) -> Node | None:
    """The value under a key, None where there is none."""
    return next((entry.value for entry in entries(node) if entry.key == key), None)


def items(node: Node | None) -> list[Node]:
    """The members of a list; nothing for any other node."""
    return list(node.value) if isinstance(node, SequenceNode) else []


def scalar(node: Node | None) -> str | None:
    """A scalar's text, None for null and for any other node."""
    if not isinstance(node, ScalarNode) or node.tag.endswith(":null"):
        return None
    return str(node.value)


def line_of(node: Node) -> int:
    """Where it begins, from 1."""
    return int(node.start_mark.line) + 1
