"""Hashes of what decides what a trained language model means: the sources of bot.nlu and bot.text, and data folders."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


@cache
def code_fingerprint() -> str:
    """16 hexadecimal digits; the same on every machine for the same sources."""
    digest = hashlib.sha256()
    for folder in ("nlu", "text"):
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".txt", ".tsv"}:
                digest.update(path.relative_to(_ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def files_fingerprint(folder: str) -> str:
    """16 hexadecimal digits of the files of a data folder below the current directory; of nothing, if there is none."""
    digest = hashlib.sha256()
    for path in sorted(Path(folder).glob("*.tsv")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
