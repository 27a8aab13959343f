"""The sentences of tests/nlu, which training must never see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

# Everybody writes 你好 and 转人工; a sentence counts as leaked from six characters on.
SHORTEST_LEAK = 5
_FILES = ("heldout.jsonl", "multi_intent.jsonl", "emotion.jsonl")


def test_texts(root: Path) -> Iterator[tuple[Path, int, str]]:
    """(file, line, text) of every held-out sentence below `root`; files that are not there are passed over."""
    for path in (root / "tests" / "nlu" / name for name in _FILES):
        if path.is_file():
            for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
                if line.strip():
                    yield path, number, str(json.loads(line)["text"])


test_texts.__test__ = False  # type: ignore[attr-defined]  # its name is no test's, whatever pytest thinks
