"""Labels join data/nlu so that a diff shows them and nothing else; tables go out and come in."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.nlu.intents import INTENTS_BY_TOPIC
from bot.training.examples import load_examples
from bot.training.mend import is_sorted
from bot.training.review.advisor import Advisor
from bot.training.review.candidates import Candidate, key_of
from bot.training.review.clusters import clusters_of
from bot.training.review.labels import write_labels
from bot.training.review.sheet import as_csv, read_csv
from tests.training.small_project import ROOT

BATCH = "review-2026-11-27"
NEW = [
    ("可以赊账不 星期五给", "ask_payment"),
    ("先拿货月底再结钱成吗", "ask_payment"),
    ("夜里给打电话行不", "contact_courier"),
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Real examples of two topics, with a remark and a synonym that must survive."""
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    for topic in ("order", "delivery"):
        shutil.copy(ROOT / "data" / "nlu" / f"{topic}.yml", tmp_path / "data" / "nlu")
    path = tmp_path / "data" / "nlu" / "order.yml"
    path.write_text("# written by hand\n" + path.read_text() + "- synonym: 花呗\n  examples: |\n    - 蚂蚁花呗\n")
    return tmp_path


def lines(project: Path) -> list[str]:
    return [line for path in sorted((project / "data" / "nlu").glob("*.yml")) for line in path.read_text().split("\n")]


def added(before: list[str], after: list[str]) -> list[str]:
    """What a diff of pure insertions holds; fails where a line went or changed."""
    rest = iter(after)
    new: list[str] = []
    for line in before:
        for each in rest:
            if each == line:
                break
            new.append(each)
        else:
            raise AssertionError(f"gone: {line}")
    return [*new, *rest]


def test_the_diff_holds_the_new_examples_and_nothing_else(project: Path) -> None:
    before = lines(project)
    written = write_labels(project, NEW, BATCH)
    assert [path.name for path in written.files] == ["delivery.yml", "order.yml"]
    assert sorted(line for line in added(before, lines(project)) if "- " in line and "intent" not in line) == sorted(
        f"    - {text}" for text, _ in NEW
    )
    found = [(each.text, each.intent) for each in load_examples(project) if each.batch == BATCH]
    assert sorted(found) == sorted(NEW)


def test_a_sorted_file_stays_sorted_so_that_data_check_has_nothing_to_say(project: Path) -> None:
    path = project / "data" / "nlu" / "order.yml"
    assert is_sorted(path.read_text()) and "batch: writer" in path.read_text()  # a name behind that of the review
    write_labels(project, NEW, BATCH)
    assert BATCH in path.read_text() and is_sorted(path.read_text())


def test_intents_stay_in_the_lists_order_and_a_second_review_of_the_day_joins_the_first(project: Path) -> None:
    write_labels(project, NEW[:1], BATCH)
    write_labels(project, NEW[1:2], BATCH)
    order = list(dict.fromkeys(each.intent for each in load_examples(project) if each.path.stem == "order"))
    assert order == list(INTENTS_BY_TOPIC["order"])
    assert (project / "data" / "nlu" / "order.yml").read_text().count(BATCH) == 1


def test_known_and_nearly_known_sentences_and_test_sentences_are_left_out(project: Path) -> None:
    (project / "tests" / "nlu").mkdir(parents=True)
    (project / "tests" / "nlu" / "heldout.jsonl").write_text(
        '{"text": "我想月底再付款行不行呀", "intent": "ask_payment"}\n'
    )
    known = next(each for each in load_examples(project) if each.intent == "ask_payment" and len(each.text) > 16)
    before = lines(project)
    written = write_labels(
        project,
        [(known.text, "ask_payment"), (known.text + "哦", "ask_payment"), ("我想月底再付款行不行呀！", "ask_payment")],
        BATCH,
    )
    assert (written.known, written.alike, written.held_out, written.added) == (1, 1, 1, ())
    assert lines(project) == before


def test_a_label_that_contradicts_an_example_is_told_with_its_place(project: Path) -> None:
    known = next(each for each in load_examples(project) if each.intent == "ask_payment" and len(each.text) > 16)
    written = write_labels(project, [(known.text, "contact_courier"), *NEW[:1]], BATCH)
    assert [(one.intent, other.intent, other.line) for one, other in written.otherwise] == [
        ("contact_courier", "ask_payment", known.line)
    ]
    assert len(written.added) == 1 and written.known == 1


def test_others_may_still_read_the_files(project: Path) -> None:
    path = project / "data" / "nlu" / "order.yml"
    path.chmod(0o664)
    before = os.umask(0o077)  # as the command sets it
    try:
        write_labels(project, [*NEW, ("积分会过期吗 我攒了好久", "ask_membership")], BATCH)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o664
    assert path.with_name("account.yml").stat().st_mode & 0o777 == 0o644


def test_a_dry_run_writes_nothing(project: Path) -> None:
    before = lines(project)
    assert len(write_labels(project, NEW, BATCH, dry_run=True).added) == 3
    assert lines(project) == before


def test_a_topic_without_a_file_gets_one(project: Path) -> None:
    write_labels(project, [("积分会过期吗 我攒了好久", "ask_membership")], BATCH)
    assert [each.text for each in load_examples(project) if each.path.stem == "account"] == ["积分会过期吗 我攒了好久"]


def test_a_topic_whose_file_ends_in_yaml_keeps_it(project: Path) -> None:
    path = project / "data" / "nlu" / "order.yml"
    path = path.rename(path.with_suffix(".yaml"))
    write_labels(project, NEW, BATCH)
    assert BATCH in path.read_text(encoding="utf-8") and not path.with_suffix(".yml").exists()


