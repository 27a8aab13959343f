"""Two models side by side: on the held-out sentences, and on what shoppers really wrote in the last days.

Real messages are judged alone, without thread and record, and shown masked; nothing of them is kept.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.clock import steady_ms
from bot.records.tables import messages
from bot.text.redact import redact
from bot.training.checks.flows import flows_of
from bot.training.evaluate import Case, Report, judge, read_cases, report
from bot.training.measure import EMOTIONS, HELD_OUT, Figures, emotions
from bot.training.parse import Parser
from bot.training.source import read_nodes, yaml_files

_DAY_MS = 86_400_000
_MOST_MESSAGES = 5_000
_EXAMPLES = 3
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Messages that A takes for `before` and B for `after`; `answers`: the action would be another one too."""

    before: str
    after: str
    times: int
    answers: bool
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Real:
    """What would change of `messages` real ones: `changed` are understood otherwise, `answered_otherwise` of them get
    another answer."""

    days: int
    messages: int
    changed: int
    answered_otherwise: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Figures of both on the held-out set (empty without one), what B newly gets right and wrong there, and real messages."""

    a: str
    b: str
    figures_a: Figures
    figures_b: Figures
    better: int
    worse: int
    worse_examples: tuple[tuple[str, str, str], ...]  # (text, true, what B says)
    real: Real


def recent_texts(connection: Connection, *, days: int = 7, now_ms: int | None = None) -> list[str]:
    """What shoppers typed in the last days, newest first, at most 5,000; clicks are no texts."""
    since_ms = (now_ms or steady_ms()) - days * _DAY_MS
    rows = connection.execute(
        select(messages.c.text, messages.c.extras)
        .where(messages.c.role == "shopper", messages.c.at_ms >= since_ms, messages.c.text.is_not(None))
        .order_by(messages.c.at_ms.desc())
        .limit(_MOST_MESSAGES)
    )
    return [row.text for row in rows if row.text.strip() and '"payload"' not in (row.extras or "")]


class Judge:
    """One loaded model: its cases on the held-out set, its figures, and its first choices."""

    def __init__(self, archive: Path) -> None:
        self._parser = Parser(archive)
        self._parser.parse("你好")

    def cases(self, root: Path) -> list[Case]:
        path = root / HELD_OUT
        return [judge(self._parser.parse, *case) for case in read_cases(path)] if path.is_file() else []

    def figures(self, root: Path, cases: Sequence[Case]) -> Figures:
        found: Report = report(cases)
        return {**dataclasses.asdict(found), **emotions(root / EMOTIONS, self._parser.parse)} if cases else {}

    def wish(self, text: str) -> str:
        """The intent, or “not sure” where the bot would ask."""
        found = self._parser.parse(text)
        return str(found["intent"]) if found["in_scope"] else "not sure"

    def close(self) -> None:
        self._parser.close()


def compare(root: Path, archives: tuple[Path, Path], texts: Sequence[str], days: int = 7) -> Comparison:
    """A and B; both are loaded at once (about 250 MB)."""
    a, b = Judge(archives[0]), Judge(archives[1])
    try:
        cases_a, cases_b = a.cases(root), b.cases(root)
        pairs = list(zip(cases_a, cases_b, strict=True))
        better = [two for one, two in pairs if not _right(one) and _right(two)]
        worse = [two for one, two in pairs if _right(one) and not _right(two)]
        return Comparison(
            a=archives[0].name,
            b=archives[1].name,
            figures_a=a.figures(root, cases_a),
            figures_b=b.figures(root, cases_b),
            better=len(better),
            worse=len(worse),
            worse_examples=tuple(
                (case.text, case.intent, case.ranking[0] if case.ranking else "–") for case in worse[:5]
            ),
            real=_real(a, b, texts, actions_of(root), days),
        )
    finally:
        a.close()
        b.close()


def actions_of(root: Path) -> dict[str, str]:
    """intent → the action that a rule without conditions gives it."""
    found: dict[str, str] = {}
    for path in yaml_files(root / "data" / "rules"):
        for flow in flows_of(path, read_nodes(path)):
            if flow.kind == "rule" and not flow.condition and len(flow.steps) > 1 and flow.steps[0].kind == "intent":
                found.setdefault(flow.steps[0].name, flow.steps[1].name)
    return found


def _real(a: Judge, b: Judge, texts: Sequence[str], actions: Mapping[str, str], days: int) -> Real:
    times = Counter(texts)
    examples: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    counts: Counter[tuple[str, str]] = Counter()
    for text, number in times.most_common():
        pair = a.wish(text), b.wish(text)
        if pair[0] != pair[1]:
            counts[pair] += number
            if len(examples[pair]) < _EXAMPLES:
                examples[pair].append(_shown(text))
    changes = tuple(
        Change(
            before=pair[0],
            after=pair[1],
            times=number,
            answers=_answer(pair[0], actions) != _answer(pair[1], actions),
            examples=tuple(examples[pair]),
        )
        for pair, number in counts.most_common()
    )
    return Real(
        days=days,
        messages=len(texts),
        changed=sum(counts.values()),
        answered_otherwise=sum(change.times for change in changes if change.answers),
        changes=changes,
    )


def _answer(intent: str, actions: Mapping[str, Any]) -> str:
    return str(actions.get(intent, intent))


def _right(case: Case) -> bool:
    return case.ranking[:1] == (case.intent,)


def _shown(text: str) -> str:
    line = " ".join(redact(text).split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"
