"""The bytes of uploaded pictures, one file each under the data dir. It knows names and bytes, no rights."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from bot.errors import NotFound, Unavailable


class PictureStore:
    """Synchronous: call it on a thread."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def put(self, upload_id: str, body: bytes) -> None:
        """Durable when it returns. Raises Unavailable when the disk is full or not writable."""
        path = self._path(upload_id)
        half = path.with_suffix(".half")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with half.open("wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
        except OSError as error:
            with suppress(OSError):
                half.unlink()
            raise Unavailable(f"the picture could not be stored ({error.strerror}): free some space") from error

    def get(self, upload_id: str) -> bytes:
        """Raises NotFound."""
        try:
            return self._path(upload_id).read_bytes()
        except OSError as error:
            raise NotFound("no such picture") from error

    def remove(self, upload_ids: Iterable[str]) -> None:
        for upload_id in upload_ids:
            with suppress(OSError):
                self._path(upload_id).unlink()

    def _path(self, upload_id: str) -> Path:
        # Only what this project itself made can be a file's name.
        name = str(uuid.UUID(upload_id))
        return self._directory / name[:2] / name
