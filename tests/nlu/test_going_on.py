"""A model that goes on from its former learns what is new, forgets nothing else, and does so only where little has changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.fitting import fit_calibrated
from bot.nlu.going_on import MOST_CHANGED, Learned, change, go_on, marks_of
from bot.nlu.linear import LinearModel

_PARTS = [
    f"{word}{end}"
    for word in ("", "我", "帮我", "请", "麻烦", "能不能", "想")
    for end in ("", "吧", "呢", "谢谢", "啊", "呀")
]
TEXTS = [f"{part}开发票" for part in _PARTS] + [f"{part}查快递" for part in _PARTS]
LABELS = ["request_invoice"] * len(_PARTS) + ["track_order"] * len(_PARTS)
NEW = ["水单给我一张", "水单给我一份"]


@pytest.fixture
def former(tmp_path: Path) -> tuple[LinearModel, Learned]:
    """As a component finds them again."""
    model, state = fit_calibrated(TEXTS, LABELS)
    model.save(tmp_path / "model.npz")
    Learned(marks=marks_of(zip(LABELS, TEXTS, strict=True)), state=state).save(tmp_path)
    loaded = LinearModel.load(tmp_path / "model.npz")
    learned = Learned.load(tmp_path, loaded)
    assert learned is not None
    return loaded, learned


def grown(former: tuple[LinearModel, Learned]) -> LinearModel:
    texts, labels = [*TEXTS, *NEW], [*LABELS, "request_invoice", "request_invoice"]
    found = change(former[1], marks_of(zip(labels, texts, strict=True)))
    assert found is not None and found.gone == 0 and found.new.nonzero()[0].tolist() == [len(TEXTS), len(TEXTS) + 1]
    gone_on = go_on(*former, texts, labels, found.new)
    assert gone_on is not None
    return gone_on[0]


def test_it_learns_what_is_new_and_keeps_what_it_knew(former: tuple[LinearModel, Learned]) -> None:
    before, after = former[0], grown(former)
    place = after.names.index("request_invoice")
    for text in NEW:
        assert after.probabilities(text)[place] > max(0.5, before.probabilities(text)[place])
    right = [
        after.names[int(after.probabilities(text).argmax())] == label for text, label in zip(TEXTS, LABELS, strict=True)
    ]
    assert all(right) and after.temperature == before.temperature


def test_the_same_former_and_the_same_examples_give_the_same_arrays(former: tuple[LinearModel, Learned]) -> None:
    first, second = grown(former), grown(former)
    assert np.array_equal(first.weights, second.weights) and np.array_equal(first.bias, second.bias)


@pytest.mark.parametrize(("more", "gone", "before"), [(9, 0, 0), (0, 9, 0), (2, 2, 3)])
def test_too_much_change_since_the_last_training_from_nothing_is_none_to_go_on_from(
    former: tuple[LinearModel, Learned], more: int, gone: int, before: int
) -> None:
    now = marks_of(
        [*zip(LABELS[gone:], TEXTS[gone:], strict=True), *(("track_order", f"新的{at}") for at in range(more))]
    )
    assert more + gone + before > MOST_CHANGED * len(now)
    assert change(Learned(marks=former[1].marks, changed=before), now) is None


def test_an_intent_that_came_or_went_is_learned_from_nothing(former: tuple[LinearModel, Learned]) -> None:
    labels = ["greet", *LABELS[1:]]
    assert go_on(*former, TEXTS, labels, np.zeros(len(TEXTS), bool)) is None


def test_a_model_of_a_version_that_kept_nothing_is_no_base(former: tuple[LinearModel, Learned], tmp_path: Path) -> None:
    assert Learned.load(tmp_path / "elsewhere", former[0]) is None
