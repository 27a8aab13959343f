"""How much one conversation or address may do: token buckets and counts, with an injected clock. Pure, bounded memory."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

_SWEEP_EVERY = 1_000


class Buckets:
    """Token buckets by key: `burst` at once, then `per_s` a second. A bucket that is full again is forgotten."""

    def __init__(self, *, burst: float, per_s: float, now_s: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._per_s = per_s
        self.now_s = now_s
        self._buckets: dict[str, tuple[float, float]] = {}  # key: (tokens left, at)
        self._takes = 0

    def take(self, key: str) -> float:
        """0.0 when one more is allowed, else how many seconds to wait; a refused try costs nothing."""
        now_s = self.now_s()
        left = self._left(key, now_s)
        if left < 1.0:
            return max((1.0 - left) / self._per_s, 0.001)
        self._buckets[key] = (left - 1.0, now_s)
        self._takes += 1
        if self._takes >= _SWEEP_EVERY:
            self._sweep(now_s)
        return 0.0

    def _left(self, key: str, now_s: float) -> float:
        left, at_s = self._buckets.get(key, (self._burst, now_s))
        return min(self._burst, left + (now_s - at_s) * self._per_s)

    def _sweep(self, now_s: float) -> None:
        self._takes = 0
        for key in [key for key in self._buckets if self._left(key, now_s) >= self._burst]:
            del self._buckets[key]

    def __len__(self) -> int:
        return len(self._buckets)


class Counts:
    """How many of something each key holds open at this moment."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._open: Counter[str] = Counter()

    def enter(self, key: str) -> bool:
        """False, and nothing counted, when `key` holds as many as it may."""
        if self._open[key] >= self._limit:
            return False
        self._open[key] += 1
        return True

    def leave(self, key: str) -> None:
        self._open[key] -= 1
        if self._open[key] <= 0:
            del self._open[key]

    @property
    def total(self) -> int:
        return sum(self._open.values())
