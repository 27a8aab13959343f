"""One sitting over clusters: what was decided, what is next, and the way back. Pure; keys and colours are bot/cli's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.records.heard import Looked
from bot.training.review.candidates import Candidate
from bot.training.review.clusters import Cluster, split


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """`intent` is None for what was skipped."""

    cluster: Cluster
    intent: str | None


@dataclass(slots=True)
class Sitting:
    """`waiting` is shown from its front. A decision counts from the moment that it is made."""

    waiting: list[Cluster]
    decided: list[Decided] = field(default_factory=list)
    tell: Callable[[Sequence[str], str], None] = lambda texts, intent: None

    @property
    def next(self) -> Cluster | None:
        return self.waiting[0] if self.waiting else None

    def label(self, intent: str) -> None:
        cluster = self.waiting.pop(0)
        self.decided.append(Decided(cluster=cluster, intent=intent))
        self.tell([each.text for each in cluster.candidates], intent)

    def skip(self) -> None:
        self.decided.append(Decided(cluster=self.waiting.pop(0), intent=None))

    def split(self) -> None:
        """A single text stays where it is."""
        if len(self.waiting[0].candidates) > 1:
            self.waiting[:1] = split(self.waiting[0])

    def undo(self) -> None:
        if self.decided:
            self.waiting.insert(0, self.decided.pop().cluster)

    @property
    def labels(self) -> list[tuple[str, str]]:
        """(text, intent) of all that were labelled."""
        return [
            (each.text, found.intent) for found in self.decided if found.intent for each in found.cluster.candidates
        ]

    @property
    def looks(self) -> list[Looked]:
        return [
            look
            for found in self.decided
            for candidate in found.cluster.candidates
            for look in looks_of(candidate, found.intent)
        ]


def looks_of(candidate: Candidate, intent: str | None) -> list[Looked]:
    """One for each conversation that the text was said in, so that erasing one of them takes its own away."""
    did = "labelled" if intent else "skipped"
    return [
        Looked(conversation_id=each, words=candidate.key, did=did, intent=intent)
        for each in sorted(candidate.conversations)
    ]
