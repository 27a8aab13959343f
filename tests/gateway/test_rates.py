"""Token buckets and counts, with a clock that the test moves."""

import pytest

from bot.gateway.rates import Buckets, Counts


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_thirty_at_once_and_then_five_a_second() -> None:
    clock = Clock()
    buckets = Buckets(burst=30, per_s=5, now_s=clock)
    assert [buckets.take("c") for _ in range(30)] == [0.0] * 30
    assert buckets.take("c") == pytest.approx(0.2)
    clock.now_s += 1.0
    assert [buckets.take("c") > 0 for _ in range(6)] == [False] * 5 + [True]


def test_a_refused_try_does_not_lengthen_the_wait() -> None:
    clock = Clock()
    buckets = Buckets(burst=1, per_s=1, now_s=clock)
    buckets.take("c")
    waits = [buckets.take("c") for _ in range(5)]
    assert waits == pytest.approx([1.0] * 5)
    clock.now_s += 1.0
    assert buckets.take("c") == 0.0


def test_keys_do_not_share_and_a_rest_refills_no_more_than_the_burst() -> None:
    clock = Clock()
    buckets = Buckets(burst=2, per_s=1, now_s=clock)
    assert buckets.take("a") == buckets.take("a") == buckets.take("b") == 0.0
    clock.now_s += 1_000
    assert [buckets.take("a") > 0 for _ in range(3)] == [False, False, True]


def test_buckets_that_are_full_again_are_forgotten() -> None:
    clock = Clock()
    buckets = Buckets(burst=1, per_s=1, now_s=clock)
    for number in range(5_000):
        buckets.take(str(number))
        clock.now_s += 0.01
    assert len(buckets) < 1_200


def test_counts_let_in_again_after_one_has_left() -> None:
    counts = Counts(2)
    assert [counts.enter("a"), counts.enter("a"), counts.enter("a"), counts.enter("b")] == [True, True, False, True]
    counts.leave("a")
    assert counts.enter("a") and counts.total == 3
