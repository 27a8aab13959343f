"""Two clocks. `Clock.now()` is business time (promises, hours, policies), which a test may move;
`steady_ms()` is for leases and time-outs: epoch milliseconds that no clock jump of this process can move.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

_EPOCH_AT_IMPORT_S = time.time() - time.monotonic()


def steady_ms() -> int:
    """Milliseconds since the epoch, taken from the wall once and advanced by the monotonic clock."""
    return int((_EPOCH_AT_IMPORT_S + time.monotonic()) * 1000)


def utc_now() -> datetime:
    """The machine's own time, aware, UTC: the time stamp of records such as messages."""
    return datetime.now(timezone.utc)


def iso(at: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and a Z: 2026-11-21T06:00:00.000Z."""
    return at.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(slots=True)
class Clock:
    """Business time: the machine's time plus an offset that only a test instance ever has."""

    offset: timedelta = timedelta()
    source: Callable[[], datetime] = utc_now

    def now(self) -> datetime:
        return self.source() + self.offset
