"""A whole instance as a shop runs it: `xiaonuan serve` with real processes, on a data dir and a port of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests

from bot.training.e2e.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
_START_S = 90.0
_STOP_S = 20.0


class Instance:
    """Start it with `start`; its settings are BOT_… variables; `kill` ends processes as a power cut would."""

    def __init__(self, data_dir: Path, environment: Mapping[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("BOT_")},
            "BOT_DATA_DIR": str(data_dir),
            "BOT_PORT": str(self.port),
            "RASA_TELEMETRY_ENABLED": "false",
            **(environment or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._log = data_dir / "serve.out"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns once a real turn can be answered."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        self.wait_ready()

    def wait_ready(self, patience_s: float = _START_S) -> None:
        deadline_s = time.monotonic() + patience_s
        while not self.ready():
            assert self._process is not None and self._process.poll() is None, f"serve ended:\n{self.log()[-3000:]}"
            assert time.monotonic() < deadline_s, f"not ready in {patience_s:g} s:\n{self.log()[-3000:]}"
            time.sleep(0.05)

    def ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def stop(self) -> int:
        """SIGTERM; its exit code."""
        if self._process is None:
            return 0
        self._process.terminate()
        try:
            return self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise AssertionError(f"serve did not stop within {_STOP_S:g} s:\n{self.log()[-3000:]}") from None

    def processes(self, role: str) -> list[int]:
        """The process ids of a role: gateway, worker, actions, redis or supervisor."""
        return [each["pid"] for each in self.cli_json("status")["processes"] if each["role"] == role]

    def signal(self, role: str, number: int = signal.SIGKILL) -> list[int]:
        """Send it to every process of the role; the ones that got it."""
        hit = []
        for pid in self.processes(role):
            try:
                os.kill(pid, number)
                hit.append(pid)
            except ProcessLookupError:
                continue
        return hit

    def cli(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=ROOT, env=self.environment, input=stdin, capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    def cli_json(self, *arguments: str) -> Any:
        done = self.cli(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def identity(self, customer_id: str) -> str:
        """A shop-signed identity, as the shop's page would hand it to the widget."""
        return self.cli("shop", "sign", customer_id).stdout.strip()

    def log(self) -> str:
        text = self._log.read_text(errors="replace") if self._log.is_file() else ""
        return re.sub(r"\x1b\[[0-9;]*m", "", text)


def copied(template: Path, data_dir: Path) -> Path:
    """A fresh data dir with the template's model, keys and demo shop."""
    shutil.copytree(template, data_dir, dirs_exist_ok=True, ignore=shutil.ignore_patterns("run", "log", "*.out"))
    return data_dir
