"""The sentences of tests/nlu, which training must never see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from bot.training.source import SourceFault

# Everybody writes 你好 and 转人工; a sentence counts as leaked from six characters on.
SHORTEST_LEAK = 5
_FILES = ("heldout.jsonl", "multi_intent.jsonl", "emotion.jsonl")


def test_texts(root: Path) -> Iterator[tuple[Path, int, str]]:
    """(file, line, text) of every held-out sentence below `root`; files that are not there are passed over. Raises SourceFault."""
    for path in (root / "tests" / "nlu" / name for name in _FILES):
        if path.is_file():
            for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
                if line.strip():
                    yield path, number, _text_of(path, number, line)


def _text_of(path: Path, number: int, line: bytes) -> str:
    try:
        return str(json.loads(line.decode("utf-8-sig"))["text"])
    except (ValueError, KeyError, TypeError):
        problem, advice = "not a held-out sentence", 'write {"text": "…", …} on one line, in UTF-8'
        raise SourceFault(path, number, problem, advice) from None


test_texts.__test__ = False  # type: ignore[attr-defined]  # its name is no test's, whatever pytest thinks
