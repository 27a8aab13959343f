"""The lines about complaints: several wordings each, the same facts in each, and the tone that an upset shopper can bear."""

from __future__ import annotations

import re

import pytest

from bot.care.lines import LINES_FILE, Lines, gaps_of, read_lines
from bot.care.remedy import REMEDIES
from bot.errors import ConfigurationError
from tests.care.rubric import faults_of_tone

LINES = read_lines()
_NAMES = re.compile(r"^(?:title|short|phrase|topic|what|hotline)")


@pytest.mark.parametrize("name", LINES)
def test_every_line_keeps_the_tone(name: str) -> None:
    for text in LINES[name]:
        assert list(faults_of_tone(text, "upset")) == [], text


@pytest.mark.parametrize("name", [name for name in LINES if not _NAMES.match(name)])
def test_every_line_has_two_wordings_with_the_same_time_in_them(name: str) -> None:
    texts = LINES[name]
    assert len(set(texts)) == len(texts) >= 2
    if name.startswith("near_"):
        return  # what comes with news says its time at will
    assert len({frozenset(re.findall(r"\{(due|next)\}", text)) for text in texts}) == 1, name


@pytest.mark.parametrize("name", REMEDIES)
def test_every_remedy_has_its_words(name: str) -> None:
    assert f"what_{name}" in LINES
    assert f"{name}_done" in LINES or {f"title_{name}", f"phrase_{name}"} <= set(LINES)


def test_titles_of_buttons_are_short() -> None:
    assert all(len(LINES[name][0]) <= 8 for name in LINES if name.startswith("title_"))


def test_the_same_turn_says_the_same_and_another_may_not() -> None:
    assert Lines(turn_id="t1").say("refused") == Lines(turn_id="t1").say("refused")
    assert {Lines(turn_id=f"t{n}").say("refused") for n in range(20)} == set(LINES["refused"])


def test_an_open_gap_and_an_unknown_line_are_errors_and_not_said() -> None:
    with pytest.raises(KeyError):
        Lines(turn_id="t1").say("again_due")
    with pytest.raises(KeyError):
        Lines(turn_id="t1").say("nothing_of_the_kind")
    assert gaps_of("again_due") == {"due"}


def test_the_hotline_is_the_national_one() -> None:
    assert "12356" in LINES["hotline"][0]


def test_a_file_that_is_none_is_refused_by_name(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "lines.yml"
    path.write_text("refused: []", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="refused"):
        read_lines(path)
    assert LINES_FILE.is_file()
