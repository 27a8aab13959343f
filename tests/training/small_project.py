"""A project that trains in seconds: the real domain, configuration, rules and stories, and a dozen examples for each wish."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path

from bot.training.examples import Example, load_examples, write_examples

ROOT = Path(__file__).resolve().parents[2]
_PER_INTENT = 12
_HELD_OUT_LINES = 400
_MOOD_LINES = 60


def small_project(root: Path, without: str = "") -> Path:
    """Made below `root`; no example holds the words of `without`."""
    root.mkdir(parents=True, exist_ok=True)
    for name in ("domain.yml", "config.yml"):
        shutil.copy(ROOT / name, root / name)
    for name in ("data/rules", "data/stories", "tests/stories"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    write_examples(root, _few(without))
    (root / "data" / "emotion").mkdir()
    for level in ("angry", "anxious", "calm", "upset"):
        lines = (ROOT / "data" / "emotion" / f"{level}.tsv").read_text(encoding="utf-8").splitlines()
        (root / "data" / "emotion" / f"{level}.tsv").write_text("\n".join(lines[:_MOOD_LINES]) + "\n", encoding="utf-8")
    held_out = (ROOT / "tests" / "nlu" / "heldout.jsonl").read_text(encoding="utf-8").splitlines()
    (root / "tests" / "nlu").mkdir(parents=True)
    kept = held_out[:: max(1, len(held_out) // _HELD_OUT_LINES)]
    (root / "tests" / "nlu" / "heldout.jsonl").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return root


def _few(without: str) -> list[Example]:
    found: defaultdict[str, list[Example]] = defaultdict(list)
    for example in load_examples(ROOT):
        if len(found[example.intent]) < _PER_INTENT and not (without and without in example.text):
            found[example.intent].append(example)
    return [example for examples in found.values() for example in examples]
