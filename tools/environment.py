"""Makes .venv from requirements.lock: hash-checked, resumable, and left alone when nothing changed.

Run by tools/setup with a Python 3.10; it may use the standard library only.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "xiaonuan.stamp"
UNFINISHED = VENV / "xiaonuan.unfinished"
LOCK = ROOT / "requirements.lock"
INSTALLERS = ("pip", "setuptools", "wheel")
NEEDED_MB = 6000


class SetupFailed(Exception):
    """The message is the one line that the user reads."""


def main() -> int:
    directory = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(directory, fcntl.LOCK_EX)  # `make run` and `make test` at once: one sets up, the other waits
    try:
        set_up()
    except KeyboardInterrupt:
        say("interrupted; the next make goes on")
        return 130
    except (SetupFailed, OSError) as error:
        say(one_line(error))
        return 1
    finally:
        os.close(directory)
    return 0


def set_up() -> None:
    """Does nothing when the stamp fits and the environment is whole."""
    stamp = fingerprint()
    if STAMP.is_file() and STAMP.read_text() == stamp and is_whole():
        return
    if VENV.exists() and not is_reusable():
        say("the old .venv is broken or made elsewhere: making it anew")
        shutil.rmtree(VENV)
    if not VENV.exists():
        check_disk()
        say(f"making .venv with Python {sys.version.split()[0]}")
        call([sys.executable, "-m", "venv", str(VENV)], "the virtual environment cannot be made")
    STAMP.unlink(missing_ok=True)
    UNFINISHED.write_text(str(ROOT))
    install()
    STAMP.write_text(stamp)
    UNFINISHED.unlink()
    say("ready")


def fingerprint() -> str:
    """Of everything that decides what .venv holds, its place included: its scripts name it."""
    digest = hashlib.sha256(f"{sys.version_info[:3]} {ROOT}\n".encode())
    for path in (LOCK, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_whole() -> bool:
    """Whether its Python runs, has every locked distribution, and the command is there."""
    if UNFINISHED.exists() or not (VENV / "bin" / "xiaonuan").is_file():
        return False
    probe = "from importlib.metadata import distributions as d; print(*(p.metadata['Name'] for p in d()), sep='\\n')"
    try:
        found = subprocess.run([PYTHON, "-c", probe], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return found.returncode == 0 and locked_names() <= {plain(name) for name in found.stdout.split()}


def is_reusable() -> bool:
    """Whether pip may go on in it: made here, by a Python 3.10 that runs, and not cut off in the middle."""
    if UNFINISHED.exists() or not (VENV / "pyvenv.cfg").is_file():
        return False
    scripts = [VENV / "bin" / name for name in ("pip", "xiaonuan")]
    if any(script.is_file() and str(VENV).encode() not in script.read_bytes()[:4096] for script in scripts):
        return False
    probe = "import sys, pip; sys.exit(sys.version_info[:2] != (3, 10))"
    try:
        return subprocess.run([PYTHON, "-c", probe], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> None:
    """The installers first: the few source packages are built by these, not by something unhashed from elsewhere."""
    locked = LOCK.read_text()
    first = VENV / "installers.txt"
    first.write_text("\n".join(block(locked, name) for name in INSTALLERS) + "\n")
    say("installing the locked pip, setuptools and wheel")
    pip("--require-hashes", "-r", str(first))
    say(f"installing {len(locked_names())} locked packages (3.4 GB, some minutes)")
    pip("--no-build-isolation", "--require-hashes", "-r", str(LOCK))
    say("installing the project")
    pip("--no-build-isolation", "--quiet", "-e", str(ROOT))


def pip(*arguments: str) -> None:
    """Temporary files go beside the environment: /tmp is often too small for the largest wheel."""
    scratch = VENV / "scratch"
    scratch.mkdir(exist_ok=True)
    try:
        call(
            [str(PYTHON), "-m", "pip", "install", "--no-deps", "--no-input", "--disable-pip-version-check", *arguments],
            "pip could not install the locked packages (see above); run make again to go on",
            {"TMPDIR": str(scratch)},
        )
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def call(command: list[str], failure: str, variables: dict[str, str] | None = None) -> None:
    environment = {**os.environ, **(variables or {})}
    environment.pop("PYTHONPATH", None)
    if subprocess.run(command, env=environment).returncode != 0:
        raise SetupFailed(full_disk_line() if free_mb() < 100 else failure)


def block(locked: str, name: str) -> str:
    """The lines of one package in the lock, its hashes included."""
    found = re.search(rf"^{name}==.*(?:\n[ \t]+.*)*", locked, re.MULTILINE)
    if not found:
        raise SetupFailed(f"requirements.lock has no {name}: run `make lock`")
    return found[0]


def locked_names() -> set[str]:
    return {plain(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(), re.MULTILINE)}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def check_disk() -> None:
    if free_mb() < NEEDED_MB:
        raise SetupFailed(
            f"{ROOT} has {free_mb()} MB of free disk, the environment needs {NEEDED_MB} MB: free some space"
        )


def free_mb() -> int:
    return shutil.disk_usage(ROOT).free // 1_000_000


def full_disk_line() -> str:
    return f"the disk that holds {ROOT} is full: free some space, and run make again"


def one_line(error: Exception) -> str:
    return full_disk_line() if isinstance(error, OSError) and error.errno == errno.ENOSPC else str(error)


def say(line: str) -> None:
    print(f"setup: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
