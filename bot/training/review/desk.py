"""What one review works on: the missed texts of the last days without what is known, in clusters, with their adviser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.clock import steady_ms, utc_now
from bot.errors import ConfigurationError
from bot.records import heard
from bot.records.database import Database
from bot.training.evaluate import read_cases
from bot.training.examples import Example, load_examples
from bot.training.heldout import test_texts
from bot.training.measure import HELD_OUT
from bot.training.review.advisor import Advisor
from bot.training.review.candidates import Candidate, gather, key_of
from bot.training.review.clusters import Cluster, clusters_of

_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """`examples` are those of data/nlu."""

    candidates: tuple[Candidate, ...]
    clusters: tuple[Cluster, ...]
    examples: tuple[Example, ...]


def since_ms(days: int) -> int:
    return steady_ms() - days * _DAY_MS


def batch_name() -> str:
    """Of today's labels: they stay together in the files, and evaluation can hold them out."""
    return f"review-{utc_now():%Y-%m-%d}"


def pile(database: Database, root: Path, *, days: int, most: int) -> Pile:
    """What was missed, was not looked at, and is neither an example nor a test sentence yet, in at most so many clusters; 0
    saves the time where they are not needed. Raises ExamplesFault for a file that cannot be read, ConfigurationError for a folder
    without examples."""
    talks = database.read_now(heard.talks_since, since_ms=since_ms(days))
    examples = load_examples(root)
    if not examples:
        raise ConfigurationError(f"there are no examples in {root / 'data' / 'nlu'}: --root names a project's folder")
    known = {key_of(each.text) for each in examples} | {key_of(text) for _, _, text in test_texts(root)}
    candidates = gather(talks, known | database.read_now(heard.looked_at))
    clusters = clusters_of(candidates)[:most] if most else []
    return Pile(candidates=tuple(candidates), clusters=tuple(clusters), examples=tuple(examples))


def advisor(found: Pile) -> Advisor:
    return Advisor(found.examples, [each.text for each in found.candidates])


def held_out(root: Path) -> list[tuple[str, str]]:
    """(text, intent) of the held-out sentences; empty for a project without."""
    path = root / HELD_OUT
    return [(text, intent) for text, intent, _ in read_cases(path)] if path.is_file() else []
