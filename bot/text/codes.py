"""Codes of ours that nobody outside should read: in_transit, complain_late_delivery. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_CODE = re.compile(r"(?<![A-Za-z0-9_./@:%-])[a-z]+(?:_[a-z0-9]+)+(?![A-Za-z0-9_./@-])")
_NOT_READ = frozenset({"kind", "status", "state", "type", "sku", "image", "url", "tracking_no"})  # pages word them


def code_in(text: str) -> str | None:
    """The first code that stands in a text; addresses of pages and mails are none."""
    found = _CODE.search(text)
    return found.group() if found else None


def texts_of_card(card: Mapping[str, Any]) -> Iterator[str]:
    """What a card says in words of its own: titles, topics, what comes next; not the codes that a page words itself."""
    for name, value in card.items():
        if name in _NOT_READ or name.endswith("_id"):
            continue
        yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from texts_of_card(value)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)
