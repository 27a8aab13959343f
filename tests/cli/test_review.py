"""`xiaonuan review` over a real record: keys in a terminal, a table out and in, stories, and nothing of who was erased."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.cli.review_screen import sit
from bot.records import conversations, heard, privacy
from bot.records.database import Database
from bot.training.checks.flows import flows_of
from bot.training.examples import load_examples
from bot.training.review.candidates import Candidate, key_of
from bot.training.review.clusters import Cluster
from bot.training.review.session import Sitting
from bot.training.source import read_nodes
from tests.cli.conftest import Ran
from tests.fresh_record import sqlite_record
from tests.training.review.chats import Chat
from tests.training.small_project import small_project

Run = Callable[..., Ran]
PHONE = "13812345678"
MARKER = "紫葡萄味橡皮鸭"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_project(tmp_path_factory.mktemp("small"), without="赊")


@pytest.fixture
def project(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "project"))


@pytest.fixture
def database(data_dir: Path) -> Iterator[Database]:
    opened = Database(sqlite_record(data_dir / "records.db"))
    yield opened
    opened.close()


def three_who_ask(database: Database) -> None:
    Chat.begun(database).said(f"可以赊账不 我手机{PHONE}", "unsure", 0.3).clicked("ask_payment")
    Chat.begun(database).said("可以赊账不呀", "ask_coupon", 0.35)
    Chat.begun(database).said("可以赊账不呀", "unsure", 0.2).said("几天能到", "ask_shipping_time")


def texts(project: Path) -> dict[str, str]:
    return {each.text: each.intent for each in load_examples(project) if "赊" in each.text}


def test_a_table_goes_out_masked_comes_in_and_is_never_shown_again(
    xiaonuan: Run, database: Database, project: Path, tmp_path: Path
) -> None:
    three_who_ask(database)
    table = tmp_path / "missed.csv"
    assert xiaonuan("review", "--export", str(table), "--root", str(project)).code == 0
    text = table.read_text(encoding="utf-8-sig")
    assert PHONE not in text and "138****5678" in text
    header, first, *_ = text.splitlines()
    assert header == "cluster,times,text,intent,suggestions,reasons,key"
    assert first.startswith("1,2,可以赊账不呀,,ask_payment ")
    table.write_text("\n".join([header, *(row.replace(",,", ",ask_payment,", 1) for row in text.splitlines()[1:])]))

    tried = xiaonuan("review", "--import", str(table), "--dry-run", "--root", str(project))
    assert "ask_payment\t可以赊账不呀" in tried.out and texts(project) == {}
    taken = xiaonuan("review", "--import", str(table), "--root", str(project))
    assert taken.code == 0 and "labelled so far: 2 (ask_payment 2)" in taken.err
    assert texts(project) == {"可以赊账不呀": "ask_payment", "可以赊账不 我手机138****5678": "ask_payment"}
    assert json.loads(xiaonuan("review", "--json", "--root", str(project)).out) == []
    again = xiaonuan("review", "--import", str(table), "--root", str(project))
    assert again.code == 0 and "passed over" in again.err


def test_what_was_skipped_is_not_shown_again_although_it_is_no_example(
    xiaonuan: Run, database: Database, project: Path
) -> None:
    three_who_ask(database)
    [row] = [each for each in json.loads(xiaonuan("review", "--json", "--root", str(project)).out)[:1]]
    for each in row["texts"]:
        looks = [
            heard.Looked(conversation_id=conversation, words=key_of(each), did="skipped", intent=None)
            for conversation in database.read_now(heard.talks_since, since_ms=0)
        ]
        database.write_now(heard.note_looked, looks, now_ms=1)
    left = json.loads(xiaonuan("review", "--json", "--root", str(project)).out)
    assert not {text for each in left for text in each["texts"]} & set(row["texts"])


def test_erasing_a_shopper_takes_her_candidates_and_what_a_table_still_holds_of_her(
    xiaonuan: Run, database: Database, project: Path, tmp_path: Path, data_dir: Path
) -> None:
    chat = Chat.begun(database).said(f"{MARKER}能赊账吗", "unsure", 0.3)
    table = tmp_path / "missed.csv"
    xiaonuan("review", "--export", str(table), "--root", str(project))
    header, row = table.read_text(encoding="utf-8-sig").splitlines()
    assert MARKER in row
    look = heard.Looked(conversation_id=chat.id, words=row.rsplit(",", 1)[1], did="skipped", intent=None)
    database.write_now(heard.note_looked, [look], now_ms=1)

    hers = database.read_now(conversations.get, chat.id)
    database.write_now(privacy.erase, hers, now_ms=2)
    assert database.read_now(heard.looked_at) == set()
    database.write_now(heard.note_looked, [look], now_ms=3)  # a review that was open meanwhile
    assert database.read_now(heard.looked_at) == set()
    table.write_text(f"{header}\n{row.replace(',,', ',ask_payment,', 1)}\n")
    assert "1 rows are no candidates" in xiaonuan("review", "--import", str(table), "--root", str(project)).err
    assert MARKER not in xiaonuan("review", "--json", "--root", str(project)).out
    assert MARKER not in xiaonuan("review", "--stories", "--root", str(project)).out
    assert MARKER not in "".join(path.read_text() for path in (project / "data" / "nlu").glob("*.yml"))
    database.close()
    assert all(MARKER.encode() not in path.read_bytes() for path in data_dir.rglob("*.json*") if path.is_file())


def test_a_conversation_becomes_a_story_that_the_project_can_read(
    xiaonuan: Run, database: Database, project: Path
) -> None:
    chat = Chat.begun(database).said("我叫王小明 能赊账吗", "unsure", 0.3, "action_clarify").clicked("ask_payment")
    chat.said(f"打我电话{PHONE}", "inform", 0.9, "action_take_answer")
    told = xiaonuan("review", "--stories", "--root", str(project))
    assert told.code == 0 and PHONE not in told.out and "王小明" not in told.out
    path = project / "tests" / "stories" / "from_chats.yml"
    path.write_text(told.out, encoding="utf-8")
    [story] = list(flows_of(path, read_nodes(path)))
    assert [(step.kind, step.name) for step in story.steps] == [
        ("intent", "ask_payment"), ("action", "action_answer_question"),
        ("intent", "ask_payment"), ("action", "action_answer_question"),
        ("intent", "inform"), ("action", "action_take_answer"),
    ]  # fmt: skip


def test_a_story_doubts_the_wish_of_a_message_that_did_not_help(
    xiaonuan: Run, database: Database, project: Path
) -> None:
    Chat.begun(database).said("狗把快递咬坏了", "complain_service", 0.9).said("没解决", "problem_not_solved", 0.9)
    lines = xiaonuan("review", "--stories", "--root", str(project)).out.splitlines()
    assert "        intent: complain_service  # is it? (not_solved)" in lines
    assert "        intent: problem_not_solved" in lines


def clusters(*names: str) -> list[Cluster]:
    return [
        Cluster(
            candidates=tuple(
                Candidate(key=key_of(text), text=text, times=1, conversations={"c"}) for text in name.split("/")
            )
        )
        for name in names
    ]


@pytest.mark.parametrize(
    ("keys", "labels"),
    [
        ("1q", [("能赊账吗", "ask_payment"), ("能赊账不", "ask_payment")]),
        ("s1n2", [("能赊账不", "ask_payment"), ("有代言吗", "chitchat")]),
        ("2u1q", [("能赊账吗", "ask_payment"), ("能赊账不", "ask_payment")]),
        ("n/ask_quality\r", [("有代言吗", "ask_quality")]),
        ("n/怎么付款\r", [("有代言吗", "ask_payment")]),
        ("n/track\r2", [("有代言吗", "chitchat")]),
        ("n/nonsense\r2", [("有代言吗", "chitchat")]),
        ("9x n q", []),
    ],
)
def test_one_key_decides(keys: str, labels: list[tuple[str, str]]) -> None:
    sitting = Sitting(clusters("能赊账吗/能赊账不", "有代言吗"))
    typed = create_pipe_input()
    with create_app_session(input=typed, output=DummyOutput()):
        typed.send_text(keys)
        sit(sitting, lambda cluster: ("ask_payment", "chitchat"))
    typed.close()
    assert sitting.labels == labels


def test_ctrl_c_says_that_it_stopped(database: Database, project: Path, data_dir: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "review", "--root", str(project)], stderr=subprocess.PIPE, text=True,
        stdout=subprocess.DEVNULL, env={**os.environ, "BOT_DATA_DIR": str(data_dir)},
    )  # fmt: skip
    assert process.stderr is not None and "reading what was heard" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    assert "xiaonuan: stopped" in process.stderr.read() and process.wait(30) == 130


@pytest.mark.parametrize("end", ["ctrl-c", "ctrl-d", "ctrl-d at the wish", "terminated", "hung up"])
def test_however_it_ends_what_was_decided_is_kept_in_a_real_terminal(
    end: str, database: Database, project: Path, data_dir: Path
) -> None:
    three_who_ask(database)
    Chat.begun(database).said("有明星给你们代言么", "unsure", 0.2)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "review", "--root", str(project)],
        stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=at_its_own_terminal,
        env={**os.environ, "BOT_DATA_DIR": str(data_dir), "TERM": "xterm", "COLUMNS": "120"},
    )  # fmt: skip
    os.close(theirs)
    seen = read_until(ours, "q end")
    assert "可以赊账不呀" in seen and PHONE not in seen and "ask_payment" in seen
    os.write(ours, b"1")
    read_until(ours, "1 clusters left", "q end")  # the next question stands there, and the terminal is its own
    if end == "hung up":
        os.close(ours)
        process.wait(60)
    else:
        if end == "ctrl-d at the wish":
            os.write(ours, b"/")
            read_until(ours, "wish:")
            os.write(ours, b"\x04")
            read_until(ours, "1 clusters left", "q end")
        os.write(ours, {"ctrl-c": b"\x03", "terminated": b""}.get(end, b"\x04"))
        if end == "terminated":
            process.terminate()
        read_until(ours, "labelled so far")
        assert process.wait(30) == 0
        os.close(ours)
    assert "可以赊账不呀" in texts(project)


def test_labels_are_told_where_they_cannot_be_written(
    xiaonuan: Run, database: Database, project: Path, tmp_path: Path
) -> None:
    three_who_ask(database)
    table = tmp_path / "missed.csv"
    assert xiaonuan("review", "--export", str(table), "--root", str(project)).code == 0
    again = xiaonuan("review", "--export", str(table), "--root", str(project))
    assert again.code == 2 and "--import" in again.err  # somebody may have labelled in it
    table.write_text(table.read_text(encoding="utf-8").replace(",,", ",ask_payment,"), encoding="utf-8")
    in_the_way = project / "data" / "nlu" / "order.yml.new"
    in_the_way.mkdir()
    failed = xiaonuan("review", "--import", str(table), "--root", str(project))
    assert failed.code == 1 and "ask_payment\t可以赊账不呀" in failed.out and "Traceback" not in failed.err
    in_the_way.rmdir()
    taken = json.loads(xiaonuan("review", "--import", str(table), "--json", "--root", str(project)).out)
    assert {"intent": "ask_payment", "text": "可以赊账不呀"} in taken["added"]


def test_examples_that_cannot_be_read_are_named_by_line_and_no_traceback(xiaonuan: Run, project: Path) -> None:
    path = project / "data" / "nlu" / "order.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("  examples: |", "\texamples: |", 1), encoding="utf-8")
    refused = xiaonuan("review", "--root", str(project))
    assert refused.code == 1 and "order.yml:" in refused.err and "tab" in refused.err
    assert "Traceback" not in refused.err


def at_its_own_terminal() -> None:
    """So that Ctrl-C reaches it whatever it does at that moment."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def read_until(terminal: int, *words: str) -> str:
    """What the terminal shows until these came, in this order; answers where its cursor is, as a terminal does."""
    seen, until = "", time.monotonic() + 90
    while re.search(".*".join(map(re.escape, words)), seen, re.DOTALL) is None:
        assert time.monotonic() < until, seen
        if select.select([terminal], [], [], 1.0)[0]:
            try:
                came = os.read(terminal, 65536).decode(errors="replace")
            except OSError:
                break
            seen += came
            os.write(terminal, b"\x1b[1;1R" * came.count("\x1b[6n"))
    return seen
