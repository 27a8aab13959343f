from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.intents import INTENTS
from bot.training.check import Finding, run
from bot.training.near_duplicates import alike
from tests.nlu.factories import a_project

_DOMAIN = 'version: "3.1"\nintents:\n' + "".join(f"- {name}\n" for name in INTENTS)
_HEAD = 'version: "3.1"\nnlu:\n- intent: {intent}\n  examples: |\n'


def _findings(root: Path, lines: dict[str, list[str]], domain: str = _DOMAIN, **files: str) -> list[Finding]:
    blocks = "".join(
        f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {line}\n" for line in texts)
        for intent, texts in lines.items()
    )
    a_project(root, {"data/nlu/talk.yml": f'version: "3.1"\nnlu:\n{blocks}', "domain.yml": domain, **files})
    return run(root)


def _kinds(findings: list[Finding]) -> set[str]:
    return {finding.kind for finding in findings}


def test_one_text_under_two_labels_is_a_fault_with_its_line(tmp_path: Path) -> None:
    found = [f for f in _findings(tmp_path, {"greet": ["在吗"], "urge_reply": ["在吗？"]}) if f.kind == "two_labels"]
    assert [(f.severity, f.path.name, f.line) for f in found] == [("fault", "talk.yml", 8)]


def test_near_duplicates_are_noticed(tmp_path: Path) -> None:
    found = _findings(tmp_path, {"greet": ["请问一下客服现在在不在线啊", "请问一下客服现在在不在线呀"]})
    assert "near_duplicate" in _kinds(found)


def test_a_test_sentence_in_the_training_data_is_a_leak(tmp_path: Path) -> None:
    held = {"tests/nlu/heldout.jsonl": '{"text": "有没有客服在线啊", "intent": "greet"}\n'}
    assert "leak" in _kinds(_findings(tmp_path, {"greet": ["有没有客服在线啊"]}, **held))


@pytest.mark.parametrize(
    ("domain", "kind"),
    [
        (_DOMAIN.replace("- thank\n", ""), "undeclared_intent"),
        (_DOMAIN + "- nonsense\n", "unlisted_intent"),
    ],
)
def test_names_that_domain_and_list_do_not_share_are_faults(tmp_path: Path, domain: str, kind: str) -> None:
    assert kind in _kinds(_findings(tmp_path, {"greet": ["在吗"]}, domain))


def test_a_name_in_the_data_that_is_on_no_list_is_a_fault(tmp_path: Path) -> None:
    assert "unknown_intent" in _kinds(_findings(tmp_path, {"greeting": ["在吗"]}))


def test_an_intent_with_few_examples_is_a_fault(tmp_path: Path) -> None:
    assert "too_few" in _kinds(_findings(tmp_path, {"greet": ["在吗"]}))


def test_an_annotation_that_cuts_a_word_is_a_fault(tmp_path: Path) -> None:
    assert "misaligned" in _kinds(_findings(tmp_path, {"greet": ["我的快[递员](courier)呢"]}))


def test_a_file_that_cannot_be_read_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    a_project(tmp_path, {"data/nlu/talk.yml": "version: [", "domain.yml": _DOMAIN})
    assert "unreadable" in _kinds(run(tmp_path))


def test_textbook_data_is_noticed_as_unlike_real_messages(tmp_path: Path) -> None:
    texts = [f"尊敬的客服您好，请问我购买的第{n}件商品的配送进度目前处于何种状态呢？谢谢您！" for n in range(40)]
    assert "unlike_real" in _kinds(_findings(tmp_path, {"track_order": texts}))


def test_alike_finds_each_pair_once() -> None:
    texts = ["今天能不能发货啊我急用", "完全不同的另一句话在这里", "今天能不能发货呀我急用"]
    assert [(one, two) for one, two, _ in alike(texts, 0.4)] == [(0, 2)]
