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


_RUN, _SUSPECT_S = 1_500, 0.003
_LONG_RUN, _MOST_S = 24_000, 0.6  # one that looks at a run anew from each of its characters takes longer than this
_RUNS = ("1", "1.", "1 ", "1-", "10", " ", "\n", "一", "a", "x1", "，", "。")


@pytest.mark.timeout(300)
def test_a_run_is_read_in_one_go_however_long_it_is() -> None:
    """By the processor's time, for the machine may be busy; what seems slow on a run is judged by one of sixteen times the length."""
    patterns = {name: each for name, each in _patterns().items() if ".demo." not in name}  # those read the shop's files
    assert len(patterns) > 400
    slow = []
    for name, pattern in patterns.items():
        for run in _runs_of(pattern):
            if _took_s(pattern, run, _RUN) > _SUSPECT_S and (took_s := _took_s(pattern, run, _LONG_RUN)) > _MOST_S:
                slow.append(f"{name} on {run!r}: {took_s:.2f} s")
                break
    assert slow == []


def _runs_of(pattern: re.Pattern[str]) -> Iterator[str]:
    """The usual ones, its own words, and the letters of these."""
    words = _PIECES.findall(_ESCAPES.sub("", pattern.pattern))
    letters = list(dict.fromkeys(letter for word in words for letter in word))
    yield from dict.fromkeys((*_RUNS, *words[:15], *letters[:25]))


def _took_s(pattern: re.Pattern[str], run: str, length: int) -> float:
    text = (run * length)[:length] + _NEVER_MATCHED
    began_s = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - began_s
