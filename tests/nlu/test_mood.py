from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.fitting import MOOD_SCHEDULE, fit
from bot.nlu.linear import LinearModel
from bot.nlu.mood import LEVELS, Mood, carried_over, mood_of
from bot.nlu.mood_examples import mood_examples, read_mood_lines
from bot.nlu.reading import read_with_spans
from bot.training.examples import load_examples

_ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def model() -> LinearModel:
    intents = [(example.intent, example.text) for example in load_examples(_ROOT)]
    texts, levels = mood_examples(read_mood_lines(_ROOT / "data" / "emotion"), intents)
    return fit(texts, levels, MOOD_SCHEDULE, frequencies_count=True)


def _level(model: LinearModel, text: str) -> str:
    return mood_of(model, text, read_with_spans(text)).level


@pytest.mark.parametrize(
    "text", ["我的快递到哪了", "有黑色的吗", "好的谢谢", "我不是来投诉的 就问一下", "有人说你家是骗子 是真的吗"]
)
def test_questions_and_bad_words_that_are_negated_or_quoted_are_calm(model: LinearModel, text: str) -> None:
    assert _level(model, text) == "calm"


@pytest.mark.parametrize(
    "text", ["你们就是骗子", "垃圾店 再也不买了", "再不退我就去12315", "呵呵 真行 又没发", "气死我了!!!"]
)
def test_insults_threats_and_sarcasm_are_heard(model: LinearModel, text: str) -> None:
    assert _level(model, text) in {"upset", "angry"}


def test_the_score_rises_with_the_level(model: LinearModel) -> None:
    texts = ("有货吗", "能快点吗 我急用", "等了五天了 太失望了", "骗子 退钱!!! 我要报警")
    scores = [mood_of(model, text, read_with_spans(text)).score for text in texts]
    assert scores == sorted(scores)


def test_an_empty_message_is_calm(model: LinearModel) -> None:
    assert mood_of(model, "", read_with_spans("")) == Mood(level="calm", score=0.0)


def test_heat_cools_down_over_turns_and_not_at_once() -> None:
    calm = Mood(level="calm", score=0.0)
    first = carried_over(1.0, calm)
    second = carried_over(first.score, calm)
    third = carried_over(second.score, calm)
    assert [LEVELS.index(each.level) for each in (first, second, third)] == [1, 1, 0]


def test_a_hotter_message_counts_at_once() -> None:
    assert carried_over(0.0, Mood(level="angry", score=0.95)).level == "angry"


def test_a_wrong_level_is_named_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("calm\t好的\nfurious\t气\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.tsv:2: write one of calm"):
        read_mood_lines(tmp_path)


def test_one_annoyed_message_after_another_heats_the_talk_up() -> None:
    annoyed = Mood(level="anxious", score=0.5)
    first = carried_over(0.0, annoyed)
    second = carried_over(first.score, annoyed)
    assert (first.level, second.level) == ("anxious", "upset")
    assert second.score > first.score
