"""What the measurements see of a bot: somebody who can ask it and wait for the answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class NotAnswered(Exception):
    """The bot failed, fell silent or said something else than what is measured: a figure of that is worth nothing."""


class Talker(Protocol):
    """One shopper with one conversation."""

    async def ask(self, text: str) -> Reply:
        """Send it, wait for the first reply. Raises NotAnswered."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`took_ms` runs from just before the message leaves the client to the first reply's arrival there."""

    took_ms: float
    text: str
    card_kinds: frozenset[str] = frozenset()


async def ask_all(talker: Talker, texts: Sequence[str]) -> list[float]:
    """One after the other; the times in ms."""
    return [(await talker.ask(text)).took_ms for text in texts]


def since_ms(began_s: float) -> float:
    return (time.perf_counter() - began_s) * 1000
