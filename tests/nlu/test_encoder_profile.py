"""data/profiles/encoder.yml is what Rasa accepts, learns from and answers with; only the downloaded weights are not here.

What needs TensorFlow runs in processes of its own. With `transformers` installed, an encoder with random weights is made
and all of the file is trained; without it, all but the line of the encoder.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.training.small_project import small_project

_ROOT = Path(__file__).resolve().parents[2]
_PROFILE = _ROOT / "data" / "profiles" / "encoder.yml"
_ENCODER = "LanguageModelFeaturizer"
_HAS_TRANSFORMERS = importlib.util.find_spec("transformers") is not None

_VALIDATE = """
import sys, yaml
from bot.nlu.engine_imports import import_rasa_without_tensorflow
import_rasa_without_tensorflow()
from rasa.engine import validation
from rasa.engine.recipes.recipe import Recipe
recipe = Recipe.recipe_for_name("default.v1")
config = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))
validation.validate(recipe.graph_config_for_recipe(config, {}))
print("tensorflow" in sys.modules)
"""
_MAKE_ENCODER = """
import sys
from pathlib import Path
from transformers import BertConfig, BertTokenizer, TFBertModel
folder = Path(sys.argv[1])
letters = sorted({each for each in Path(sys.argv[2]).read_text(encoding="utf-8") if not each.isspace()})
words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]
(folder / "vocab.txt").write_text("\\n".join(words) + "\\n", encoding="utf-8")
BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
tiny = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64)
model = TFBertModel(BertConfig(vocab_size=len(words), **tiny))
model(model.dummy_inputs)
model.save_pretrained(folder)
"""
_TRAIN_AND_ANSWER = """
import json, sys
from pathlib import Path
from zoneinfo import ZoneInfo
from bot.training import train
root, config, texts = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
made = train.run(root, root / "models", config=config)
from bot.worker.engine import Engine
engine = Engine(made.archive, "http://127.0.0.1:9", ZoneInfo("Asia/Shanghai"))
print(json.dumps({"trained": made.trained, "heard": [engine.parse(text) for text in texts]}, default=str))
"""


def _run(code: str, *arguments: str, more: str = "") -> str:
    environment = os.environ | {"BOT_TENSORFLOW": "1", "PYTHONPATH": os.pathsep.join([str(_ROOT), *sys.path, more])}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        capture_output=True, text=True, timeout=600, cwd=_ROOT, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip().rpartition("\n")[2]


def _read(path: Path) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(path.read_text(encoding="utf-8")))


def _priors(config: dict[str, Any]) -> dict[str, float]:
    return next(dict(part["priors"]) for part in config["pipeline"] if part["name"].endswith("Wishes"))


def test_it_differs_from_config_yml_in_nothing_but_the_way_to_the_intent() -> None:
    profile, ours = _read(_PROFILE), _read(_ROOT / "config.yml")
    assert _priors(profile) == _priors(ours)
    assert {**profile, "pipeline": []} == {**ours, "pipeline": []}
    names = [part["name"] for part in profile["pipeline"]]
    assert [name for name in names if name.startswith("bot.")] == [part["name"] for part in ours["pipeline"]]
    assert [name for name in names if not name.startswith("bot.")] == [
        _ENCODER, "CountVectorsFeaturizer", "DIETClassifier"
    ]  # fmt: skip


def test_rasa_accepts_it_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "transformers").mkdir()  # Rasa looks whether the package is there, and imports it in training only
    (tmp_path / "transformers" / "__init__.py").touch()
    assert _run(_VALIDATE, str(_PROFILE), more=str(tmp_path)) == "True"


@pytest.mark.timeout(900)
def test_a_model_of_it_is_trained_and_answers_in_a_worker(tmp_path: Path) -> None:
    root = small_project(tmp_path / "project")
    config = _read(_PROFILE)
    encoder = next(part for part in config["pipeline"] if part["name"] == _ENCODER)
    if _HAS_TRANSFORMERS:
        (tmp_path / "encoder").mkdir()
        _run(_MAKE_ENCODER, str(tmp_path / "encoder"), str(_ROOT / "data" / "nlu" / "delivery.yml"))
        encoder["model_weights"] = str(tmp_path / "encoder")
    else:
        config["pipeline"].remove(encoder)
    next(part for part in config["pipeline"] if part["name"] == "DIETClassifier")["epochs"] = 2
    with (tmp_path / "try.yml").open("w", encoding="utf-8") as file:
        YAML().dump(config, file)
    texts = [
        "我那个耳机昨天就说到了 在哪",
        "退货 顺便把发票重开一下",
        "你们太过分了!!!",
        "\u200b",
        "\ue000\ufffd",
        "退" * 2000,
    ]
    answer = json.loads(_run(_TRAIN_AND_ANSWER, str(root), str(tmp_path / "try.yml"), json.dumps(texts)))
    assert {"Wishes", "Moods", "DIETClassifier"} <= set(answer["trained"])
    for text, heard in zip(texts, answer["heard"], strict=True):
        assert heard["text"] == text and len(heard["intent_ranking"]) == 10
        assert set(heard["emotion"]) == {"level", "score"} and isinstance(heard["in_scope"], bool)
    assert {each["entity"] for each in answer["heard"][0]["entities"]} >= {"category", "date"}
    assert not answer["heard"][3]["in_scope"]
