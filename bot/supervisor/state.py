"""What a running instance says of itself in `run/state.json`: for `status` and every command that looks for it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.supervisor.lock import is_held


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessState:
    """`since` is ISO 8601, UTC; `restarts` counts the starts after the first."""

    role: str
    index: int
    pid: int
    since: str
    restarts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceState:
    """`url` is where the gateway answers on this machine; `redis_url` may hold a password, so the file is 0600."""

    url: str
    redis_url: str
    actions_url: str
    test_clock: bool
    processes: tuple[ProcessState, ...]

    def write(self, run_dir: Path) -> None:
        """Replaces the file in one step: a reader sees the old or the new, never a part."""
        fresh = run_dir / "state.json.new"
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(asdict(self), file)
        fresh.replace(run_dir / "state.json")


def running_instance(run_dir: Path) -> InstanceState | None:
    """The instance that runs on this data dir, or None; what a dead one left behind does not count."""
    if not is_held(run_dir):
        return None
    try:
        stored = json.loads((run_dir / "state.json").read_text())
    except (FileNotFoundError, ValueError):
        return None  # it is starting
    processes = tuple(ProcessState(**process) for process in stored.pop("processes"))
    return InstanceState(**stored, processes=processes)


def forget(run_dir: Path) -> None:
    (run_dir / "state.json").unlink(missing_ok=True)
