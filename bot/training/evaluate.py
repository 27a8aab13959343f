"""How good a model is on labelled sentences: the figures, as plain numbers. Printing and pictures are elsewhere."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import ConfigurationError
from bot.nlu.intents import TOPIC_OF
from bot.nlu.mood import LEVELS
from bot.training.parse import Parser

_HOT = ("upset", "angry")
_LENGTHS = ((1, 4), (5, 10), (11, 25), (26, 2000))
_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One labelled sentence and what the model made of it; `emotion` is None where nobody labelled it."""

    text: str
    intent: str
    emotion: str | None
    ranking: tuple[str, ...]
    confidence: float
    level: str
    in_scope: bool
    took_ms: float
    cpu_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All figures; shares are 0–1, latencies milliseconds. `confusions`: (true, said, how often), worst first.

    `cpu_ms`: processor time for one message on average, which other work on the machine hardly changes.

    `scope_recall`: of what is in scope, the share kept there; `scope_found`: of what is not, the share found.
    """

    cases: int
    accuracy: float
    top3: float
    macro_f1: float
    calibration_error: float
    scope_recall: float
    scope_found: float
    emotion_recall: float | None
    emotion_precision: float | None
    hot_cases: int
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    per_intent: dict[str, dict[str, float]]
    per_topic: dict[str, float]
    per_length: dict[str, float]
    confusions: list[tuple[str, str, int]]


class CasesFault(ConfigurationError):
    """A line of the test file cannot be used; says file, line and what to do."""


def run(data: Path, model: Path) -> Report:
    """Parses every line of the JSON lines file `data` with the archive `model`. Raises CasesFault, FileNotFoundError."""
    return report(judge_file(data, model))


def judge_file(data: Path, model: Path) -> list[Case]:
    """The judged cases themselves, for the picture and for comparing two models line by line."""
    return judge_all(read_cases(data), model)


def judge_all(labelled: Sequence[tuple[str, str, str | None]], model: Path) -> list[Case]:
    """The (text, intent, emotion) triples as the archive `model` judges them."""
    parser = Parser(model)
    try:
        parser.parse("你好")
        return [judge(parser.parse, *each) for each in labelled]
    finally:
        parser.close()


def read_cases(path: Path) -> list[tuple[str, str, str | None]]:
    """(text, intent, emotion or None) of each line; a `first+second` label counts as its first.

    Raises CasesFault for the first line that cannot be used, and for a file without any.
    """
    cases = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if line.strip():
            cases.append(_read_case(line, f"{path}:{number}"))
    if not cases:
        raise CasesFault(f'{path}:1: no line to judge: write {{"text": "…", "intent": "…"}} lines')
    return cases


def _read_case(line: bytes, place: str) -> tuple[str, str, str | None]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
        text, intent, emotion = fields["text"], fields["intent"], fields.get("emotion")
    except UnicodeDecodeError:
        raise CasesFault(f"{place}: not UTF-8: save the file as UTF-8") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CasesFault(f'{place}: write {{"text": "…", "intent": "…"}} on one line') from None
    if not isinstance(text, str) or not text.strip() or not isinstance(intent, str):
        raise CasesFault(f"{place}: `text` and `intent` must be words in quotes, and not empty")
    name = intent.split("+")[0].split("/")[0]
    if name not in TOPIC_OF:
        raise CasesFault(f"{place}: `{intent}` is not on the intent list: see docs/intents.md")
    if emotion is not None and emotion not in LEVELS:
        raise CasesFault(f"{place}: `emotion` must be one of {', '.join(LEVELS)}, or left out")
    return text, name, emotion


def judge(parse: Callable[[str], dict[str, Any]], text: str, intent: str, emotion: str | None) -> Case:
    """What the model makes of one sentence, with the time that it took."""
    start, cpu_start = time.perf_counter(), time.process_time()
    found = parse(text)
    took_ms, cpu_ms = (time.perf_counter() - start) * 1000, (time.process_time() - cpu_start) * 1000
    return Case(
        text=text,
        intent=intent,
        emotion=emotion,
        ranking=tuple(each["name"].split("/")[0] for each in found["ranking"]),
        confidence=found["confidence"],
        level=found["emotion"]["level"],
        in_scope=found["in_scope"],
        took_ms=took_ms,
        cpu_ms=cpu_ms,
    )


def report(cases: Sequence[Case]) -> Report:
    """The figures of judged cases; all zero for none."""
    inside = [case for case in cases if case.intent != "out_of_scope"]
    outside = [case for case in cases if case.intent == "out_of_scope"]
    times = sorted(case.took_ms for case in cases) or [0.0]
    per_intent = _per_intent(cases)
    recall, precision = _heat(cases)
    return Report(
        cases=len(cases),
        accuracy=_share(map(_is_right, cases)),
        top3=_share(case.intent in case.ranking[:3] for case in cases),
        macro_f1=sum(row["f1"] for row in per_intent.values()) / max(1, len(per_intent)),
        calibration_error=_calibration_error(cases),
        scope_recall=_share(case.in_scope for case in inside),
        scope_found=_share(not case.in_scope for case in outside),
        emotion_recall=recall,
        emotion_precision=precision,
        hot_cases=sum(case.emotion in _HOT for case in cases),
        p50_ms=times[len(times) // 2],
        p95_ms=times[min(len(times) - 1, int(len(times) * 0.95))],
        cpu_ms=sum(case.cpu_ms for case in cases) / max(1, len(cases)),
        per_intent=per_intent,
        per_topic=_by(cases, lambda case: TOPIC_OF[case.intent]),
        per_length=_by(cases, _length_class),
        confusions=_confusions(cases),
    )


def _is_right(case: Case) -> bool:
    return case.ranking[:1] == (case.intent,)


def _share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return sum(values) / len(values) if values else 0.0


def _by(cases: Sequence[Case], key: Callable[[Case], str]) -> dict[str, float]:
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for case in cases:
        groups[key(case)].append(_is_right(case))
    return {name: _share(flags) for name, flags in sorted(groups.items())}


def _length_class(case: Case) -> str:
    low, high = next((pair for pair in _LENGTHS if len(case.text) <= pair[1]), _LENGTHS[-1])
    return f"{low:>2}–{high}"


def _per_intent(cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    truth = Counter(case.intent for case in cases)
    said = Counter(case.ranking[0] for case in cases if case.ranking)
    right = Counter(case.intent for case in cases if _is_right(case))
    rows = {}
    for name in sorted(truth):
        recall, precision = right[name] / truth[name], right[name] / said[name] if said[name] else 0.0
        f1 = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
        rows[name] = {"cases": float(truth[name]), "recall": recall, "precision": precision, "f1": f1}
    return rows


def _confusions(cases: Sequence[Case], most: int = 10) -> list[tuple[str, str, int]]:
    wrong = Counter((case.intent, case.ranking[0] if case.ranking else "–") for case in cases if not _is_right(case))
    return [(true, said, count) for (true, said), count in wrong.most_common(most)]


def _calibration_error(cases: Sequence[Case]) -> float:
    """Expected calibration error over ten equal bins of confidence."""
    bins: defaultdict[int, list[Case]] = defaultdict(list)
    for case in cases:
        bins[min(_BINS - 1, int(case.confidence * _BINS))].append(case)
    gaps = [abs(_share(map(_is_right, b)) - sum(c.confidence for c in b) / len(b)) * len(b) for b in bins.values()]
    return sum(gaps) / max(1, len(cases))


def _heat(cases: Sequence[Case]) -> tuple[float | None, float | None]:
    labelled = [case for case in cases if case.emotion is not None]
    hot = [case for case in labelled if case.emotion in _HOT]
    said = [case for case in labelled if case.level in _HOT]
    both = sum(case.level in _HOT for case in hot)
    return (both / len(hot) if hot else None, both / len(said) if said else None)
