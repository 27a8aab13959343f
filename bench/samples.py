"""Summaries of measured times. Pure."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence


def median(values: Sequence[float]) -> float:
    """Raises ValueError for no values."""
    return statistics.median(_some(values))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0–1) of them do not exceed (nearest rank). Raises ValueError for none."""
    ordered = sorted(_some(values))
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def p95(values: Sequence[float]) -> float:
    return percentile(values, 0.95)


def _some(values: Sequence[float]) -> Sequence[float]:
    if not values:
        raise ValueError("nothing was measured")
    return values
