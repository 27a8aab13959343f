"""Words of a message by jieba, with a dictionary of this instance: frequent Chinese, our lexicon, the shop's catalogue.

jieba's global tokenizer and its cache file are not touched; rare words of its dictionary are left out, which saves about
60 MB a process and changes nothing that a shop talks about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from bot.nlu.lexicon import read_groups

_LEAST_FREQUENCY = 300
_OWN_FREQUENCY = 5_000
_LISTS = ("concepts", "carriers", "parts", "categories", "places", "shop_words")


class WordCutter:
    """jieba over its own dictionary."""

    def __init__(self) -> None:
        import jieba

        self._cutter: Any = jieba.Tokenizer()
        self._cutter.FREQ, self._cutter.total = _frequencies()
        self._cutter.initialized = True

    def learn(self, words: Iterable[str]) -> None:
        """Adds names of the catalogue; known words keep their frequency."""
        for word in words:
            if len(word) <= 12 and not self._cutter.FREQ.get(word):
                self._cutter.add_word(word, _OWN_FREQUENCY)

    def cut(self, text: str) -> Iterator[tuple[str, int, int]]:
        """(word, start, end) over the text as it stands; white space is left out."""
        for word, start, end in self._cutter.tokenize(text, HMM=False):
            if not word.isspace():
                yield word, start, end


@lru_cache(maxsize=1)
def word_cutter() -> WordCutter:
    """The process's one instance."""
    return WordCutter()


def _frequencies() -> tuple[dict[str, int], int]:
    from jieba import get_dict_file

    frequencies: dict[str, int] = {}
    with get_dict_file() as lines:
        for line in lines:
            word, count, _ = line.decode("utf-8").split(" ")
            if len(word) == 1 or int(count) >= _LEAST_FREQUENCY:
                frequencies[word] = int(count)
    for name in _LISTS:
        for words in read_groups(name).values():
            for word in words:
                frequencies.setdefault(word, _OWN_FREQUENCY)
    for word in list(frequencies):
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return frequencies, sum(frequencies.values())
