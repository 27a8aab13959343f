"""What can be known to fail before anything starts: the data dir, the disk, the port. Each is one clear line."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import time
from pathlib import Path

from bot.errors import ConfigurationError
from bot.settings import Settings

_NEEDED_BYTES = 64 * 1024 * 1024
_PORT_PATIENCE_S = 2.0  # a gateway that was just stopped may still be closing


def check_data_dir(data_dir: Path) -> None:
    """Makes it and writes to it; raises ConfigurationError when it cannot be written or the disk is full."""
    probe = data_dir / "run" / "probe"
    try:
        probe.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with probe.open("wb") as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
        free_bytes = shutil.disk_usage(data_dir).free
    except OSError as error:
        raise ConfigurationError(explain(error, data_dir)) from error
    finally:
        _remove(probe)
    if free_bytes < _NEEDED_BYTES:
        raise ConfigurationError(
            f"the disk that holds {data_dir} is full: {free_bytes // 1048576} MB are free, "
            f"{_NEEDED_BYTES // 1048576} MB are needed; free some space, or set BOT_DATA_DIR to another disk"
        )


def explain(error: OSError, path: Path) -> str:
    """One line that says what to do about a file that could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk that holds {path} is full: free some space, or set BOT_DATA_DIR to another disk"
    reason = (error.strerror or str(error)).lower()
    return f"{path} cannot be written ({reason}): change its permissions, or set BOT_DATA_DIR to another directory"


def check_port(settings: Settings) -> None:
    """Raises ConfigurationError when the gateway's address cannot be listened on."""
    deadline_s = time.monotonic() + _PORT_PATIENCE_S
    while (error := _try_port(settings.host, settings.port)) is not None:
        if error.errno != errno.EADDRINUSE:
            reason = (error.strerror or str(error)).lower()
            raise ConfigurationError(f"cannot listen on {settings.host}:{settings.port} ({reason}): check BOT_HOST")
        if time.monotonic() >= deadline_s:
            raise ConfigurationError(
                f"port {settings.port} on {settings.host} is in use: stop what uses it, or choose another one "
                f"by --port or BOT_PORT"
            )
        time.sleep(0.1)


def _try_port(host: str, port: int) -> OSError | None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        return error
    return None


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        pass  # the probe's own failure is what is reported
