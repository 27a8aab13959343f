"""“Did you mean …?” for a file that is not there: the nearest name in the same folder, or below the current one."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

_MISSING = re.compile(r"'(?P<path>[^']+)' does not exist")
_MOST_NAMES = 5000


def nearest_file(message: str) -> str | None:
    """Of a message that names a missing file; None where nothing is near."""
    found = _MISSING.search(message)
    if found is None:
        return None
    path = Path(found["path"])
    folder = path.parent if path.parent.is_dir() else Path()
    try:
        names = [each.name for _, each in zip(range(_MOST_NAMES), folder.iterdir(), strict=False)]
    except OSError:
        return None
    near = difflib.get_close_matches(path.name, names, n=1, cutoff=0.6)
    return str(folder / near[0]) if near else None
