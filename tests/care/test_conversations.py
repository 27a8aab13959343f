"""docs/complaints.md is what the bot says, and every answer in it keeps the rubric as far as code can tell."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.care.rubric import faults_of_answer
from tests.stack.fixtures import prepared_data_dir
from tools.complaints import PAGE, Scene, page, scenes

__all__ = ["prepared_data_dir"]

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]
_NOT_OURS = frozenset({"utter_ask_number_and_tail", "utter_choose_order"})


@pytest.fixture(scope="module")
def played(prepared_data_dir: Path) -> list[Scene]:
    """With the trained model, through the engine and our actions."""
    [archive] = (prepared_data_dir / "models").glob("*.tar.gz")
    return asyncio.run(scenes(archive))


def test_the_page_is_what_the_bot_says_now(played: list[Scene]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(played), "run `python -m tools.complaints MODEL`"


def test_there_are_forty_of_many_kinds(played: list[Scene]) -> None:
    assert len(played) == 40 and len({scene.title for scene in played}) == 40
    assert {scene.who for scene in played} == {"guest", "new", "regular", "vip"}


def test_every_line_is_heard_as_it_is_meant(played: list[Scene]) -> None:
    heard = [(line.text, line.heard, line.meant) for scene in played for line in scene.lines if line.meant]
    assert [each for each in heard if each[1] != each[2]] == [] and len(heard) > 40


@pytest.mark.parametrize("number", range(40))
def test_every_answer_keeps_the_rubric(played: list[Scene], number: int) -> None:
    scene = played[number]
    for place, line in enumerate(scene.lines):
        if line.said is None or line.said.response in _NOT_OURS:
            continue
        asks_next = place + 1 < len(scene.lines) and scene.lines[place + 1].said is not None
        stands_alone = bool(line.said.titles) or asks_next or any(word in line.text for word in _ENDS)
        first = line.first and scene.title not in _WITHOUT_COMFORT
        named = (scene.goods, *_NAMES)
        found = faults_of_answer(line.text, line.mood, first=first, choice=stands_alone, named=named)
        assert list(found) == [], f"{scene.title}: {line.text}"


def test_no_conversation_hears_the_same_sentence_of_comfort_twice(played: list[Scene]) -> None:
    for scene in played:
        sentences = [line.text.split("。")[0] for line in scene.lines if line.said and line.first]
        assert len(sentences) == len(set(sentences))


_ENDS = ("同事", "120", "119")  # a person has it, or what to do first
_NAMES = ("服务", "态度", "价", "到", "等", "坏", "用不")
_WITHOUT_COMFORT = frozenset({"充电起火", "用了过敏", "只是骂，没有事", "自己摔的"})
