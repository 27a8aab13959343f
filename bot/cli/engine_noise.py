"""Keeps what Rasa prints and logs out of a command's results."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from bot.settings import Settings


@contextmanager
def noise_aside(settings: Settings) -> Iterator[None]:
    """While inside, what is printed goes to stderr; Rasa's debug lines, which hold texts, go nowhere."""
    from bot.supervisor.logs import configure

    level = "WARNING" if settings.log_level.upper() == "INFO" else settings.log_level
    configure("cli", dataclasses.replace(settings, log_level=level))
    with redirect_stdout(sys.stderr):
        yield
