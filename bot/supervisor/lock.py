"""One instance per data dir: a file lock that ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from bot.errors import ConfigurationError


class DataDirLock:
    """Holds `run/lock`. The kernel lets it go when the process dies, so there is nothing stale to clean up."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def take(cls, run_dir: Path) -> DataDirLock:
        """Raises ConfigurationError that names the process which holds it."""
        run_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(run_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if not _locked(handle):
            pid = os.pread(handle, 32, 0).decode(errors="replace").strip() or "unknown"
            os.close(handle)
            raise ConfigurationError(
                f"process {pid} already serves {run_dir.parent}: stop it first, or set BOT_DATA_DIR to another directory"
            )
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        return cls(handle)

    def release(self) -> None:
        os.close(self._handle)


def _locked(handle: int) -> bool:
    """Tries for a quarter of a second: `is_held` of another process may be looking just now."""
    for _ in range(6):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.05)
        else:
            return True
    return False


def is_held(run_dir: Path) -> bool:
    """Whether an instance runs on this data dir."""
    try:
        handle = os.open(run_dir / "lock", os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
