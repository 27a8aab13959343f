"""Fixtures for tests of the whole instance. A conftest that needs them imports them by name."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.training.registry import code_fingerprint, data_fingerprint
from tests.stack.instance import ROOT, Instance, copied


@pytest.fixture(scope="session")
def prepared_data_dir(request: pytest.FixtureRequest) -> Path:
    """A data dir with a trained and promoted model and the demo shop, made once for this code and data."""
    cache = Path(request.config.cache.mkdir("instance"))
    wanted = cache / f"{code_fingerprint()[:16]}-{data_fingerprint()[:16]}"
    with (cache.parent / "instance.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process of the same test run may be making it
        if not (wanted / "ready").is_file():
            shutil.rmtree(cache, ignore_errors=True)
            _prepare(wanted)
    return wanted


def _prepare(wanted: Path) -> None:
    wanted.mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot.supervisor.preparation"],
        cwd=ROOT, env={**environment, "BOT_DATA_DIR": str(wanted)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    (wanted / "ready").touch()


@pytest.fixture
def new_instance(prepared_data_dir: Path, data_dir: Path) -> Iterator[Callable[..., Instance]]:
    """`new_instance(workers=2)`: a started instance with these BOT_… settings; all of them end with the test."""
    started: list[Instance] = []

    def make(environment: dict[str, str] | None = None, **settings: object) -> Instance:
        home = copied(prepared_data_dir, data_dir / f"instance-{len(started)}")
        given = {f"BOT_{name.upper()}": str(value) for name, value in settings.items()}
        instance = Instance(home, {**given, **(environment or {})})
        started.append(instance)
        instance.start()
        return instance

    yield make
    for instance in started:
        instance.stop()
