"""The files under bot/web as the gateway serves them: by a safe path, with a type, an ETag and a gzipped form; modules
without their comments and indentation, which a phone need not load.

Nothing is served whose name or kind is not expected.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import rjsmin

WEB = Path(__file__).resolve().parent.parent / "web"

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
_PACKED = frozenset({".html", ".js", ".css", ".svg", ".json"})
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """`gzipped` is None for what does not get smaller."""

    body: bytes
    gzipped: bytes | None
    content_type: str
    etag: str
    stamp: tuple[int, int]


class Assets:
    """Reads each file once, and again when it changed on disk."""

    def __init__(self, root: Path = WEB) -> None:
        self._root = root
        self._read: dict[str, Asset] = {}

    def find(self, name: str) -> Asset | None:
        """The file of this name ("widget/widget.js"), or None when it is not to be had."""
        parts = name.split("/")
        if not all(_NAME.fullmatch(part) for part in parts):
            return None
        path = self._root.joinpath(*parts)
        content_type = _TYPES.get(path.suffix)
        try:
            status = path.stat()
            if content_type is None or not path.is_file():
                return None
            known = self._read.get(name)
            stamp = (status.st_mtime_ns, status.st_size)
            if known is None or known.stamp != stamp:
                known = self._read[name] = _asset(path.read_bytes(), path.suffix, content_type, stamp)
        except OSError:
            return None
        return known


def _asset(body: bytes, suffix: str, content_type: str, stamp: tuple[int, int]) -> Asset:
    if suffix == ".js":
        body = bytes(rjsmin.jsmin(body))
    packed = gzip.compress(body, 9, mtime=0) if suffix in _PACKED else None
    return Asset(
        body=body,
        gzipped=packed if packed is not None and len(packed) < len(body) else None,
        content_type=content_type,
        etag=hashlib.sha256(body).hexdigest()[:24],
        stamp=stamp,
    )
