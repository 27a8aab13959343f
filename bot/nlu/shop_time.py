"""The shop's clock as the entity finder asks for it: now, aware, in the shop's zone.

A process that moves business time (the worker) hands in its own clock; others get the machine's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.clock import utc_now
from bot.settings import Settings

_now: Callable[[], datetime] | None = None


def use(now: Callable[[], datetime]) -> None:
    """`now` must give aware times in the shop's zone."""
    global _now
    _now = now


def now() -> datetime:
    """The shop's time; without `use`, the machine's in BOT_TIMEZONE."""
    if _now is None:
        zone = Settings.load().timezone
        use(lambda: utc_now().astimezone(zone))
    assert _now is not None
    return _now()
