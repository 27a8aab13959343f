"""Waiting for what other processes do, without sleeping for a guessed time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

_PATIENCE_S = 20.0


async def eventually(condition: Callable[[], object], patience_s: float = _PATIENCE_S) -> None:
    """Returns once the condition holds; fails the test when it never does."""
    deadline_s = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline_s, f"did not happen within {patience_s:g} s"
        await asyncio.sleep(0.01)


def eventually_now(condition: Callable[[], object], patience_s: float = _PATIENCE_S) -> None:
    """The same for tests without an event loop."""
    deadline_s = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline_s, f"did not happen within {patience_s:g} s"
        time.sleep(0.01)
