"""docs/complaints.md is what the bot says, and every answer in it keeps the rubric as far as code can tell."""

from __future__ import annotations

import asyncio
from functools import cache

import pytest

from tests.care.rubric import faults_of_answer
from tools.complaints import PAGE, Scene, page, scenes

_NOT_OURS = frozenset({"utter_ask_number_and_tail", "utter_choose_order"})


@cache
def played() -> list[Scene]:
    return asyncio.run(scenes())


def test_the_page_is_what_the_bot_says_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(played()), "run `python -m tools.complaints`"


def test_there_are_forty_of_many_kinds() -> None:
    assert len(played()) == 40 and len({scene.title for scene in played()}) == 40
    assert {scene.who for scene in played()} == {"guest", "new", "regular", "vip"}


@pytest.mark.parametrize("number", range(40))
def test_every_answer_keeps_the_rubric(number: int) -> None:
    scene = played()[number]
    for place, line in enumerate(scene.lines):
        if line.said is None or line.said.response in _NOT_OURS:
            continue
        asks_next = place + 1 < len(scene.lines) and scene.lines[place + 1].said is not None
        stands_alone = bool(line.said.titles) or asks_next or any(word in line.text for word in _ENDS)
        first = line.first and scene.title not in _WITHOUT_COMFORT
        named = (scene.goods, *_NAMES)
        found = faults_of_answer(line.text, line.mood, first=first, choice=stands_alone, named=named)
        assert list(found) == [], f"{scene.title}: {line.text}"


def test_no_conversation_hears_the_same_sentence_of_comfort_twice() -> None:
    for scene in played():
        sentences = [line.text.split("。")[0] for line in scene.lines if line.said and line.first]
        assert len(sentences) == len(set(sentences))


_ENDS = ("同事", "120", "119")  # a person has it, or what to do first
_NAMES = ("服务", "态度", "价", "到", "等", "坏")
_WITHOUT_COMFORT = frozenset({"充电起火", "用了过敏", "只是骂，没有事", "自己摔的"})
