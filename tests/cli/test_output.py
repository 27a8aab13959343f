"""Tables and JSON as they are printed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timezone

import pytest

from bot.cli.output import print_rows, to_json


@dataclass(frozen=True, slots=True)
class Point:
    at: datetime
    names: frozenset[str]


def test_dataclasses_times_and_sets_have_a_json_form() -> None:
    point = Point(datetime(2026, 11, 21, 6, 0, tzinfo=timezone.utc), frozenset({"b", "a"}))
    assert json.loads(to_json([point])) == [{"at": "2026-11-21T06:00:00.000Z", "names": ["a", "b"]}]


def test_chinese_is_written_as_it_is() -> None:
    assert to_json({"title": "耳机"}) == '{"title": "耳机"}'


def test_what_has_no_json_form_is_a_bug_and_says_so() -> None:
    with pytest.raises(TypeError, match="object"):
        to_json(object())


def test_columns_line_up_also_with_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"title": "耳机", "stock": 3}, {"title": "cup", "stock": None}], ("title", "stock"))
    assert capsys.readouterr().out == "title  stock\n耳机   3\ncup    -\n"


def test_colours_take_no_room_in_a_column(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([{"a": "\x1b[32mok\x1b[0m", "b": 1}, {"a": "long", "b": 2}], ("a", "b"))
    assert capsys.readouterr().out == "a     b\n\x1b[32mok\x1b[0m    1\nlong  2\n"
