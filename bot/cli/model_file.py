"""Finds the archive of the promoted (or a named) model for commands that judge texts."""

from __future__ import annotations

from pathlib import Path

from bot.cli.records import open_records
from bot.errors import ConfigurationError
from bot.settings import Settings


def model_file(settings: Settings, name: str | None = None) -> Path:
    """The verified archive. Raises ConfigurationError when nothing is promoted, NotFound for an unknown name."""
    from bot.training import registry

    with open_records(settings) as database:
        if name is None:
            model = database.read_now(registry.promoted)
        else:
            from bot.training.promoting import wanted

            model = wanted(database, settings, name)
    if model is None:
        raise ConfigurationError("no model is promoted: `make run` trains one, or `xiaonuan train` and `promote`")
    return registry.verified_archive(settings, model)
