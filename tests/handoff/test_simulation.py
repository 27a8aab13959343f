"""Ten thousand arrivals on a busy day: everybody is served once, nobody starves, urgent ones wait less."""

from __future__ import annotations

import pytest

from bot.handoff.queue import MAX_CREDIT_S
from tests.handoff.simulation import Day, Load, share, simulate

LOAD = Load()


@pytest.fixture(scope="module")
def day() -> Day:
    return simulate(LOAD)


def test_everybody_is_served_once_and_nobody_holds_too_many(day: Day) -> None:
    assert len(day.served) == len(set(day.served)) == LOAD.arrivals == 10_000
    assert day.most_held <= LOAD.capacity


def test_nobody_is_overtaken_by_more_than_the_largest_credit(day: Day) -> None:
    assert 0 < day.overtaken_by_s <= MAX_CREDIT_S


def test_no_class_starves_and_the_urgent_wait_less(day: Day) -> None:
    assert max(max(waits) for waits in day.waits.values()) < MAX_CREDIT_S
    median = {name: share(waits, 0.5) for name, waits in {**day.waits, **day.moods}.items()}
    assert median["vip"] < median["regular"] <= median["guest"]
    assert median["angry"] < median["upset"] < median["anxious"] < median["calm"]
