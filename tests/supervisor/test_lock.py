"""One holder per data dir, gone with its process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.supervisor.lock import DataDirLock, is_held
from bot.supervisor.state import InstanceState, ProcessState, forget, running_instance

_HOLD = "import sys; from pathlib import Path; from bot.supervisor.lock import DataDirLock as L;"
_HOLD += "held = L.take(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"


def test_a_second_taker_is_told_who_holds_it(data_dir: Path) -> None:
    lock = DataDirLock.take(data_dir / "run")
    with pytest.raises(ConfigurationError, match=rf"process {os.getpid()} already serves {data_dir}"):
        DataDirLock.take(data_dir / "run")
    lock.release()
    DataDirLock.take(data_dir / "run").release()


def test_the_lock_of_a_killed_process_is_free(data_dir: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(data_dir / "run")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    assert is_held(data_dir / "run")
    holder.kill()
    holder.communicate()
    assert not is_held(data_dir / "run")


def test_asking_makes_nothing(data_dir: Path) -> None:
    assert not is_held(data_dir / "run")
    assert not (data_dir / "run").exists()


def state() -> InstanceState:
    process = ProcessState(role="worker", index=0, pid=7, since="2026-11-21T06:00:00.000Z", restarts=2)
    return InstanceState(
        url="http://127.0.0.1:8080", redis_url="", actions_url="a", test_clock=True, processes=(process,)
    )


def test_a_state_is_believed_only_while_its_instance_runs(data_dir: Path) -> None:
    run_dir = data_dir / "run"
    lock = DataDirLock.take(run_dir)
    state().write(run_dir)
    assert running_instance(run_dir) == state()
    lock.release()
    assert running_instance(run_dir) is None


def test_the_state_is_for_its_owner_only_and_can_be_forgotten(data_dir: Path) -> None:
    run_dir = data_dir / "run"
    run_dir.mkdir()
    state().write(run_dir)
    assert (run_dir / "state.json").stat().st_mode & 0o077 == 0
    forget(run_dir)
    forget(run_dir)
    assert list(run_dir.iterdir()) == []
