"""A folder in the data dir for the time of one command. It holds what shoppers said, so it goes whatever happens: at the end,
at Ctrl-C and SIGTERM, and what a killed command or a power cut left goes with the next one.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import ConfigurationError

_PREFIXES = (".backup-", ".restore-")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def folder(data_dir: Path, what: str) -> Iterator[Path]:
    """An empty folder `.<what>-…`, locked while it is used. `what` is backup or restore."""
    sweep(data_dir)
    with _terminated_is_interrupted(), tempfile.TemporaryDirectory(prefix=f".{what}-", dir=data_dir) as made:
        held = os.open(made, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            Path(made).mkdir(exist_ok=True)  # a sweep may have come between its making and the lock
            yield Path(made)
        finally:
            os.close(held)


def sweep(data_dir: Path) -> None:
    """Removes the folders that nobody holds any more."""
    for left in (path for prefix in _PREFIXES for path in data_dir.glob(f"{prefix}*") if path.is_dir()):
        try:
            held = os.open(left, os.O_RDONLY)
        except FileNotFoundError:
            continue  # its own command has removed it meanwhile
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        except BlockingIOError:
            pass  # of a command that runs
        finally:
            os.close(held)


@contextmanager
def said_if_full(where: str) -> Iterator[None]:
    """Raises ConfigurationError that names `where` instead of the bare error of a full disk."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        if getattr(error, "errno", None) not in _FULL and "disk is full" not in str(error):
            raise
        raise ConfigurationError(f"{where} is full: free some space and try again; nothing half is left") from error


@contextmanager
def _terminated_is_interrupted() -> Iterator[None]:
    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
