"""Hashes that say what a model was made from: the code and domain it needs, the data it learned."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from bot.settings import PROJECT_ROOT

_OF_PROJECT = ("domain.yml", "config.yml")
_CODE = ("bot/nlu/**/*", "bot/text/**/*", "bot/shop/lexicon/**/*")
_DATA = (
    *(f"data/{folder}/**/*{suffix}" for folder in ("nlu", "rules", "stories") for suffix in (".yml", ".yaml")),
    "data/emotion/**/*",
)
_IGNORED = {".pyc"}


def code_fingerprint(root: Path = PROJECT_ROOT) -> str:
    """Of the domain and configuration of the project at `root`, and of our sources that read texts."""
    return _hashed(
        [*_files(root, _OF_PROJECT), *_files(PROJECT_ROOT, _CODE)],
    )


def data_fingerprint(root: Path = PROJECT_ROOT) -> str:
    """Of everything that training learns from."""
    return _hashed(_files(root, _DATA))


def file_fingerprint(path: Path) -> str:
    """SHA-256 of one file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def _files(root: Path, patterns: Iterable[str]) -> list[tuple[str, Path]]:
    """(name below the root, file) of all that match, in order."""
    found = {path for pattern in patterns for path in root.glob(pattern)}
    named = {str(path.relative_to(root)): path for path in found if path.is_file() and path.suffix not in _IGNORED}
    return sorted(named.items())


def _hashed(files: Iterable[tuple[str, Path]]) -> str:
    digest = hashlib.sha256()
    for name, path in sorted(files):
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
