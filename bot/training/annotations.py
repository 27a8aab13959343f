"""Where Rasa's inline entity annotations stand in a sentence: [耳机](category) or [耳机]{"entity": "category"}."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

ANNOTATION = re.compile(r"\[([^\]]+?)\](?:\([^:)]+?(?::[^)]+)?\)|\{[^}]+?\})")
_BEGUN = re.compile(r"\[[^\]]*\]?\s*[({][^)}]*[)}]?|\[[^\]]*$")


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


def annotated_names(raw: str) -> Iterator[str]:
    """The entities that a sentence names; what cannot be read names nothing."""
    for match in ANNOTATION.finditer(raw):
        label = match[0][len(match[1]) + 2 :]
        if label.startswith("("):
            yield label[1:-1].partition(":")[0]
            continue
        try:
            yield str(json.loads(label)["entity"])
        except (ValueError, KeyError, TypeError):
            yield label


def unclosed(raw: str) -> str | None:
    """A piece that was begun as an annotation and is none, such as “[耳机(category)”; None where all is whole."""
    found = _BEGUN.search(ANNOTATION.sub("", raw))
    return found[0] if found else None
