"""A backup's file: a tar of an instance's files with, as its last member, a manifest that holds the hash of each.

It knows names and bytes; what they mean lies in snapshot.py. Nothing is believed before the whole file has been read: a
torn copy, a changed byte, a name that leads elsewhere are refused with the name of the member.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from bot.errors import ConfigurationError

FORMAT = 1
MANIFEST = "manifest.json"
_LONGEST_MANIFEST = 64 * 1024 * 1024
_PIECE = 1024 * 1024
# What a backup may hold, and with it where a restore may write.
_NAMES = re.compile(
    r"(?:records|shop)\.db|records/[a-z_]+\.jsonl|models/[\w.-]+|secrets/[\w-]+|uploads/[0-9a-f]{2}/[0-9a-f-]{36}"
)

Tell = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Manifest:
    """`revision`: of the record's schema; `files`: {name: [sha256, bytes]}; `rows`: {table: how many}."""

    made_at: str
    version: str
    revision: str
    database: str
    secrets: bool
    rows: dict[str, int]
    files: dict[str, list[Any]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    format: int = FORMAT


def is_allowed(name: str) -> bool:
    return _NAMES.fullmatch(name) is not None and ".." not in name


def write(target: Path, manifest: Manifest, files: Iterator[tuple[str, Path]], *, tell: Tell) -> None:
    """The file is there whole or not at all. What disappears meanwhile (an erasure) is left out. Raises OSError."""
    half = target.with_name(target.name + ".half")
    handle = os.open(half, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                for name, path in files:
                    if not is_allowed(name):
                        manifest.left_out.append(name)
                        continue
                    with suppress(FileNotFoundError):
                        manifest.files[name] = _add(tar, name, path)
                    if len(manifest.files) % 500 == 0:
                        tell(f"{len(manifest.files)} files")
                _add_bytes(tar, MANIFEST, orjson.dumps(asdict(manifest)))
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def _add(tar: tarfile.TarFile, name: str, path: Path) -> list[Any]:
    with path.open("rb") as file:
        member = tarfile.TarInfo(name)
        member.size, member.mode = os.fstat(file.fileno()).st_size, 0o600
        hashed = _Hashed(file)
        tar.addfile(member, hashed)
    return [hashed.digest.hexdigest(), member.size]


def _add_bytes(tar: tarfile.TarFile, name: str, body: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(body), 0o600
    tar.addfile(member, io.BytesIO(body))


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece


def verify(source: Path, *, into: Path | None = None) -> Manifest:
    """Read the whole file and compare every hash; with `into`, write the members there too.

    Raises ConfigurationError for what is no whole backup, or one of another format; OSError.
    """
    found: dict[str, list[Any]] = {}
    manifest: Manifest | None = None
    try:
        with source.open("rb") as raw, tarfile.open(fileobj=raw, mode="r:") as tar:
            for member in tar:
                if manifest is not None or not member.isreg():
                    raise ConfigurationError(f"{source}: {member.name!r} does not belong into a backup")
                body = tar.extractfile(member)
                assert body is not None
                if member.name == MANIFEST:
                    manifest = _manifest(source, body.read(_LONGEST_MANIFEST))
                elif not is_allowed(member.name) or member.name in found:
                    raise ConfigurationError(f"{source}: {member.name!r} does not belong into a backup")
                else:
                    found[member.name] = _taken(body, None if into is None else into / member.name)
    except (tarfile.TarError, EOFError) as error:
        raise ConfigurationError(f"{source} is no whole backup ({error}): copy it anew") from error
    if manifest is None:
        raise ConfigurationError(f"{source} ends too early: it is no whole backup; copy it anew")
    for name in sorted(found.keys() | manifest.files.keys()):
        if found.get(name) != manifest.files.get(name):
            raise ConfigurationError(f"{source}: {name} is not what was backed up; use another copy")
    return manifest


def _manifest(source: Path, body: bytes) -> Manifest:
    try:
        read = orjson.loads(body)
        if read["format"] != FORMAT:
            raise ConfigurationError(f"{source} was made by a newer Xiaonuan: restore it with that version")
        return Manifest(**read)
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(f"{source} has no manifest that can be read: it is no backup") from error


def _taken(body: IO[bytes], path: Path | None) -> list[Any]:
    digest, size = hashlib.sha256(), 0
    if path is not None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600) if path is not None else -1
    try:
        while piece := body.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            if handle >= 0:
                os.write(handle, piece)
        if handle >= 0:
            os.fsync(handle)
    finally:
        if handle >= 0:
            os.close(handle)
    return [digest.hexdigest(), size]
