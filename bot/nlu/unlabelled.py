"""A shop's own chats without labels as further examples: each line of which a first model is sure, with that model's intent.

Used in training, and only where config.yml names a file. It gained nothing on the writers that it was tried on
(docs/nlu.md), so it is off.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.nlu.fitting import fit
from bot.nlu.reading import read
from bot.nlu.softmax import Schedule

_SURE_FROM = 0.8
_FIRST_LOOK = Schedule(epochs=5, fits=1)
_MOST_CHARACTERS = 200


def read_unlabelled(path: Path) -> list[str]:
    """The normalised texts of a file with one message a line, each once. Raises ValueError naming the line that is not UTF-8."""
    texts: dict[str, None] = {}
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        try:
            text = read(line.decode("utf-8-sig")[:_MOST_CHARACTERS])
        except UnicodeDecodeError:
            raise ValueError(f"{path}:{number}: not UTF-8: save the file as UTF-8") from None
        if text:
            texts[text] = None
    return list(texts)


def with_sure_guesses(
    texts: Sequence[str], labels: Sequence[str], unlabelled: Sequence[str]
) -> tuple[list[str], list[str]]:
    """(texts, labels) with the unlabelled ones behind of which a model of the labelled ones is sure."""
    known = set(texts)
    model = fit(texts, labels, _FIRST_LOOK)
    grown, names = list(texts), list(labels)
    for text in unlabelled:
        chances = model.probabilities(text)
        if text not in known and float(chances.max()) >= _SURE_FROM:
            grown.append(text)
            names.append(model.names[int(chances.argmax())])
    return grown, names
