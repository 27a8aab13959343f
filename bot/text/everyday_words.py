"""Words of everyday Chinese with how frequent they are, from jieba's list. It holds no rule, and keeps nothing in memory.

The list is read from its file: importing jieba would load pkg_resources too, which nothing here needs.
"""

import importlib.util
from collections.abc import Iterator
from pathlib import Path


def everyday_words() -> Iterator[tuple[str, int]]:
    """(word, frequency), some 350,000 of them."""
    package = importlib.util.find_spec("jieba")
    assert package is not None and package.origin is not None
    with Path(package.origin).with_name("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, _ = line.split(" ")
            yield word, int(count)
