"""Where Rasa's inline entity annotations stand in a sentence: [耳机](category) or [耳机]{"entity": "category"}."""

from __future__ import annotations

import re

ANNOTATION = re.compile(r"\[([^\]]+?)\](?:\([^:)]+?(?::[^)]+)?\)|\{[^}]+?\})")


def plain(raw: str) -> str:
    """The sentence without annotations."""
    return ANNOTATION.sub(r"\1", raw)


def annotated_spans(raw: str) -> list[tuple[int, int]]:
    """[start, end) of each annotated piece in the plain sentence."""
    spans, shift = [], 0
    for match in ANNOTATION.finditer(raw):
        start = match.start() - shift
        spans.append((start, start + len(match[1])))
        shift += len(match[0]) - len(match[1])
    return spans
