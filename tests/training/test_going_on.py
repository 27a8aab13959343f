"""Training after a few examples changed goes on from the model that answers; its card says which way each part went."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings
from bot.training import promotions
from bot.training.card import as_page
from bot.training.making import Order, make
from bot.training.parse import Parser
from bot.training.registry import Model
from tests.training.test_making import Made, learned, quiet

pytestmark = pytest.mark.timeout(300)
_NEW = "包裹跑到火星去了吗"


@pytest.fixture
def answering(made: Made) -> Made:
    """The model is promoted, and one example has joined the data since."""
    _, database, model, project = made
    promotions.promote(database, model.name, promotions.Decision(kind="start", reason="first"))
    add(project, _NEW)
    return made


def add(project: Path, *texts: str) -> None:
    path = project / "data" / "nlu" / "delivery.yml"
    head, tail = path.read_text(encoding="utf-8").split("  examples: |\n", 1)
    path.write_text(head + "  examples: |\n" + "".join(f"    - {text}\n" for text in texts) + tail, encoding="utf-8")


def wish_of(settings: Settings, model: Model, text: str) -> tuple[str, float]:
    parser = Parser(settings.models_dir / model.name)
    try:
        found = parser.parse(text)
    finally:
        parser.close()
    return found["intent"], found["confidence"]


def test_one_example_more_is_learned_from_where_the_former_stands(answering: Made) -> None:
    settings, database, former, project = answering
    grown = make(database, settings, Order(root=project, measured=False), quiet)
    assert grown.card["base"] == former.name
    assert grown.card["ways"] == {
        "Wishes": {"way": "gone on", "new": 1, "gone": 0, "guessed": 0},
        "Moods": {"way": "kept", "new": 1, "gone": 0, "guessed": 0},
    }
    page = as_page(grown.name, grown.card)
    assert f"Wishes went on from {former.name}: 1 examples new" in page and f"Moods is that of {former.name}" in page
    before, after = wish_of(settings, former, _NEW), wish_of(settings, grown, _NEW)
    assert after[0] == "track_order" and (before[0] != "track_order" or after[1] > before[1])
    again = make(database, settings, Order(root=project, measured=False), quiet)  # out of the cache: the same arrays
    assert learned(settings.models_dir / again.name) == learned(settings.models_dir / grown.name)


def test_force_too_many_new_ones_and_another_config_are_learned_from_nothing(answering: Made, tmp_path: Path) -> None:
    settings, database, _, project = answering
    other = tmp_path / "try.yml"
    other.write_text((project / "config.yml").read_text(encoding="utf-8").replace("track_order: 2.8", "track_order: 9"))
    for order in (Order(root=project, measured=False, force=True), Order(root=project, measured=False, config=other)):
        card = make(database, settings, order, quiet).card
        assert card["ways"]["Wishes"]["way"] == "from nothing" and "base" not in card
    add(project, *(f"第{number}个包裹到火星了吗" for number in range(90)))
    card = make(database, settings, Order(root=project, measured=False), quiet).card
    assert {way["way"] for way in card["ways"].values()} == {"from nothing"}


def test_a_wish_more_or_less_in_the_data_is_no_failure(answering: Made) -> None:
    """Rasa refuses to finetune with labels that it did not know; a wish that only rules still name is seen by ourselves."""
    settings, database, _, project = answering
    path = project / "data" / "nlu" / "delivery.yml"
    text = path.read_text(encoding="utf-8")
    begin = text.index("- intent: contact_courier")
    rest = text[text.index("- intent:", begin + 9) :]
    said: list[str] = []
    for changed in (
        text[:begin] + rest,
        text + "- intent: ask_the_moon\n  examples: |\n    - 月亮上送不送\n    - 月亮包邮吗\n",
    ):
        path.write_text(changed, encoding="utf-8")
        card = make(database, settings, Order(root=project, measured=False), said.append).card
        assert card["ways"]["Wishes"]["way"] == "from nothing"
    assert sum("no base" in line for line in said) == 1


def test_lines_without_labels_join_by_a_file_and_its_growth_is_seen(made: Made, tmp_path: Path) -> None:
    settings, database, _, project = made
    chats = tmp_path / "chats.txt"
    chats.write_text("我前天买的那台洗衣机到哪里了呀\n嗯\n", encoding="utf-8")
    order = Order(root=project, measured=False, unlabelled=chats)
    first = make(database, settings, order, quiet)
    assert first.card["unlabelled"] == "chats.txt" and first.card["ways"]["Wishes"]["guessed"] <= 2
    assert "Wishes" in make(database, settings, order, quiet).card["parts"]["reused"]
    chats.write_text(chats.read_text(encoding="utf-8") + "物流信息从昨晚就没动过呀\n", encoding="utf-8")
    assert "Wishes" in make(database, settings, order, quiet).card["parts"]["trained"]
    promotions.promote(database, first.name, promotions.Decision(kind="start", reason="first"))
    add(project, _NEW)
    assert "base" not in make(database, settings, Order(root=project, measured=False), quiet).card


def test_a_database_without_a_promoted_model_trains_from_nothing(made: Made) -> None:
    settings, database, _, project = made
    add(project, _NEW)
    assert "base" not in make(database, settings, Order(root=project, measured=False), quiet).card
