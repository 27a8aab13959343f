from __future__ import annotations

from pathlib import Path

import pytest

from bot.training.confusion_picture import draw
from bot.training.evaluate import Case, CasesFault, read_cases, report


def _case(intent: str, *ranking: str, confidence: float = 0.9, emotion: str | None = None, level: str = "calm") -> Case:
    return Case(
        text="在吗",
        intent=intent,
        emotion=emotion,
        ranking=ranking,
        confidence=confidence,
        level=level,
        in_scope=True,
        took_ms=1.0,
    )


def test_the_figures_of_a_small_table_are_those_counted_by_hand() -> None:
    cases = [
        _case("greet", "greet", "thank"),
        _case("greet", "thank", "greet"),
        _case("thank", "thank"),
        _case("thank", "goodbye", "affirm", "deny", "thank"),
    ]
    found = report(cases)
    assert (found.accuracy, found.top3) == (0.5, 0.75)
    assert found.per_intent["greet"] == {"cases": 2.0, "recall": 0.5, "precision": 1.0, "f1": pytest.approx(2 / 3)}
    assert found.per_intent["thank"]["precision"] == 0.5
    assert set(found.confusions) == {("greet", "thank", 1), ("thank", "goodbye", 1)}
    assert found.calibration_error == pytest.approx(0.4)


def test_heat_is_counted_over_the_lines_that_have_a_label() -> None:
    cases = [
        _case("greet", "greet", emotion="angry", level="upset"),
        _case("greet", "greet", emotion="upset", level="calm"),
        _case("greet", "greet", emotion="calm", level="angry"),
        _case("greet", "greet", level="angry"),
    ]
    found = report(cases)
    assert (found.emotion_recall, found.emotion_precision) == (0.5, 0.5)


def test_no_cases_give_zeros() -> None:
    assert report([]).accuracy == 0.0


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"text": "在吗", "intent": "greet"}\n{"text": "在吗"}\n', encoding="utf-8")
    with pytest.raises(CasesFault, match=r"x\.jsonl:2: write"):
        read_cases(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "x.jsonl:1: no line to judge"),
        (b"\n \n", "x.jsonl:1: no line to judge"),
        (b'{"text": "a", "intent": "greet"}\n[]\n', "x.jsonl:2: write"),
        (b'{"text": "a", "intent": "greet"}\n{"text": "a", "intent"', "x.jsonl:2: write"),
        (b'{"text": "\xff", "intent": "greet"}', "x.jsonl:1: not UTF-8"),
        (b'{"text": "a", "intent": "gret"}', "x.jsonl:1: `gret` is not on the intent list"),
        (b'{"text": 5, "intent": "greet"}', "x.jsonl:1: `text` and `intent` must be words"),
        (b'{"text": "a", "intent": "greet", "emotion": "furious"}', "x.jsonl:1: `emotion` must be one of calm"),
    ],
)
def test_a_file_that_cannot_be_judged_is_told_by_line_and_remedy(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)
    with pytest.raises(CasesFault) as fault:
        read_cases(path)
    assert told in str(fault.value)


def test_a_double_label_counts_as_its_first(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"text": "退货 开票", "intent": "request_return+request_invoice"}\n', encoding="utf-8")
    assert read_cases(path) == [("退货 开票", "request_return", None)]


def test_the_picture_is_a_png(tmp_path: Path) -> None:
    draw([_case("greet", "greet"), _case("thank", "greet")], tmp_path / "c.png")
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")
