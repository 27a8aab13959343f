"""Files as people break them: each is said by file and line, with what to do, and never ends in a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.nlu.intents import INTENTS
from bot.training.check import Finding, run
from bot.training.examples import load_examples
from bot.training.fingerprints import data_fingerprint
from bot.training.mend import mend
from tests.nlu.factories import a_project

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = (
    'version: "3.1"\nintents:\n'
    + "".join(f"- {name}\n" for name in INTENTS)
    + "entities: [courier]\n"
    + "slots:\n  seen: {type: bool, influence_conversation: true}\n  mute: {type: bool, influence_conversation: false}\n"
    + "actions: [action_one]\nresponses:\n  utter_one:\n  - text: 好\n"
)
NLU = 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - 在吗\n    - 有人没\n'
RULE = 'version: "3.1"\nrules:\n- rule: Greet\n  steps:\n  - intent: greet\n  - action: action_one\n'


def found(root: Path, **files: str | bytes) -> list[Finding]:
    base = {"domain.yml": DOMAIN, "data/nlu/talk.yml": NLU, "data/rules/talk.yml": RULE}
    for name, content in {**base, **{name.replace("__", "/") + ".yml": text for name, text in files.items()}}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return run(root)


def only(findings: list[Finding], kind: str) -> Finding:
    [one] = [each for each in findings if each.kind == kind]
    assert one.advice
    return one


@pytest.mark.parametrize(
    ("name", "content", "kind", "line"),
    [
        ("data__nlu__talk", NLU.replace("  examples", "\texamples"), "tab", 4),
        ("data__nlu__talk", NLU.replace("- intent: greet", "- intent: greet\n  intent: deny"), "duplicate_key", 4),
        ("domain", DOMAIN + "actions: [action_two]\n", "duplicate_key", DOMAIN.count("\n") + 1),
        ("data__nlu__talk", NLU.replace("nlu:", "nlu: ["), "unreadable", 3),
        ("data__nlu__talk", "\ufeff" + NLU, "bom", 1),
        ("data__nlu__talk", NLU.replace("\n", "\r\n"), "crlf", 1),
        ("data__nlu__talk", NLU.replace("在吗", "在吗  "), "trailing_blanks", 5),
        ("data__nlu__talk", NLU.encode("gb18030"), "unreadable", 5),
        ("data__nlu__talk", NLU + "    - " + "长" * 4_000_000, "too_large", 0),
        ("data__nlu__talk", NLU.replace("    - 有人没\n", ""), "one_example", 5),
        ("data__nlu__talk", NLU.replace("examples: |", "examples:"), "unreadable", 5),
        ("data__nlu__talk", NLU + "    - /restart\n", "command", 7),
        ("data__nlu__talk", NLU + "    - 快递员[电话(courier)呢\n", "unclosed", 7),
        ("data__nlu__talk", NLU + "    - [快递员](curier)呢\n", "unknown_entity", 7),
        ("data__nlu__talk", NLU + "    -\n", "empty_example", 7),
        ("data__rules__talk", RULE.replace("greet", "gret"), "unknown_intent", 5),
        ("data__rules__talk", RULE.replace("action_one", "action_on"), "unknown_action", 6),
        ("data__rules__talk", RULE.replace("  steps", "  condition:\n  - slot_was_set:\n    - sen: true\n  steps"),
         "unknown_slot", 3),
        ("data__rules__talk", RULE.replace("  steps", "  condition:\n  - slot_was_set:\n    - mute: true\n  steps"),
         "unseen_slot", 3),
        ("data__rules__more", RULE.replace("Greet", "Other").replace("action_one", "utter_one"), "contradiction", 6),
        ("domain", DOMAIN.replace("[action_one]", "[action_one, action_one]"), "listed_twice", None),
        ("domain", DOMAIN.replace("text: 好", "text: ''"), "wordless", None),
        ("data__rules__extra", 'version: "3.1"\nresponses:\n  utter_two:\n  - text: 好\n', "responses_in_data", 0),
    ],
)  # fmt: skip
def test_it_is_said_with_its_line(tmp_path: Path, name: str, content: str | bytes, kind: str, line: int | None) -> None:
    one = only(found(tmp_path, **{name: content}), kind)
    assert one.path == tmp_path / (name.replace("__", "/") + ".yml")
    assert line is None or one.line == line


def test_both_endings_of_yaml_files_are_read_alike(tmp_path: Path) -> None:
    more = 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - 有人不\n    - 在吗\n'
    found(tmp_path)
    (tmp_path / "data" / "nlu" / "more.yaml").write_text(more, encoding="utf-8")
    (tmp_path / "data" / "nlu" / "by-shop").mkdir()
    (tmp_path / "data" / "nlu" / "by-shop" / "one.yml").write_text(
        more.replace("- 有人不", "- 客服呢"), encoding="utf-8"
    )
    assert {"有人不", "客服呢"} <= {each.text for each in load_examples(tmp_path)}
    before = data_fingerprint(tmp_path)
    (tmp_path / "data" / "nlu" / "more.yaml").write_text(more.replace("在吗", "[在吗"), encoding="utf-8")
    assert only(run(tmp_path), "unclosed").path.name == "more.yaml"
    assert data_fingerprint(tmp_path) != before


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("data/more.yml", "# ours\n" + NLU, 3),
        ("data/shop/more.yaml", RULE, 2),
        ("data/nlu/old.json", '{\n"rasa_nlu_data": {"common_examples": []}}', 2),
    ],
)
def test_what_rasa_trains_from_elsewhere_is_a_fault(tmp_path: Path, name: str, content: str, line: int) -> None:
    found(tmp_path)
    (tmp_path / "data" / "shop").mkdir()
    (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "data" / "shop" / "rules.yml").write_text("days: 7\n  rules: x\n", encoding="utf-8")
    one = only(run(tmp_path), "elsewhere")
    assert (one.path, one.line) == (tmp_path / name, line)


def test_wishes_of_a_file_that_cannot_be_read_are_not_called_wishes_without_examples(tmp_path: Path) -> None:
    findings = found(tmp_path, data__nlu__talk=NLU.replace("  examples", "\texamples"))
    assert not [each for each in findings if each.kind == "too_few" and each.path.name == "talk.yml"]
    assert [each for each in findings if each.kind == "too_few" and each.path.name == "order.yml"]


@pytest.mark.parametrize(
    "line", ['{"text": "没写完', '{"texts": "在吗"}', "[1]", '{"text": "在吗"}'.encode("utf-16")], ids=repr
)
def test_a_held_out_sentence_that_cannot_be_read_is_a_fault_of_its_line(tmp_path: Path, line: str | bytes) -> None:
    path = tmp_path / "tests" / "nlu" / "emotion.jsonl"
    path.parent.mkdir(parents=True)
    path.write_bytes(b'{"text": "x", "emotion": "calm"}\n' + (line.encode() if isinstance(line, str) else line))
    one = only(found(tmp_path), "unreadable_test")
    assert (one.path, one.line) == (path, 2)


def test_a_misspelt_name_gets_the_one_that_was_meant(tmp_path: Path) -> None:
    one = only(found(tmp_path, data__rules__talk=RULE.replace("greet", "gret")), "unknown_intent")
    assert "did you mean `greet`" in one.problem


def test_responses_and_actions_that_code_and_domain_do_not_share_are_found(tmp_path: Path) -> None:
    code = (
        "class One:\n    action_name = 'action_one'\n\n"
        "class Two:\n    action_name = 'action_two'\n    def answer(self, speech, state):\n"
        "        speech.say('utter_missing')\n        speech.say(f'utter_state_{state}')\n"
    )
    a_project(tmp_path, {"actions/talk.py": code})
    domain = DOMAIN + "  utter_state_lost:\n  - text: 丢了\n"
    findings = found(tmp_path, domain=domain)
    assert only(findings, "missing_response").line == 7
    assert "action_two" in only(findings, "undeclared_action").problem
    assert [each.problem for each in findings if each.kind == "unused_response"] == ["nothing says `utter_one`"]


def test_what_is_safe_is_mended_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    messy = (
        '\ufeffversion: "3.1"\r\nnlu:\r\n# 闲聊\r\n- intent: thank\r\n  examples: |  \r\n    - 谢谢\r\n    - 谢谢\r\n    - 多谢\r\n'
        "- intent: greet\r\n  examples: |\r\n    - 在吗\r\n    - 谢谢\r\n"
    )
    found(tmp_path, data__nlu__talk=messy)
    [mended] = list(mend(tmp_path))
    assert mended.path.name == "talk.yml"
    assert mended.path.read_bytes().decode() == (
        'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - 在吗\n    - 谢谢\n'
        "# 闲聊\n- intent: thank\n  examples: |\n    - 谢谢\n    - 多谢\n"
    )
    assert list(mend(tmp_path)) == []
    assert not {each.kind for each in run(tmp_path)} & {"bom", "crlf", "trailing_blanks", "duplicate", "unsorted"}


def test_a_file_that_cannot_be_read_is_not_touched(tmp_path: Path) -> None:
    broken = NLU.replace("nlu:", "nlu: [")
    found(tmp_path, data__nlu__talk=broken)
    list(mend(tmp_path))
    assert (tmp_path / "data/nlu/talk.yml").read_text(encoding="utf-8") == broken


def test_the_projects_own_data_has_no_fault() -> None:
    assert [str(each) for each in run(ROOT) if each.severity == "fault"] == []


def test_neither_rasa_nor_anything_that_learns_is_loaded() -> None:
    code = (
        "import sys; from pathlib import Path; from bot.training import check; check.run(Path('.'));"
        "print({name.split('.')[0] for name in sys.modules} & {'rasa', 'tensorflow', 'sklearn', 'scipy', 'spacy'})"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "set()", done.stderr
