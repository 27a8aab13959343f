"""What is kept of a service when it ends: for the ticket, for the customer's profile, for the next one who serves her.

Made of the brief's own statements and of how it ended, so it can be checked against the record line by line. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.handoff.brief import Brief, Mood, Statement
from bot.handoff.outcomes import MOODS, outcome_in_words
from bot.text.redact import redact

_DECIDED = {
    "open": "待审批", "approved": "已同意", "rejected": "没通过", "paid": "已打款", "refused": "同意了但没打成", "unknown": "打款待核对",
}  # fmt: skip
_TRIED_KEPT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How it ended. `proposals`: (id, in words, state); `outcome` None: the bot has her again."""

    handoff_id: str
    agent: str
    outcome: str | None
    remark: str | None = None
    proposals: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`text` is one line for each statement, in their order."""

    statements: tuple[Statement, ...]

    @property
    def text(self) -> str:
        return "\n".join(each.text for each in self.statements)

    def as_json(self) -> list[dict[str, Any]]:
        return [each.as_json() for each in self.statements]


def summary_of(brief: Brief, end: End) -> Summary:
    return Summary(statements=tuple(_statements(brief, end)))


def _statements(brief: Brief, end: End) -> Iterable[Statement]:
    for label, statement in (("诉求", brief.wish), ("她说", brief.matter), ("订单", brief.order)):
        if statement is not None:
            yield _labelled(label, statement)
    for label, several in (
        ("提供了", brief.facts), ("机器人", brief.tried[-_TRIED_KEPT:]), ("已答应", brief.promised),
    ):  # fmt: skip
        yield from (_labelled(label, each) for each in several)
    for proposal_id, words, state in end.proposals:
        yield Statement(text=f"{_DECIDED.get(state, state)}：{words}", kind="proposal", ref=proposal_id)
    yield from _mood(brief.mood)
    outcome = outcome_in_words(end.outcome or "returned")
    remark = f"，{redact(end.remark)}" if end.remark else ""
    yield Statement(text=f"结果：{outcome}（{end.agent}）{remark}", kind="handoff", ref=end.handoff_id)


def _labelled(label: str, statement: Statement) -> Statement:
    text = statement.text if statement.text.startswith(label) else f"{label}：{statement.text}"
    return Statement(text=text, kind=statement.kind, ref=statement.ref)


def _mood(curve: Sequence[Mood]) -> Iterable[Statement]:
    """Each change of it, at the message that showed it; nothing for somebody who was calm throughout."""
    turns = [mood for before, mood in zip((None, *curve), curve, strict=False) if _differs(before, mood)]
    if any(mood.emotion != "calm" for mood in turns):
        for mood in turns:
            yield Statement(text=f"情绪：{MOODS.get(mood.emotion, mood.emotion)}", kind="message", ref=mood.seq)


def _differs(before: Mood | None, mood: Mood) -> bool:
    return before is None or before.emotion != mood.emotion
