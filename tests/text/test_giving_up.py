"""Giving up what the bot asked, alone or with another wish behind it."""

from __future__ import annotations

import pytest

from bot.text import cues


@pytest.mark.parametrize(
    "text", ["算了", "那算了", "唉算了吧", "还是算了", "算了,不查了", "那就不用了", "先不查了。算了"]
)
def test_it_is_given_up(text: str) -> None:
    assert cues.gives_up(text) and cues.after_giving_up(text) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("那算了 你们几点下班", "你们几点下班"),
        ("算了,不查了。能退吗", "能退吗"),
        ("唉算了 帮我查下另一个 ", "帮我查下另一个"),
        ("不用了\n还有别的颜色吗", "还有别的颜色吗"),
    ],
)
def test_what_is_wanted_instead_is_what_follows(text: str, rest: str) -> None:
    assert not cues.gives_up(text) and cues.after_giving_up(text) == rest


@pytest.mark.parametrize("text", ["行", "好的", "那个算了多少钱", "你们几点下班 算了", "算算多少钱", "那"])
def test_nothing_is_given_up(text: str) -> None:
    assert not cues.gives_up(text) and cues.after_giving_up(text) is None
