"""The machine that figures belong to, and what its processes take of its memory. Linux tells memory best."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil

MB = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """`load_1m` is the run queue of the last minute: figures of a busy machine are worth little."""

    cores: int
    model: str
    memory_gb: float
    system: str
    python: str
    load_1m: float
    commit: str


def describe(root: Path) -> Machine:
    """This machine now; `commit` ends in `+` when files differ from it."""
    return Machine(
        cores=os.cpu_count() or 1,
        model=_processor(),
        memory_gb=round(psutil.virtual_memory().total / 1e9, 1),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        load_1m=round(os.getloadavg()[0], 2),
        commit=_commit(root),
    )


def memory_mb(pid: int) -> float:
    """The process's proportional share (PSS) in MB of 10⁶ bytes; resident memory where the system tells no share."""
    process = psutil.Process(pid)
    try:
        return float(process.memory_full_info().pss) / MB
    except (AttributeError, psutil.AccessDenied):
        return float(process.memory_info().rss) / MB


def with_children(pid: int) -> list[int]:
    return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]


def allow_open_files(count: int) -> None:
    """Raise this process's own limit of open files as far as the system lets it; children inherit it."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if _soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _commit(root: Path) -> str:
    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False).stdout.strip()

    head = git("rev-parse", "--short", "HEAD")
    return f"{head}+" if head and git("status", "--porcelain", "--untracked-files=no") else head
