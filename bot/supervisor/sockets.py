"""Where unix sockets go: under the data dir, or in a short private directory when that path is too long for one."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from bot.errors import ConfigurationError

_LONGEST_PATH_BYTES = 100  # the kernel takes 107; some clients take less


def socket_path(run_dir: Path, name: str) -> Path:
    """A path for the socket `name` of at most 100 bytes; its directory exists and is this user's alone."""
    path = run_dir / name
    if len(os.fsencode(path)) <= _LONGEST_PATH_BYTES:
        run_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path
    digest = hashlib.sha256(os.fsencode(run_dir)).hexdigest()[:12]
    short = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"xiaonuan-{os.getuid()}-{digest}"
    if len(os.fsencode(short / name)) > _LONGEST_PATH_BYTES:
        short = Path("/tmp") / short.name
    _make_private(short)
    return short / name


def _make_private(directory: Path) -> None:
    """In a directory that everybody may write to, somebody else may have been there first."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise ConfigurationError(f"{directory} is not this user's alone: remove it, or choose a shorter BOT_DATA_DIR")
