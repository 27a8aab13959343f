"""The set-up's decisions: when it does nothing, goes on or begins anew. What it would run is recorded, not run."""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

_SOURCE = Path(__file__).parents[2] / "tools" / "environment.py"
_LOCK = """pip==26.3 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
Pip_Audit==1.0 \\
    --hash=sha256:cc
setuptools==80.1 \\
    --hash=sha256:dd
wheel==0.45 \\
    --hash=sha256:ee
"""


class Machine:
    """A project in a temporary directory whose set-up believes in what `installed` says."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (root / "tools").mkdir()
        shutil.copy(_SOURCE, root / "tools" / "environment.py")
        (root / "requirements.lock").write_text(_LOCK)
        (root / "pyproject.toml").write_text("[project]\n")
        self.root, self.ran, self.failing = root, list[str](), ""
        self.module = self._load()
        monkeypatch.setattr(self.module.subprocess, "run", self._run)
        monkeypatch.setattr(self.module.shutil, "disk_usage", lambda _path: SimpleNamespace(free=self.free))
        self.free = 100_000_000_000
        self.installed = {"pip", "pip-audit", "setuptools", "wheel", "xiaonuan"}

    def set_up(self) -> int:
        self.ran.clear()
        return int(self.module.main())

    def _load(self) -> ModuleType:
        spec = importlib.util.spec_from_file_location("environment_under_test", self.root / "tools/environment.py")
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        return module

    def _run(self, command: list[object], **_options: object) -> SimpleNamespace:
        words = [str(word) for word in command]
        step = "venv" if "venv" in words else "pip" if "install" in words else "probe"
        if step != "probe":
            self.ran.append(step if step == "venv" else words[-1].removeprefix(str(self.root)).lstrip("/") or ".")
        if self.failing and self.failing in " ".join(words):
            return SimpleNamespace(returncode=1, stdout="")
        if step == "venv":
            self._make_venv()
        return SimpleNamespace(returncode=0, stdout="\n".join(self.installed))

    def _make_venv(self) -> None:
        (self.root / ".venv" / "bin").mkdir(parents=True)
        (self.root / ".venv" / "pyvenv.cfg").write_text("home = somewhere\n")
        (self.root / ".venv" / "bin" / "xiaonuan").write_text(f"#!{self.root}/.venv/bin/python\n")


ALL = ["venv", ".venv/installers.txt", "requirements.lock", "."]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_a_fresh_clone_gets_the_locked_installers_first_and_then_all(machine: Machine) -> None:
    assert machine.set_up() == 0
    assert machine.ran == ALL
    first = (machine.root / ".venv" / "installers.txt").read_text()
    assert first.count("==") == 3 and first.count("--hash") == 4
    assert "Pip_Audit" not in first


def test_the_second_time_nothing_runs(machine: Machine) -> None:
    machine.set_up()
    assert machine.set_up() == 0
    assert machine.ran == []


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_file_installs_into_the_same_environment(machine: Machine, name: str) -> None:
    machine.set_up()
    with (machine.root / name).open("a") as file:
        file.write("\n# changed\n")
    assert machine.set_up() == 0
    assert machine.ran == ALL[1:]


def test_an_interrupted_installation_begins_anew(machine: Machine) -> None:
    machine.failing = "requirements.lock"
    assert machine.set_up() == 1
    machine.failing = ""
    assert machine.set_up() == 0
    assert machine.ran == ALL


def test_a_missing_distribution_is_installed_again(machine: Machine) -> None:
    machine.set_up()
    machine.installed.discard("pip-audit")
    machine.set_up()
    assert machine.ran == ALL[1:]


def test_an_environment_whose_python_does_not_run_is_made_anew(machine: Machine) -> None:
    machine.set_up()
    machine.failing = " -c "
    machine.set_up()
    assert machine.ran == ALL


def test_an_environment_that_came_from_elsewhere_is_made_anew(machine: Machine) -> None:
    machine.set_up()
    (machine.root / ".venv" / "bin" / "xiaonuan").write_text("#!/home/somebody/.venv/bin/python\n")
    machine.module.STAMP.write_text("of another place")
    machine.set_up()
    assert machine.ran == ALL


def test_too_small_a_disk_is_said_before_anything_is_fetched(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.free = 1_000_000_000
    assert machine.set_up() == 1
    assert machine.ran == []
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "1000 MB of free disk" in said


def test_a_disk_that_fills_up_is_said_in_words(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.set_up()
    machine.module.STAMP.unlink()
    machine.free, machine.failing = 1_000_000, "requirements.lock"
    assert machine.set_up() == 1
    assert "is full: free some space" in capsys.readouterr().err


def test_a_full_disk_while_writing_a_file_is_said_in_words(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(machine.module, "set_up", full)
    assert machine.set_up() == 1
    assert "is full: free some space" in capsys.readouterr().err


def test_a_lock_without_an_installer_says_how_to_mend_it(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    (machine.root / "requirements.lock").write_text(_LOCK.replace("wheel==", "wheelbarrow=="))
    assert machine.set_up() == 1
    assert "has no wheel: run `make lock`" in capsys.readouterr().err
