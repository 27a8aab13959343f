"""The model's own promises, on a small model that is trained here in seconds; its quality is measured in floor.json."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.fitting import fit, fit_calibrated
from bot.nlu.intents import INTENTS
from bot.nlu.linear import LinearModel
from bot.nlu.priors import learned_priors, with_priors
from bot.nlu.reading import read
from bot.nlu.scope import is_in_scope
from bot.training.examples import load_examples

_ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def model() -> LinearModel:
    chosen = load_examples(_ROOT)[::3]
    return fit([read(example.text) for example in chosen], [example.intent for example in chosen])


def _wish(model: LinearModel, text: str) -> str:
    return model.names[int(model.probabilities(read(text)).argmax())]


def test_the_names_are_those_of_the_intent_list(model: LinearModel) -> None:
    assert set(model.names) == set(INTENTS)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("转人工", "request_human"),
        ("我的快递到哪了", "track_order"),
        ("发票抬头错了", "invoice_problem"),
        ("谢谢", "thank"),
    ],
)
def test_a_plain_wish_is_understood(model: LinearModel, text: str, intent: str) -> None:
    assert _wish(model, text) == intent


def test_a_saved_model_answers_the_same(model: LinearModel, tmp_path: Path) -> None:
    model.save(tmp_path / "m.npz")
    loaded = LinearModel.load(tmp_path / "m.npz")
    for text in ("退款什么时候到账", "能便宜点吗", ""):
        assert np.allclose(loaded.probabilities(text), model.probabilities(text), atol=0.02)


def test_a_prior_lifts_a_wish_and_leaves_the_others_order_alone(model: LinearModel) -> None:
    leaning = with_priors(model, {"track_order": 50.0})
    place = model.names.index("track_order")
    before, after = model.probabilities("这个呢"), leaning.probabilities("这个呢")
    assert after[place] > before[place]
    others = [number for number in range(len(model.names)) if number != place]
    assert list(np.argsort(before[others])) == list(np.argsort(after[others]))


def test_a_prior_of_zero_is_refused(model: LinearModel) -> None:
    with pytest.raises(ValueError, match="above zero"):
        with_priors(model, {"track_order": 0.0})


def test_priors_learned_from_traffic_never_make_a_wish_impossible() -> None:
    learned = learned_priors(["greet"] * 1000, ["greet", "thank"])
    assert learned["greet"] > 1 > learned["thank"] > 0


def test_what_is_hardly_chinese_is_out_of_scope(model: LinearModel) -> None:
    for text in ("xkqj vwpz gghh", "ΩΨΔ ЖЩЪ"):
        assert not is_in_scope(model, read(text), model.probabilities(read(text))), text


def test_calibration_changes_confidences_and_no_order() -> None:
    texts = ["退货", "我要退货", "退货怎么弄", "发货", "几时发货", "快点发货"] * 5
    labels = ["request_return"] * 3 + ["urge_shipping"] * 3
    plain, calibrated = fit(texts, labels * 5), fit_calibrated(texts, labels * 5)[0]
    assert (plain.probabilities("退货吗").argmax()) == (calibrated.probabilities("退货吗").argmax())


def test_a_message_of_two_thousand_characters_is_read_without_trouble(model: LinearModel) -> None:
    assert _wish(model, "退款" * 1000) in INTENTS
