"""When a child that ended is started again; the clock is the test's."""

from __future__ import annotations

from bot.supervisor.backoff import Backoff


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def life(backoff: Backoff, clock: Clock, lasting_s: float) -> float:
    backoff.started()
    clock.now_s += lasting_s
    return backoff.ended()


def test_short_lives_in_a_row_wait_longer_each_time_up_to_a_limit() -> None:
    clock = Clock()
    backoff = Backoff(clock)
    delays_s = [life(backoff, clock, 0.01) for _ in range(10)]
    assert delays_s[:4] == [0.1, 0.2, 0.4, 0.8]
    assert delays_s[-2:] == [10.0, 10.0]


def test_a_long_life_counts_from_the_start_again() -> None:
    clock = Clock()
    backoff = Backoff(clock)
    for _ in range(6):
        life(backoff, clock, 0.01)
    assert life(backoff, clock, 5.0) == 0.1
    assert backoff.short_lives == 1


def test_lives_just_short_of_stable_go_on_counting() -> None:
    clock = Clock()
    backoff = Backoff(clock)
    assert [life(backoff, clock, 4.9) for _ in range(3)] == [0.1, 0.2, 0.4]
