"""What an id of the shop can be, for every shop alike. Pure."""

from __future__ import annotations

_LONGEST = 64


def is_id(text: str) -> bool:
    """False for what no id can be: what a shopper typed may hold NUL or lone surrogates, which databases and URLs refuse."""
    return 0 < len(text) <= _LONGEST and text.isprintable()
