"""Rows for many texts at once against what a worker computes for one."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.features import learn_vocabulary, weigh
from bot.nlu.rows import LEAST_TEXTS, learned_rows, rows_of, with_hints

_TEXTS = (
    "我那个耳机到哪了",
    "耳机到哪了 到哪了到哪了",
    "到哪了",
    "我的耳机 a 呢",
    "那个 a 的耳机",
    "我 a",
    "退款退款退款",
    "",
    "没有别人说过的话",
)


def test_the_vocabulary_is_the_runs_that_enough_texts_hold() -> None:
    place_of, _ = learned_rows(_TEXTS)
    assert list(place_of) == learn_vocabulary(_TEXTS, LEAST_TEXTS)
    assert list(place_of.values()) == list(range(len(place_of)))


@pytest.mark.parametrize("at", range(len(_TEXTS)))
def test_each_row_is_what_a_worker_weighs(at: int) -> None:
    place_of, rows = learned_rows(_TEXTS)
    expected = np.zeros(len(place_of))
    places, weights = weigh(_TEXTS[at], place_of)
    np.add.at(expected, places, weights)
    assert rows.shape == (len(_TEXTS), len(place_of))
    np.testing.assert_allclose(rows[at].toarray()[0], expected, rtol=1e-6)


def test_known_places_give_the_same_rows() -> None:
    place_of, rows = learned_rows(_TEXTS)
    assert abs(rows_of(_TEXTS, place_of) - rows).max() < 1e-6


def test_hints_stand_behind_the_runs() -> None:
    place_of, rows = learned_rows(_TEXTS)
    hints = [(("wish:b", 0.5),) if at % 2 else (("wish:a", 0.6), ("wish:b", 0.8)) for at in range(len(_TEXTS))]
    wider, hinted = with_hints(place_of, rows, hints)
    assert wider == {**place_of, "wish:a": len(place_of), "wish:b": len(place_of) + 1}
    assert abs(rows_of(_TEXTS, wider, hints) - hinted).max() < 1e-6
