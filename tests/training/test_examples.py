from __future__ import annotations

from pathlib import Path

import pytest

from bot.training.batches import merge_batch
from bot.training.examples import ExamplesFault, load_examples, read_batch, write_examples
from tests.nlu.factories import a_project

_TALK = """version: "3.1"
nlu:
- intent: greet
  metadata:
    batch: one
  examples: |
    - 你好
    - 在吗 [耳机](category)呢
"""


def test_an_example_knows_its_file_line_batch_and_plain_text(tmp_path: Path) -> None:
    first, second = load_examples(a_project(tmp_path, {"data/nlu/talk.yml": _TALK}))
    assert (first.text, first.line, first.batch) == ("你好", 7, "one")
    assert (second.text, second.line) == ("在吗 耳机呢", 8)


def test_writing_what_was_read_gives_the_same_file(tmp_path: Path) -> None:
    root = a_project(tmp_path, {"data/nlu/talk.yml": _TALK})
    write_examples(root, load_examples(root))
    assert (root / "data/nlu/talk.yml").read_text(encoding="utf-8") == _TALK


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("version: [", 1, "not valid YAML"),
        ("nothing: 1\n", 1, "no list under"),
        ('version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - 你好\n    在吗\n', 6, "must begin with"),
        ('version: "3.1"\nnlu:\n- intent: greet\n', 3, "has no text"),
    ],
)
def test_a_file_with_an_error_says_where_and_what_to_do(tmp_path: Path, content: str, line: int, said: str) -> None:
    root = a_project(tmp_path, {"data/nlu/talk.yml": content})
    with pytest.raises(ExamplesFault, match=said) as fault:
        load_examples(root)
    assert fault.value.line == line


def test_a_batch_joins_sorted_and_leaves_out_what_is_known_or_held_out(tmp_path: Path) -> None:
    root = a_project(
        tmp_path,
        {
            "data/nlu/talk.yml": _TALK,
            "tests/nlu/heldout.jsonl": '{"text": "请问有没有人在呀", "intent": "greet"}\n',
            "two.tsv": "track_order\t快递走到哪了\ngreet\t你好！\ngreet\t请问有没有人在呀\ngreet\t喂喂\n",
        },
    )
    merged = merge_batch(root, root / "two.tsv")
    assert (merged.added, [e.text for e in merged.known], [e.text for e in merged.held_out]) == (
        2,
        ["你好！"],
        ["请问有没有人在呀"],
    )
    assert {(e.intent, e.text, e.batch) for e in load_examples(root)} >= {
        ("greet", "喂喂", "two"),
        ("track_order", "快递走到哪了", "two"),
    }


@pytest.mark.parametrize(("line", "said"), [("greet 你好", "one tab"), ("greeting\t你好", "not on the intent list")])
def test_a_bad_line_of_a_batch_is_named(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "b.tsv").write_text(f"greet\t在吗\n{line}\n", encoding="utf-8")
    with pytest.raises(ExamplesFault, match=said) as fault:
        read_batch(tmp_path / "b.tsv")
    assert fault.value.line == 2
