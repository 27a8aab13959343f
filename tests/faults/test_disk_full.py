"""The disk fills up while people talk: it is said, nothing acknowledged is lost, and the talk goes on once there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.load import QUESTION
from tests.stack.checker import faults_of
from tests.stack.instance import Instance, copied
from tests.stack.shopper import Shopper

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]


@pytest.fixture
def small_disk(data_dir: Path) -> Iterator[Path]:
    """A file system of 96 MB that can really be filled; only root may make one."""
    disk = data_dir / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("a small file system can be mounted by root only")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


async def test_a_full_disk_is_said_and_loses_nothing(small_disk: Path, prepared_data_dir: Path) -> None:
    instance = Instance(copied(prepared_data_dir, small_disk / "instance"))
    instance.start()
    try:
        async with Shopper(instance.url) as shopper:
            await shopper.arrive()
            await shopper.ask(QUESTION)
            filler = small_disk / "filler"
            _fill(filler)
            await shopper.send(QUESTION * 300)
            refused = await shopper.until(lambda history: history.errors, 60)
            assert refused[-1]["code"] == "unavailable"
            filler.unlink()
            shopper.drop_unacknowledged()
            answer = await shopper.ask(QUESTION, patience_s=60)
            assert answer["role"] == "bot"
            assert faults_of([shopper.history]) == []
    finally:
        instance.stop()


def _fill(path: Path) -> None:
    """Take every block that is left."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1 << 9, 1):
            while True:
                try:
                    if file.write(os.urandom(size)) < size:
                        break
                except OSError:
                    break
