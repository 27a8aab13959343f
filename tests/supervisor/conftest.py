"""A real supervisor over stand-ins, in a process of its own that a test may signal and kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from bot.supervisor.lineage import bound_to
from bot.supervisor.state import InstanceState, running_instance
from bot.training.e2e.ports import free_port
from tests.eventually import eventually_now


class Served:
    """One `serve` with its data dir. `output` is what it wrote, stdout and stderr together."""

    def __init__(self, data_dir: Path, port: int, words: tuple[str, ...], variables: dict[str, str]) -> None:
        self.data_dir = data_dir
        self.port = port
        self._log = data_dir.parent / f"{data_dir.name}.{len(words)}.{os.urandom(3).hex()}.output"
        environment = {**os.environ, "BOT_DATA_DIR": str(data_dir), "BOT_PORT": str(port), **variables}
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.supervisor.serve_stand_ins", *words],
                stdout=log, stderr=log, env=environment, preexec_fn=bound_to(os.getpid()),
            )  # fmt: skip

    @property
    def output(self) -> str:
        return self._log.read_text()

    @property
    def state(self) -> InstanceState:
        found = running_instance(self.data_dir / "run")
        assert found is not None
        return found

    def pids(self, role: str) -> list[int]:
        found = running_instance(self.data_dir / "run")
        return [process.pid for process in found.processes if process.role == role] if found else []

    def events(self) -> list[str]:
        path = self.data_dir / "events"
        return path.read_text().splitlines() if path.exists() else []

    def wait_ready(self) -> Served:
        eventually_now(lambda: "is ready" in self.output or self.process.poll() is not None)
        assert self.process.poll() is None, self.output
        return self

    def wait_code(self) -> int:
        return self.process.wait(timeout=30)

    def all_pids(self) -> set[int]:
        """The supervisor, its children and theirs."""
        parent = psutil.Process(self.process.pid)
        return {parent.pid, *(child.pid for child in parent.children(recursive=True))}

    def clean_up(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self._log.unlink(missing_ok=True)


@pytest.fixture
def serve(data_dir: Path) -> Iterator[Callable[..., Served]]:
    """`serve("worker=stubborn", port=…, where=…, BOT_WORKERS="2")` starts one; all are gone after the test."""
    started: list[Served] = []

    def start(*words: str, port: int | None = None, where: Path | None = None, **variables: str) -> Served:
        served = Served(where or data_dir, port or free_port(), words, variables)
        started.append(served)
        return served

    yield start
    for served in started:
        served.clean_up()
