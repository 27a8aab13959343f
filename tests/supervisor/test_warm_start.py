"""Children import early and run only after the gate has opened."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from select import select

from bot.supervisor.child import ChildContext
from bot.supervisor.gate import Gate, wait_at


def start(gate: Gate) -> subprocess.Popen[bytes]:
    context = ChildContext(role="worker", gate_fd=gate.fd)
    return subprocess.Popen(
        [sys.executable, "-m", "bot.supervisor.warm_start", "tests.supervisor.warm_module"],
        env={**os.environ, **context.environment()}, pass_fds=(gate.fd,), stdout=subprocess.PIPE,
    )  # fmt: skip


def test_a_child_is_imported_before_and_runs_after_the_opening() -> None:
    with closing(Gate()) as gate:
        child = start(gate)
        assert child.stdout and child.stdout.readline() == b"imported\n"
        assert not select([child.stdout], [], [], 0.3)[0]
        gate.open()
        assert child.stdout.readline() == b"runs\n"
        assert child.wait(timeout=30) == 4
        child.stdout.close()


def test_an_open_gate_stays_open_for_every_child() -> None:
    with closing(Gate()) as gate:
        gate.open()
        for _ in range(2):
            assert start(gate).wait(timeout=30) == 4


def test_without_a_gate_nobody_waits() -> None:
    wait_at(-1)
