"""Signals between processes by Redis: wake-ups, hints and queues. Never a record: all of it may be lost at any moment."""

from bot.signals.client import Signals

__all__ = ["Signals"]
