"""The life of a ticket: open (nobody has it), doing (somebody has), settled. Pure."""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal

Status = Literal["open", "doing", "settled"]
Happening = Literal["raised", "taken", "settled", "solved", "reopened", "broken"]
# (status, what happens) → status; what is not here changes nothing.
_MOVES: MappingProxyType[tuple[str, str], Status] = MappingProxyType(
    {
        ("open", "taken"): "doing",
        ("open", "settled"): "settled",
        ("open", "solved"): "settled",
        ("doing", "settled"): "settled",
        ("doing", "solved"): "settled",
        ("settled", "raised"): "open",  # the same matter comes again: it was not settled
        ("settled", "reopened"): "open",
        ("settled", "broken"): "open",
    }
)


def after(status: str, happening: Happening) -> str:
    """The status afterwards."""
    return _MOVES.get((status, happening), status)


def is_reopening(status: str, happening: Happening) -> bool:
    return status == "settled" and after(status, happening) == "open"
