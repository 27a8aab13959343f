"""Runs the command as programs do: in a process of its own, with its data dir."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def xiaonuan(data_dir: Path) -> Callable[..., Ran]:
    """`xiaonuan("config", "--json", stdin=…, BOT_PORT="1")`"""

    def run(*words: str, stdin: bytes = b"", **variables: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            input=stdin, capture_output=True, timeout=100, cwd=_ROOT,
            env={**os.environ, "BOT_DATA_DIR": str(data_dir), **variables},
        )  # fmt: skip
        return Ran(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())

    return run
