"""The command line teaches: examples in the help, the right name for a misspelt one, Tab, and no colours in a pipe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot import __version__
from bot.cli.review_screen import _near
from bot.errors import ConfigurationError
from bot.training.e2e.script import read_scripts
from tests.cli.conftest import Ran

Run = Callable[..., Ran]


@pytest.mark.parametrize(
    "words",
    [["train"], ["models"], ["compare"], ["promote"], ["rollback"], ["evaluate"], ["data", "check"], ["completion"], ["nlu", "parse"],
     ["review"], ["test"], ["report"], ["backup"], ["restore"], ["export"], ["erase"]],
    ids=" ".join,
)  # fmt: skip
def test_the_help_of_each_command_of_the_loop_has_examples_and_fits_a_screen(xiaonuan: Run, words: list[str]) -> None:
    ran = xiaonuan(*words, "--help")
    assert ran.code == 0 and "Example" in ran.out
    assert f"xiaonuan {' '.join(words)}" in ran.out.split("Example")[1]
    assert ran.out.count("\n") <= 45 and "\x1b[" not in ran.out


def test_the_help_of_all_fits_a_screen_and_names_the_exit_codes(xiaonuan: Run) -> None:
    ran = xiaonuan("--help")
    assert ran.out.count("\n") <= 50 and "2 wrong usage" in ran.out
    assert "\b" not in ran.out
    assert "..." not in ran.out.partition("\n")[2]  # each command is said whole


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["tain"], "train"),
        (["rolback"], "rollback"),
        (["data", "chek"], "check"),
        (["train", "--confg", "x"], "--config"),
        (["evaluate", "--data", "tests/nlu/heldot.jsonl"], "tests/nlu/heldout.jsonl"),
        (["train", "--config", "confg.yml"], "config.yml"),
        (["restore", "READM.md"], "README.md"),
        (["reviews", "import", "READM.md"], "README.md"),
    ],
)
def test_a_typo_gets_what_was_meant(xiaonuan: Run, words: list[str], meant: str) -> None:
    ran = xiaonuan(*words)
    assert ran.code == 2 and meant in ran.err and "Traceback" not in ran.err


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_tab_is_answered(xiaonuan: Run, shell: str) -> None:
    script = xiaonuan("completion", shell)
    assert script.code == 0 and "_XIAONUAN_COMPLETE" in script.out
    asked = {"COMP_WORDS": "xiaonuan pro", "COMP_CWORD": "1", "_TYPER_COMPLETE_ARGS": "xiaonuan pro"}
    found = xiaonuan(_XIAONUAN_COMPLETE=f"complete_{shell}", **asked)
    assert "promote" in found.out


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("promote 20261", "20261127-one.tar.gz"),
        ("compare 20261127-one.tar.gz 2026", "20261128-two.tar.gz"),
        ("evaluate --model 20261128", "20261128-two.tar.gz"),
        ("test --only deli", "delivery"),
        ("report --by w", "week"),
    ],
)
def test_tab_knows_models_and_topics(xiaonuan: Run, data_dir: Path, words: str, found: str) -> None:
    (data_dir / "models").mkdir()
    for name in ("20261127-one.tar.gz", "20261128-two.tar.gz"):
        (data_dir / "models" / name).touch()
    whole = f"xiaonuan {words}"
    asked = {"COMP_WORDS": whole, "COMP_CWORD": str(whole.count(" "))}
    assert found in xiaonuan(_XIAONUAN_COMPLETE="complete_bash", **asked).out.splitlines()


def test_a_report_for_a_spreadsheet_begins_with_a_byte_order_mark(xiaonuan: Run) -> None:
    ran = xiaonuan("report", "--csv")
    assert ran.code == 0 and ran.out.startswith("\ufeffkey,title,consultations,")


def test_the_version_is_said(xiaonuan: Run) -> None:
    assert xiaonuan("--version").out.strip() == __version__


def test_force_without_a_reason_is_wrong_usage(xiaonuan: Run) -> None:
    ran = xiaonuan("promote", "--force")
    assert ran.code == 2 and "--reason" in ran.err


@pytest.mark.parametrize("words", [["promote"], ["rollback"], ["promote", "nonsense"], ["compare"]], ids=" ".join)
def test_without_any_model_each_says_what_to_do(xiaonuan: Run, words: list[str]) -> None:
    ran = xiaonuan(*words)
    assert ran.code == 1 and ran.err.count("\n") == 1 and "xiaonuan" in ran.err


def test_a_review_of_a_folder_that_is_no_project_says_so(xiaonuan: Run, tmp_path: Path) -> None:
    ran = xiaonuan("review", "--root", str(tmp_path))
    assert ran.code == 2 and "is no project" in ran.err and "Traceback" not in ran.err


def test_a_backup_into_a_folder_that_is_not_there_names_the_folder(xiaonuan: Run, tmp_path: Path) -> None:
    ran = xiaonuan("backup", str(tmp_path / "nowhere" / "a.backup"))
    assert ran.code == 1 and f"there is no folder {tmp_path / 'nowhere'}" in ran.err


def test_conversations_that_nobody_wrote_are_no_passed_test() -> None:
    root = Path(__file__).parents[2]
    assert read_scripts(root, "delivery")
    with pytest.raises(ConfigurationError, match="did you mean delivery"):
        read_scripts(root, "delivry")


def test_a_misspelt_wish_is_told_the_right_name() -> None:
    assert "did you mean suggestion?" in _near("sugestion")
    assert _near("xyz") == ""


def test_rollback_says_what_its_force_goes_over(xiaonuan: Run) -> None:
    help_text = " ".join(xiaonuan("rollback", "--help").out.split())
    assert "trained with another domain or code" in help_text and "floor is broken" not in help_text
