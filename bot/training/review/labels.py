"""Labelled texts go into data/nlu/<topic>.yml by round trip: nothing else of the files changes, so that the diff can be read.

New examples stand in a block of their own (`batch: review-<day>`) behind the intent's other blocks, intents in the list's order.
"""

from __future__ import annotations

import io
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.nlu.intents import INTENTS_BY_TOPIC, TOPIC_OF
from bot.text.redact import redact
from bot.training.batches import sift
from bot.training.examples import Example, sameness_key, topic_file
from bot.training.near_duplicates import alike

_ALIKE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of labels: the examples that joined; how many were known, held-out test sentences, or nearly there.

    `otherwise`: (label, the example of another wish that says the same) of those that were known; they did not join.
    """

    added: tuple[Example, ...]
    otherwise: tuple[tuple[Example, Example], ...]
    known: int
    held_out: int
    alike: int
    files: tuple[Path, ...]


def write_labels(root: Path, labels: Sequence[tuple[str, str]], batch: str, *, dry_run: bool = False) -> Written:
    """Joins (text, intent) to data/nlu below `root`; with `dry_run` it only says what would join.

    Raises ExamplesFault for a file that cannot be read, OSError where one cannot be written; each file is replaced whole.
    """
    found = sift(root, [_example(root, text, intent, batch) for text, intent in labels])
    fresh = _without_alike(found.kept, found.fresh)
    by_topic: defaultdict[str, list[Example]] = defaultdict(list)
    for example in fresh:
        by_topic[TOPIC_OF[example.intent]].append(example)
    files = {topic: topic_file(root, topic) for topic in sorted(by_topic)}
    texts = {path: _joined(path, topic, by_topic[topic]) for topic, path in files.items()}
    for path, text in texts.items():
        if not dry_run:
            _replace(path, text)
    return Written(
        added=tuple(fresh),
        otherwise=tuple(_otherwise(found.kept, found.known)),
        known=len(found.known),
        held_out=len(found.held_out),
        alike=len(found.fresh) - len(fresh),
        files=tuple(texts),
    )


def _example(root: Path, text: str, intent: str, batch: str) -> Example:
    """Masked once more, for a table's texts may have been edited. Square brackets would begin an annotation."""
    clean = " ".join(redact(text).split()).replace("[", "【").replace("]", "】")
    return Example(intent=intent, text=clean, raw=clean, batch=batch, path=topic_file(root, TOPIC_OF[intent]), line=0)


def _without_alike(kept: Sequence[Example], fresh: Sequence[Example]) -> list[Example]:
    """Without those that are nearly a sentence that the same intent has already, or another new one."""
    left: list[Example] = []
    for intent in sorted({example.intent for example in fresh}):
        there = [example.text for example in kept if example.intent == intent]
        new = [example for example in fresh if example.intent == intent]
        doubles = {later for _, later, _ in alike([*there, *(example.text for example in new)], _ALIKE)}
        left += [example for place, example in enumerate(new, start=len(there)) if place not in doubles]
    return left


def _otherwise(kept: Sequence[Example], known: Sequence[Example]) -> Iterator[tuple[Example, Example]]:
    there = {sameness_key(example.text): example for example in kept}
    for example in known:
        other = there.get(sameness_key(example.text))
        if other is not None and other.intent != example.intent:
            yield example, other


def _joined(path: Path, topic: str, examples: Sequence[Example]) -> str:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes, yaml.width = True, 1_000_000
    source = path.read_text(encoding="utf-8") if path.is_file() else 'version: "3.1"\nnlu: []\n'
    document = yaml.load(source)
    if not document["nlu"]:
        document["nlu"] = []
    for intent in INTENTS_BY_TOPIC[topic]:
        hers = [example for example in examples if example.intent == intent]
        if hers:
            _join(document["nlu"], topic, hers)
    out = io.StringIO()
    yaml.dump(document, out)
    return out.getvalue()


def _join(blocks: Any, topic: str, examples: Sequence[Example]) -> None:
    from ruamel.yaml.comments import CommentedMap
    from ruamel.yaml.scalarstring import LiteralScalarString

    intent, batch = examples[0].intent, examples[0].batch
    lines = "".join(f"- {example.raw}\n" for example in examples)
    for block in blocks:
        if block.get("intent") == intent and (block.get("metadata") or {}).get("batch") == batch:
            block["examples"] = LiteralScalarString(f"{block['examples'].rstrip()}\n{lines}")
            return
    made = CommentedMap(
        {"intent": intent, "metadata": CommentedMap({"batch": batch}), "examples": LiteralScalarString(lines)}
    )
    blocks.insert(_place(blocks, topic, made), made)


def _place(blocks: Any, topic: str, made: Any) -> int:
    """Behind the last block that stands before it in the list of intents or, of the same intent, in the batches' names: as
    `data check` wants a file sorted."""
    order = {name: place for place, name in enumerate(INTENTS_BY_TOPIC[topic])}

    def key(block: Any) -> tuple[int, str]:
        return order.get(block.get("intent"), len(order)), str((block.get("metadata") or {}).get("batch", ""))

    before = [place for place, block in enumerate(blocks) if key(block) <= key(made)]
    return before[-1] + 1 if before else 0


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.new")
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)  # others of the project read it too
    os.replace(aside, path)
