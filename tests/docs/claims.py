"""What the documentation says exists: the files, functions, commands, settings and links that a page names, by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_FENCED = re.compile(r"^ *(```|~~~)")
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_SETTING = re.compile(r"\bBOT_[A-Z][A-Z_]*[A-Z]\b")
_COMMAND = re.compile(r"^(?:\.venv/bin/)?(?:xiaonuan|python -m bot)(?= |$)")
_HERE = re.compile(r"^[\w.*/-]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`kind`: path, name, target, command, setting or link; `value` as the page has it."""

    page: str
    line: int
    kind: str
    value: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.kind} {self.value}"


def claims_of(page: str, text: str) -> Iterator[Claim]:
    """Every claim of a Markdown page, in order. Code blocks count for commands and settings only."""
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        if _FENCED.match(line):
            fenced = not fenced
            continue
        indented = line.startswith("    ")
        snippets = [line.strip()] if fenced or indented else _INLINE.findall(line)
        found = [pair for snippet in snippets for pair in _of_snippet(snippet, is_block=fenced or indented)]
        found += [("setting", name) for name in _SETTING.findall(line)]
        if not fenced:
            found += [("link", target) for target in _LINK.findall(line) if "://" not in target]
        yield from (Claim(page=page, line=number, kind=kind, value=value) for kind, value in found)


def _of_snippet(snippet: str, *, is_block: bool) -> Iterator[tuple[str, str]]:
    words = snippet.split("#")[0].split()
    if words[:1] == ["make"] and len(words) == 2 and words[1].isalpha():
        yield "target", words[1]
    elif _COMMAND.match(snippet):
        yield "command", " ".join(words)
    elif not is_block:
        path, _, name = snippet.partition(":")
        if is_of_this_repo(path):
            yield ("name", snippet) if name else ("path", path)


def is_of_this_repo(path: str) -> bool:
    """Whether it reads as a file or folder of ours: below a top-level folder, or a file of the root by its usual names."""
    if not _HERE.match(path):
        return False
    top, slash, _ = path.partition("/")
    if slash:
        return top in TOP_FOLDERS
    return path == "Makefile" or path.endswith((".yml", ".toml", ".lock", ".md", ".in"))


TOP_FOLDERS = frozenset({"actions", "bot", "bench", "data", "deploy", "docs", "tests", "tools", ".ci"})
