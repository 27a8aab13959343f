"""`data check --fix`: what can be mended without a judgement. Files are replaced whole or not at all.

Byte-order marks, Windows line ends and blanks at line ends go; of one sentence twice under one label the later goes; the
blocks of data/nlu stand in the order of the intent list. Nothing else of a file is touched, comments stay where they are.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.nlu.intents import INTENTS
from bot.training.checks.files import project_files
from bot.training.examples import Example, ExamplesFault, examples_in
from bot.training.source import BOM, LARGEST_BYTES, SourceFault, compose

_TRAILING = re.compile(rb"[ \t]+$", re.MULTILINE)
_BLOCK = re.compile(r"^(?:#[^\n]*\n)*- intent: *(\S+)[^\n]*\n", re.MULTILINE)
_BATCH = re.compile(r"^    batch: *(.*)$", re.MULTILINE)
_ORDER = {name: place for place, name in enumerate(INTENTS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What was done to one file, in words."""

    path: Path
    what: tuple[str, ...]


def mend(root: Path) -> Iterator[Mended]:
    """Mends every file of the project that training reads; a file that cannot be read stays as it is."""
    seen: set[tuple[str, str]] = set()
    for path in project_files(root):
        if path.stat().st_size > LARGEST_BYTES:
            continue
        before = path.read_bytes()
        content, what = _clean(before)
        if path.parent.name == "nlu":
            content, more = _tidy(path, content, seen)
            what += more
        if content != before:
            _replace(path, content)
            yield Mended(path=path, what=tuple(what))


def is_sorted(content: str) -> bool:
    """Whether the blocks of an NLU file stand in the list's order (True where it holds none that can be sorted)."""
    _, blocks = _blocks(content)
    return blocks == sorted(blocks, key=_place)


def _clean(content: bytes) -> tuple[bytes, list[str]]:
    what = []
    if content.startswith(BOM):
        content = content.removeprefix(BOM)
        what.append("byte-order mark")
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        what.append("line ends")
    if _TRAILING.search(content):
        content = _TRAILING.sub(b"", content)
        what.append("blanks at line ends")
    return content, what


def _tidy(path: Path, content: bytes, seen: set[tuple[str, str]]) -> tuple[bytes, list[str]]:
    """Without exact doubles and in order, if afterwards the file still says the same."""
    try:
        before = examples_in(path, compose(path, content))
    except (SourceFault, ExamplesFault):
        return content, []
    doubles = list(_doubles(before, seen))
    lines = content.decode().split("\n")
    for example in reversed(doubles):
        if lines[example.line - 1].strip().removeprefix("-").strip() == example.raw:
            del lines[example.line - 1]
    head, blocks = _blocks("\n".join(lines))
    text = head + "".join(sorted(blocks, key=_place)) if blocks else "\n".join(lines)
    try:
        after = examples_in(path, compose(path, text.encode()))
    except (SourceFault, ExamplesFault):
        return content, []
    if _counted(after) + _counted(doubles) != _counted(before):
        return content, []
    what = [f"{len(doubles)} exact doubles"] if doubles else []
    return text.encode(), what + ([] if blocks == sorted(blocks, key=_place) else ["order"])


def _doubles(examples: list[Example], seen: set[tuple[str, str]]) -> Iterator[Example]:
    kept = Counter((example.intent, example.batch) for example in examples)
    for example in examples:
        key = example.intent, example.raw
        if key in seen and kept[example.intent, example.batch] > 1:  # a block needs one line at least
            kept[example.intent, example.batch] -= 1
            yield example
        seen.add(key)


def _counted(examples: list[Example]) -> Counter[tuple[str, str]]:
    return Counter((example.intent, example.raw) for example in examples)


def _blocks(text: str) -> tuple[str, list[str]]:
    """(what stands before the first block, the blocks); no blocks where the file is written in another way."""
    starts = [match.start() for match in _BLOCK.finditer(text)]
    if not starts or len(starts) != len(re.findall(r"^- ", text, re.MULTILINE)):
        return text, []
    if not text.endswith("\n"):
        text += "\n"
    return text[: starts[0]], [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _place(block: str) -> tuple[int, str]:
    name = _BLOCK.match(block)
    batch = _BATCH.search(block)
    return _ORDER.get(name[1] if name else "", len(_ORDER)), batch[1] if batch else ""


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(path.stat().st_mode & 0o777)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
