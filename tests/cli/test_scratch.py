"""The folder of one command goes whatever happens to the command, and is nobody else's while it runs."""

from __future__ import annotations

import errno
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import scratch
from bot.errors import ConfigurationError

_USES_ONE = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what it starts in the background
from pathlib import Path
from bot.cli import scratch
with scratch.folder(Path(sys.argv[1]), "backup") as place:
    (place / "records.db").write_text("words")
    print("there", flush=True)
    time.sleep(60)
"""


def another(data_dir: Path) -> subprocess.Popen[str]:
    """A command that has its folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", _USES_ONE, str(data_dir)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "there\n"
    return process


def left(data_dir: Path) -> list[str]:
    return [path.name for path in data_dir.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminated"])
def test_a_command_that_is_stopped_takes_its_folder_away(tmp_path: Path, number: signal.Signals) -> None:
    process = another(tmp_path)
    process.send_signal(number)
    process.wait(30)
    assert left(tmp_path) == []


def test_what_a_killed_command_left_goes_with_the_next_but_not_what_a_running_one_holds(tmp_path: Path) -> None:
    process = another(tmp_path)
    with scratch.folder(tmp_path, "restore"):
        assert len(left(tmp_path)) == 2
    process.kill()
    process.wait(30)
    assert len(left(tmp_path)) == 1
    scratch.sweep(tmp_path)
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "no"), OSError(errno.EFBIG, "no"), sqlite3.OperationalError("database or disk is full")]
)  # fmt: skip
def test_a_full_disk_is_named(error: Exception) -> None:
    with pytest.raises(ConfigurationError, match="the disk of /x is full"), scratch.said_if_full("the disk of /x"):
        raise error
    with pytest.raises(OSError, match="denied"), scratch.said_if_full("the disk of /x"):
        raise OSError(errno.EACCES, "denied")
