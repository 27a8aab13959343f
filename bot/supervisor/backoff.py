"""When to start a process again that ended. Pure: the clock is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_FIRST_S = 0.1
_LONGEST_S = 10.0
_STABLE_AFTER_S = 5.0


@dataclass(slots=True)
class Backoff:
    """Doubles from 0.1 s to 10 s with each short life in a row; one that lasted 5 s counts from the start again."""

    now_s: Callable[[], float]
    short_lives: int = 0
    _started_s: float = 0.0

    def started(self) -> None:
        self._started_s = self.now_s()

    def ended(self) -> float:
        """Seconds to wait before the next start."""
        if self.now_s() - self._started_s >= _STABLE_AFTER_S:
            self.short_lives = 0
        self.short_lives += 1
        return min(_FIRST_S * 2.0 ** (self.short_lives - 1), _LONGEST_S)
