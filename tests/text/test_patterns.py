"""Every pattern that looks at what a shopper typed stays cheap on texts made of its own words, which is where one explodes."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
import time
from collections.abc import Iterator
from types import ModuleType

import pytest

import actions
import bot.care
import bot.conversation
import bot.nlu
import bot.shop
import bot.text

_PIECES = re.compile(r"[\u4e00-\u9fff]+|[0-9]|[ ,.\-:]|[a-z]{2,}")
_ESCAPES = re.compile(r"\\[a-zA-Z]|\(\?P?<\w+>")
_NEVER_MATCHED = "\u0001"
_LENGTH = 60


def _modules() -> Iterator[ModuleType]:
    for package in (bot.text, bot.nlu, bot.conversation, bot.shop, bot.care, actions):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if ".components" not in found.name:
                yield importlib.import_module(found.name)


def _patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list)) and depth < 3:
        for each in value:
            yield from _patterns_in(each, depth + 1)


def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        f"{module.__name__}.{name}:{place}": pattern
        for module in _modules()
        for name, value in vars(module).items()
        for place, pattern in enumerate(_patterns_in(value))
        if isinstance(pattern.pattern, str)
    }


def _texts_of(pattern: re.Pattern[str]) -> Iterator[str]:
    pieces = list(dict.fromkeys(_PIECES.findall(_ESCAPES.sub("", pattern.pattern)))) or ["x"]
    chance = random.Random(7)
    for piece in [*pieces[:300], *(chance.choice(pieces) + chance.choice(pieces) for _ in range(100))]:
        yield (piece * _LENGTH)[:_LENGTH] + _NEVER_MATCHED


@pytest.mark.timeout(120)  # one that explodes would take years
def test_no_pattern_explodes_on_repetitions_of_its_own_words() -> None:
    patterns = _patterns()
    assert len(patterns) > 150
    for pattern in patterns.values():
        for text in _texts_of(pattern):
            pattern.search(text)
            pattern.fullmatch(text)


_RUN = 12_000
_RUNS = ("1", "1.", " ", "一", "10")
_MOST_S = 0.3  # one that looks at a run anew from each of its characters takes longer than this
_OF_GOODS = re.compile(r"bot\.shop\.(?:search|size_chart|body_reading)|actions\.(?:tell|goods|pick|search)_")


def test_what_is_asked_about_goods_is_read_in_one_go_however_long_its_digits() -> None:
    """By the processor's time, for the machine may be busy with other things."""
    patterns = {name: each for name, each in _patterns().items() if _OF_GOODS.match(name)}
    assert len(patterns) > 50
    slow = []
    for name, pattern in patterns.items():
        for run in _RUNS:
            text = (run * _RUN)[:_RUN] + _NEVER_MATCHED
            began_s = time.process_time()
            found = sum(1 for _ in pattern.finditer(text))
            took_s = time.process_time() - began_s
            if took_s > _MOST_S:
                slow.append(f"{name} on {run!r}: {took_s:.2f} s, {found} found")
    assert slow == []
