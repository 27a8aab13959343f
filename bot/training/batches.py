"""Takes a new batch of examples (`intent<TAB>text` lines) into data/nlu: read, compared, sorted, written back.

`python -m bot.training.batches FILE…` does it from the project's root.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.nlu.intents import INTENTS_BY_TOPIC
from bot.training.examples import (
    Example,
    ExamplesFault,
    load_examples,
    merge,
    read_batch,
    sameness_key,
    topic_file,
    write_examples,
)
from bot.training.heldout import SHORTEST_LEAK, test_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What became of a batch: how many examples joined, which were known already, which are held-out test sentences."""

    added: int
    known: tuple[Example, ...]
    held_out: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """`kept`: what data/nlu holds; `fresh`: what would join it; the others as in `Merged`."""

    kept: list[Example]
    fresh: list[Example]
    known: tuple[Example, ...]
    held_out: tuple[Example, ...]


def sift(root: Path, batch: Sequence[Example]) -> Sifted:
    """What of a batch is new, without writing anything. Raises ExamplesFault for a file of data/nlu that cannot be read."""
    tests = {key for _, _, text in test_texts(root) if len(key := sameness_key(text)) > SHORTEST_LEAK}
    held_out = tuple(example for example in batch if sameness_key(example.text) in tests)
    fresh = [example for example in batch if sameness_key(example.text) not in tests]
    kept = [example for example in load_examples(root) if sameness_key(example.text) not in tests]
    joined, known = merge(kept, fresh)
    return Sifted(kept=kept, fresh=joined[len(kept) :], known=tuple(known), held_out=held_out)


def merge_batch(root: Path, path: Path) -> Merged:
    """Joins one batch to data/nlu below `root`. Raises ExamplesFault by line, and then nothing is written."""
    found = sift(root, read_batch(path))
    written = {topic_file(root, topic) for topic in INTENTS_BY_TOPIC}
    kept = [example for example in found.kept if example.path in written]  # other files stay as they are
    write_examples(root, [*kept, *found.fresh])
    return Merged(added=len(found.fresh), known=found.known, held_out=found.held_out)


def main(arguments: Sequence[str]) -> int:
    """0 when all were merged, 1 at a fault (said on stderr), 2 without a file."""
    if not arguments:
        print("usage: python -m bot.training.batches FILE.tsv …", file=sys.stderr)
        return 2
    for name in arguments:
        try:
            merged = merge_batch(Path.cwd(), Path(name))
        except (ExamplesFault, OSError) as fault:
            print(fault, file=sys.stderr)
            return 1
        print(
            f"{name}: {merged.added} added, {len(merged.known)} known, {len(merged.held_out)} held out", file=sys.stderr
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
