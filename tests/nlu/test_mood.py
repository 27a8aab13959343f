from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.linear import LinearModel
from bot.nlu.mood import LEVELS, Mood, carried_over, marked, mood_of
from bot.nlu.mood_examples import read_mood_lines
from bot.nlu.mood_fitting import WishExample, fit_moods
from bot.nlu.reading import read_with_spans
from bot.nlu.wish_hints import hints_of
from tests.nlu.factories import mood_in

pytestmark = pytest.mark.timeout(600)
_FIRST_MARK_OF_ALL = "\ue100"  # insults head the list of words


@pytest.mark.parametrize(
    "text", ["我的快递到哪了", "有黑色的吗", "好的谢谢", "我不是来投诉的 就问一下", "有人说你家是骗子 是真的吗"]
)
def test_questions_and_bad_words_that_are_negated_or_quoted_are_calm(
    wishes: LinearModel, moods: LinearModel, text: str
) -> None:
    assert mood_in(text, wishes, moods).level == "calm"


@pytest.mark.parametrize(
    "text", ["你们就是骗子", "垃圾店 再也不买了", "再不退我就去12315", "呵呵 真行 又没发", "气死我了!!!"]
)
def test_insults_threats_and_sarcasm_are_heard(wishes: LinearModel, moods: LinearModel, text: str) -> None:
    assert mood_in(text, wishes, moods).level in {"upset", "angry"}


def test_the_score_rises_with_the_level(wishes: LinearModel, moods: LinearModel) -> None:
    texts = ("有货吗", "能快点吗 我急用", "等了五天了 太失望了", "骗子 退钱!!! 我要报警")
    scores = [mood_in(text, wishes, moods).score for text in texts]
    assert scores == sorted(scores)


def test_an_empty_message_is_calm(wishes: LinearModel, moods: LinearModel) -> None:
    assert mood_in("", wishes, moods) == Mood(level="calm", score=0.0)


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


def test_what_she_wants_tells_how_she_feels_where_the_words_do_not() -> None:
    lines = [("upset", f"{word}这样") for word in "甲乙丙丁"] + [("calm", f"{word}那样") for word in "甲乙丙丁"]
    complaint = [WishExample(intent="complain_service", text=text) for level, text in lines if level == "upset"]
    question = [WishExample(intent="ask_price", text=text) for level, text in lines if level == "calm"]
    model = fit_moods(lines, complaint + question)
    unknown = read_with_spans("戊")
    heat = [
        mood_of(model, "戊", unknown, hints_of([(intent, 0.99)])).score for intent in ("complain_service", "ask_price")
    ]
    assert heat[0] > heat[1]


@pytest.mark.parametrize(
    ("innocent", "meant"),
    [
        ("在哪里操作", "操"),
        ("我妈的名字", "妈的"),
        ("滚筒洗衣机", "滚"),
        ("usb口的", "sb"),
        ("红屁股了", "放屁"),
        ("急死了", "去死"),
    ],
)
def test_a_word_that_only_looks_like_an_insult_leaves_no_mark(innocent: str, meant: str) -> None:
    def insulted(text: str) -> bool:
        return _FIRST_MARK_OF_ALL in marked(text, read_with_spans(text))

    assert insulted(meant) and not insulted(innocent)


def test_or_else_denies_nothing() -> None:
    text = "赔我一万 不然没完"
    assert "\ue0ff" not in marked(text, read_with_spans(text))
    assert "\ue0ff" in marked("我不是要投诉你们", read_with_spans("我不是要投诉你们"))
