"""A model's figures on the held-out sentences of a project, as its card keeps them and promotion looks at them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.training.evaluate import judge, read_cases, report
from bot.training.fingerprints import file_fingerprint
from bot.training.parse import Parser
from bot.training.source import SourceFault

HELD_OUT = Path("tests/nlu/heldout.jsonl")
EMOTIONS = Path("tests/nlu/emotion.jsonl")
_HOT = {"upset", "angry"}

Figures = dict[str, Any]


def held_out_fingerprint(root: Path) -> str:
    """Which sentences figures are of; empty where the project has none."""
    if not (root / HELD_OUT).is_file():
        return ""
    found = file_fingerprint(root / HELD_OUT)
    return found + (file_fingerprint(root / EMOTIONS) if (root / EMOTIONS).is_file() else "")


def figures(root: Path, archive: Path) -> Figures:
    """`evaluate`'s figures, with recall and precision on the hard emotions beside them; empty without a held-out set."""
    if not (root / HELD_OUT).is_file():
        return {}
    parser = Parser(archive)
    try:
        parser.parse("你好")
        cases = [judge(parser.parse, *case) for case in read_cases(root / HELD_OUT)]
        found = dataclasses.asdict(report(cases))
        return {"held_out": held_out_fingerprint(root), **found, **emotions(root / EMOTIONS, parser.parse)}
    finally:
        parser.close()


def _labelled(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8-sig"))
        return {"text": str(found["text"]), "emotion": found["emotion"]}
    except (ValueError, KeyError, TypeError):
        problem, advice = "not a sentence with its mood", 'write {"text": "…", "emotion": "…"} on one line, in UTF-8'
        raise SourceFault(path, number, problem, advice) from None


def emotions(path: Path, parse: Callable[[str], dict[str, Any]]) -> Figures:
    """Recall and precision of upset-or-angry on lines {"text","emotion"}; empty where there is no such file."""
    if not path.is_file():
        return {}
    lines = [_labelled(path, *each) for each in enumerate(path.read_bytes().split(b"\n"), start=1) if each[1].strip()]
    said = [parse(line["text"])["emotion"]["level"] in _HOT for line in lines]
    true = [line["emotion"] in _HOT for line in lines]
    both = sum(a and b for a, b in zip(said, true, strict=True))
    return {
        "emotion_set_recall": both / max(1, sum(true)),
        "emotion_set_precision": both / max(1, sum(said)),
    }
