"""How far the training data is from the way real shoppers write: lengths, punctuation, vocabulary.

The real figures are counts over many messages (real_figures.tsv); no message of anybody is here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

_MARKS: dict[str, Callable[[str], bool]] = {
    "question_mark": lambda text: bool(re.search(r"[?？]", text)),
    "any_punctuation": lambda text: bool(re.search(r"[,，.。?？!！、;；:：~…]", text)),
    "particle_end": lambda text: bool(re.search(r"[吗呢吧啊呀哦嘛么][?？!！。~]*$", text)),
    "greeting_start": lambda text: text.startswith(("你好", "您好", "在吗", "亲")),
    "this_that_start": lambda text: text.startswith(("这", "那")),
    "i": lambda text: "我" in text,
    "you": lambda text: "你" in text,
    "negation": lambda text: bool(re.search(r"[不没]", text)),
    "question_word": lambda text: bool(re.search(r"怎么|为什么|什么时候|多久|几", text)),
    "digit": lambda text: bool(re.search(r"\d", text)),
    "latin": lambda text: bool(re.search(r"[A-Za-z]", text)),
    "exclamation": lambda text: bool(re.search(r"[!！]", text)),
}
_PERCENTILES = {
    "length_p5": 5,
    "length_p25": 25,
    "length_p50": 50,
    "length_p75": 75,
    "length_p90": 90,
    "length_p95": 95,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """One figure: what real messages have, what ours have; `far` when the gap is worth writing differently for."""

    name: str
    real: float
    ours: float
    far: bool


def distances(texts: Sequence[str]) -> list[Distance]:
    """All figures; an empty list without texts."""
    if not texts:
        return []
    real = _figures()
    lengths = sorted(map(len, texts))
    found = []
    for name, percentile in _PERCENTILES.items():
        ours = float(lengths[min(len(lengths) - 1, len(lengths) * percentile // 100)])
        found.append(
            Distance(name=name, real=real[name], ours=ours, far=abs(ours - real[name]) > 0.35 * real[name] + 1)
        )
    for name, holds in _MARKS.items():
        ours = sum(map(holds, texts)) / len(texts)
        found.append(Distance(name=name, real=real[name], ours=ours, far=abs(ours - real[name]) > 0.12))
    joined = "\n".join(texts)
    for kind, least in (("word", 0.9), ("run", 0.6)):
        known = _vocabulary(kind)
        ours = sum(text in joined for text in known) / len(known)
        found.append(Distance(name=f"{kind}s_of_800", real=1.0, ours=ours, far=ours < least))
    return found


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    lines = resources.files(__package__).joinpath("real_figures.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if not line.startswith("#"))  # type: ignore[misc]


def _figures() -> dict[str, float]:
    return {name: float(value) for kind, name, value in _rows() if kind == "figure"}


def _vocabulary(kind: str) -> list[str]:
    return [text for row_kind, text, _ in _rows() if row_kind == kind]
