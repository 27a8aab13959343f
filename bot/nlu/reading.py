"""How a message is read before anything is learned or matched: normalised, slips of the input method corrected.

Must not import rasa; it only joins the pure functions of `bot.text` and keeps every character's place in what was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.lexicon import read_groups
from bot.text.normalise import normalise
from bot.text.pinyin_message import read_pinyin
from bot.text.typos import Vocabulary, correct

NORMALISED = "normalised"

_MOST_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`text` as the models see it; `spans`: for each of its characters the [start, end) in what was typed."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def typed_span(self, start: int, end: int) -> tuple[int, int]:
        """[start, end) of `text` in what was typed; start < end."""
        return self.spans[start][0], self.spans[end - 1][1]


def read_with_spans(text: str) -> Reading:
    """The text that the models see: no spaces or line feeds, slips corrected, with its way back to what was typed."""
    normal = normalise(text[:_MOST_CHARACTERS])
    letters, spans = list(normal.text), list(normal.spans)
    for start, end, right in reversed(_corrections(normal.text)):
        whole = (spans[start][0], spans[end - 1][1])
        letters[start:end] = right
        spans[start:end] = [whole] * len(right)
    kept = [(letter, span) for letter, span in zip(letters, spans, strict=True) if not letter.isspace()]
    return Reading(text="".join(letter for letter, _ in kept), spans=tuple(span for _, span in kept))


def _corrections(text: str) -> list[tuple[int, int, str]]:
    """[start, end) and what should stand there, in order."""
    slips = sorted(correct(text, _shop_vocabulary()), key=lambda each: each.start)
    return read_pinyin(text) or [(slip.start, slip.end, slip.right) for slip in slips]


def read(text: str) -> str:
    """Just the text of `read_with_spans`."""
    return read_with_spans(text).text


@lru_cache(maxsize=1)
def _shop_vocabulary() -> Vocabulary:
    return Vocabulary.of(word for words in read_groups("shop_words").values() for word in words)
