"""The load: everybody asks anew when answered, every fifth message is about an order, a silent bot ends the figure."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from bench.crowd import talk_at_once
from bench.questions import FAQ, ORDER, mixed
from bench.talker import NotAnswered, Reply


class FakeBot:
    """Answers after `pause_s`; counts how many ask at once."""

    def __init__(self, pause_s: float = 0.002, fails_after: int = 10**9) -> None:
        self.pause_s = pause_s
        self.fails_after = fails_after
        self.asked: list[str] = []
        self.open = self.most_open = 0

    async def ask(self, text: str) -> Reply:
        self.asked.append(text)
        if len(self.asked) > self.fails_after:
            raise NotAnswered("silence")
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        await asyncio.sleep(self.pause_s)
        self.open -= 1
        return Reply(took_ms=self.pause_s * 1000, text="在的")


async def test_all_shoppers_talk_at_once_and_only_measured_turns_count() -> None:
    bot = FakeBot()
    load = await talk_at_once([bot] * 8, warm_up_s=0.05, measured_s=0.2)
    assert bot.most_open == 8
    assert 0 < len(load.took_ms) < len(bot.asked)
    assert load.turns_per_s == len(load.took_ms) / 0.2


async def test_a_bot_that_fails_ends_the_load() -> None:
    with pytest.raises(NotAnswered, match="silence"):
        await talk_at_once([FakeBot(fails_after=5)] * 3, warm_up_s=0.0, measured_s=5.0)


def test_one_message_in_five_asks_for_the_order() -> None:
    said = Counter(mixed(number) for number in range(100))
    assert said[ORDER] == 20
    assert set(said) - {ORDER} <= set(FAQ)


def test_early_and_late_turns_of_a_long_talk_ask_the_same() -> None:
    assert [mixed(5 + step) for step in range(11)] == [mixed(490 + step) for step in range(11)]
