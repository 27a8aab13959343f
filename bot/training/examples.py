"""Training examples on disk: reading data/nlu with file and line, merging a new batch, writing it back in order.

A batch is what one writer wrote in one go; it is kept as metadata of the YAML blocks, so that evaluation can hold out a
whole writer. This module must not judge examples (see `bot.training.check`) and must not import rasa.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from yaml.nodes import Node, ScalarNode, SequenceNode

from bot.errors import ConfigurationError
from bot.nlu.intents import INTENTS_BY_TOPIC, TOPIC_OF
from bot.training.annotations import plain
from bot.training.source import SourceFault, child, line_of, read_nodes, scalar, yaml_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One labelled sentence; `text` is what the shopper typed, `raw` still has entity annotations."""

    intent: str
    text: str
    raw: str
    batch: str
    path: Path
    line: int


class ExamplesFault(ConfigurationError):
    """A training file cannot be read; says file, line and what to do."""

    def __init__(self, path: Path, line: int, problem: str, kind: str = "unreadable") -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path, self.line, self.problem, self.kind = path, line, problem, kind


def load_examples(root: Path) -> list[Example]:
    """All examples of the data/nlu folder below `root`, in file order. Raises ExamplesFault at the first bad file."""
    found: list[Example] = []
    for path in yaml_files(root / "data" / "nlu"):
        found.extend(read_file(path))
    return found


def read_file(path: Path) -> list[Example]:
    """The intent examples of one YAML file; lookups and synonyms are passed over. Raises ExamplesFault."""
    try:
        document = read_nodes(path)
    except SourceFault as fault:
        raise ExamplesFault(fault.path, fault.line, f"{fault.problem}: {fault.advice}", fault.kind) from None
    return examples_in(path, document)


def examples_in(path: Path, document: Node | None) -> list[Example]:
    """As `read_file`, of a document that was read already."""
    blocks = child(document, "nlu")
    if not isinstance(blocks, SequenceNode):
        raise ExamplesFault(path, 1, 'no list under `nlu:`: the file must start with `version: "3.1"` and `nlu:`')
    return [example for block in blocks.value if child(block, "intent") for example in _read_block(path, block)]


def _read_block(path: Path, block: Node) -> Iterator[Example]:
    intent, body = scalar(child(block, "intent")) or "", child(block, "examples")
    start = line_of(block) if body is None else line_of(body) + isinstance(body, ScalarNode)
    if not isinstance(body, ScalarNode):
        raise ExamplesFault(
            path, start, f"intent `{intent}` has no text: add `examples: |` and lines that begin with `- `"
        )
    batch = scalar(child(child(block, "metadata"), "batch")) or ""
    for offset, line in enumerate(body.value.split("\n")):
        if not line.strip():
            continue
        if not line.startswith("-"):
            raise ExamplesFault(path, start + offset, "an example must begin with `- `: add it, or join the line above")
        raw = line[1:].strip()
        yield Example(intent=intent, text=plain(raw), raw=raw, batch=batch, path=path, line=start + offset)


def sameness_key(text: str) -> str:
    """Two texts with one key are the same sentence for training: width, case, spaces and punctuation do not count."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\s\W_]+", "", folded) or folded


def topic_file(root: Path, topic: str) -> Path:
    """Where a topic's examples stand: data/nlu/<topic>.yml, or .yaml where only that is there."""
    path = root / "data" / "nlu" / f"{topic}.yml"
    other = path.with_suffix(".yaml")
    return other if other.is_file() and not path.is_file() else path


def read_batch(path: Path) -> list[Example]:
    """A new batch from `intent<TAB>text` lines; the batch is named after the file. Raises ExamplesFault by line."""
    batch: list[Example] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        intent, tab, text = line.partition("\t")
        if not tab or not text.strip():
            raise ExamplesFault(path, number, "expected `intent<TAB>text`: put one tab between the two")
        if intent not in TOPIC_OF:
            raise ExamplesFault(path, number, f"`{intent}` is not on the intent list: see docs/intents.md")
        clean = " ".join(text.split())
        batch.append(Example(intent=intent, text=plain(clean), raw=clean, batch=path.stem, path=path, line=number))
    return batch


def merge(known: Iterable[Example], new: Iterable[Example]) -> tuple[list[Example], list[Example]]:
    """Joins a batch to what is there: (all examples, those of `new` left out because the sentence is known already)."""
    kept = list(known)
    seen = {sameness_key(example.text) for example in kept}
    left_out: list[Example] = []
    for example in new:
        key = sameness_key(example.text)
        (left_out if key in seen else kept).append(example)
        seen.add(key)
    return kept, left_out


def write_examples(root: Path, examples: Iterable[Example]) -> list[Path]:
    """Writes data/nlu/<topic>.yml anew, intents in the list's order and batches in name order. Returns the files."""
    by_block: dict[tuple[str, str], list[str]] = defaultdict(list)
    for example in examples:
        if example.intent not in TOPIC_OF:
            raise ExamplesFault(example.path, example.line, f"`{example.intent}` is on no list: nothing was written")
        by_block[example.intent, example.batch].append(example.raw)
    written = []
    for topic, intents in INTENTS_BY_TOPIC.items():
        blocks = [_block(*key, by_block[key]) for key in sorted(by_block, key=lambda k: k[1]) if key[0] in intents]
        order = {intent: place for place, intent in enumerate(intents)}
        blocks.sort(key=lambda block: order[block[0]])
        path = topic_file(root, topic)
        if not blocks and not path.is_file():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('version: "3.1"\nnlu:\n' + "".join(text for _, text in blocks), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _block(intent: str, batch: str, raws: list[str]) -> tuple[str, str]:
    head = f"- intent: {intent}\n" + (f"  metadata:\n    batch: {batch}\n" if batch else "")
    return intent, head + "  examples: |\n" + "".join(f"    - {raw}\n" for raw in raws)
