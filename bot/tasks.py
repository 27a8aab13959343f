"""How a process ends the asyncio tasks that it started."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

_AGAIN_AFTER_S = 1.0


async def end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel them until each has ended; what they raise is nobody's any more.

    Once is not always enough before Python 3.12: asyncio.wait_for and async_timeout, also inside libraries, swallow a
    cancellation that meets a result or a deadline (https://github.com/python/cpython/issues/86296).
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        ended, pending = await asyncio.wait(pending, timeout=_AGAIN_AFTER_S)
        for task in ended:
            if not task.cancelled():
                task.exception()  # retrieved, so that asyncio does not log it