def test_brackets_become_no_annotation(project: Path) -> None:
    write_labels(project, [("[链接](product) 这个能月结吗", "ask_payment")], BATCH)
    assert [each.text for each in load_examples(project) if each.batch == BATCH] == ["【链接】(product) 这个能月结吗"]


def test_a_number_that_an_edited_table_brings_is_masked(project: Path) -> None:
    write_labels(project, [("月结的话打我13812345678行吗", "ask_payment")], BATCH)
    assert [each.text for each in load_examples(project) if each.batch == BATCH] == ["月结的话打我138****5678行吗"]


def candidate(text: str) -> Candidate:
    return Candidate(key=key_of(text), text=text, times=1, conversations={"c"})


def test_a_table_goes_out_and_comes_in_with_edited_texts(tmp_path: Path) -> None:
    known = [candidate("能赊账不"), candidate("=1+1能赊账"), candidate("有代言吗"), candidate("没填")]
    table = tmp_path / "missed.csv"
    text = as_csv(clusters_of(known), lambda cluster: ("ask_payment",))
    assert text.startswith("\ufeff") and "'=1+1能赊账" in text
    fill = {"能赊账不": "ask_payment", "'=1+1能赊账": "ask_payment", "有代言吗": "skip"}
    for words, intent in fill.items():
        text = text.replace(f",{words},,", f",{words},{intent},")
    table.write_text(text.replace(",能赊账不,", ",能赊账不呢,"), encoding="utf-8")
    rows, gone = read_csv(table, {each.key: each for each in known if each.text != "有代言吗"})
    assert gone == 1
    assert {(row.text, row.intent) for row in rows} == {("能赊账不呢", "ask_payment"), ("=1+1能赊账", "ask_payment")}


@pytest.mark.parametrize(
    ("between", "encoding"),
    [(",", "utf-8-sig"), (";", "utf-8-sig"), ("\t", "utf-8-sig"), (",", "gbk"), ("\t", "utf-16")],
)
def test_a_table_comes_in_as_spreadsheets_save_it(tmp_path: Path, between: str, encoding: str) -> None:
    known = {key: candidate(text) for key, text in (("k", "能赊账不"), ("l", "有代言吗"), ("m", "怎么给钱"))}
    rows = [
        ("cluster", "Text", "Intent", "key"),
        ("1", '"能""赊账""不，\n月底给"', "Ask_payment", "k"),
        ("2", "有代言吗", "Skip", "l"),
        ("3", "怎么给钱", "怎么付款", "m"),
        ("", "", "", ""),
    ]
    table = tmp_path / "missed.csv"
    table.write_bytes("\r\n".join(between.join(row) for row in rows).encode(encoding))
    found, gone = read_csv(table, known)
    assert gone == 0
    assert [(row.text, row.intent) for row in found] == [
        ('能"赊账"不，\n月底给', "ask_payment"), ("有代言吗", None), ("怎么给钱", "ask_payment"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("text,intent,key\n能赊账,ask_paymnet,k\n", "ask_payment"),
        ("a,b\n1,2\n", "columns"),
        ("text,intent,key\n能赊账,ask_payment,k\n可以".encode("gbk")[:-1], "missed.csv:3: .*UTF-8"),
        ("text,intent,key\n能赊账,怎么付,k\n", "怎么付款"),
        (
            "text,intent,key\n能赊账,ask_payment,k\n可以开票,ask_paymnt,l\n查件,nonsense,m\n",
            r"(?s)line 3 .*line 4 “查件”.*intents\.md",
        ),
        (
            "text,intent,key\n能赊账,ask_payment,k\n能 赊账,ask_coupon,l\n",
            "line 3 .*`ask_coupon`, and `ask_payment` in line 2",
        ),
        ("text,intent,key\n能赊账,,k\n", "empty in every row"),
        ('text,intent,key\n"能赊账,ask_payment,k\n可以开票,ask_invoice,l\n', "quotes"),
        ("", "columns"),
    ],
)
def test_a_table_at_fault_is_refused_with_what_to_do(tmp_path: Path, content: str | bytes, words: str) -> None:
    table = tmp_path / "missed.csv"
    table.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ConfigurationError, match=words):
        read_csv(table, {})


def test_suggestions_put_clicks_first_and_learn_from_labels(project: Path) -> None:
    examples = load_examples(project)
    advisor = Advisor(examples, ["可以赊账不", "赊账行吗"])
    [cluster] = clusters_of([candidate("赊账行吗赊账")])
    before = advisor.suggest(cluster)
    cluster.candidates[0].wishes["self_pickup"] = 1
    assert advisor.suggest(cluster)[0] == "self_pickup" and len(before) == 4
    cluster.candidates[0].wishes.clear()
    advisor.learn(["可以赊账不", "赊账行吗", "能不能赊账"] * 5, "recover_order")
    assert advisor.suggest(cluster)[0] == "recover_order"


def test_the_gain_is_measured_on_texts_that_were_not_learned(project: Path) -> None:
    advisor = Advisor(load_examples(project), ["赊账一", "赊账二"])
    gain = advisor.gain([(f"赊账{at}", "recover_order") for at in range(10)], [("怎么取消订单", "cancel_order")])
    assert gain.before < 0.5 and gain.after == 1.0  # type: ignore[operator]
    assert gain.held_out_before == gain.held_out_after == 1.0
    assert advisor.gain([]).after is None
