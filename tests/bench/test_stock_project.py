"""The stock project: a fair sample, without what is asked, and rules, stories and domain that agree."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

from bench.questions import FAQ, ORDER
from bench.stock.project import StockParts, StockProject, sample
from bot.nlu.intents import INTENTS
from bot.training.examples import Example

SMALL = StockParts(sentences=300, epochs=1)


def examples() -> list[Example]:
    made = [("greet", f"你好呀{number}") for number in range(100)]
    made += [("track_order", f"第{number}个包裹到哪了") for number in range(300)]
    made += [("track_order", ORDER), ("ask_shop_info", FAQ[0])]
    return [Example(intent=intent, text=text, raw=text, batch="", path=Path("x.yml"), line=1) for intent, text in made]


def test_each_intent_gives_its_share_without_the_measured_questions_but_with_the_order_sentence() -> None:
    chosen = sample(examples(), StockParts(sentences=100, epochs=1))
    assert len(chosen["greet"]) == 25 and 75 <= len(chosen["track_order"]) <= 76
    assert not set(FAQ) & {text for texts in chosen.values() for text in texts}
    assert ORDER in chosen["track_order"]


def test_the_sample_is_the_same_whatever_the_order_of_files() -> None:
    assert sample(examples(), SMALL) == sample(list(reversed(examples())), SMALL)


def test_the_written_project_answers_every_intent(tmp_path: Path) -> None:
    project = StockProject(tmp_path / "stock", SMALL)
    project.write()
    read = YAML(typ="safe").load
    domain = read(project.root / "domain.yml")
    said = {*domain["responses"], *domain["actions"]}
    rules = read(project.root / "data" / "rules.yml")["rules"]
    ruled = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}
    assert set(ruled) == set(domain["intents"])
    assert set(ruled.values()) <= said
    retrieved = {name.removeprefix("utter_account/") for name in said if name.startswith("utter_account/")}
    assert retrieved and retrieved <= set(INTENTS)
    for story in read(project.root / "data" / "stories.yml")["stories"]:
        steps = story["steps"]
        assert all(ruled[ask["intent"]] == act["action"] for ask, act in zip(steps[::2], steps[1::2], strict=True))
    assert "epochs: 1\n" in (project.root / "config.yml").read_text()
    assert not project.trained
