"""`train`, `models`, `promote` and `rollback`."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.engine_noise import noise_aside
from bot.cli.output import note, print_json, print_rows
from bot.cli.records import open_records
from bot.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Name = Annotated[str | None, typer.Argument(metavar="MODEL")]


def register(app: typer.Typer) -> None:
    for command in (train, models, promote, rollback):
        app.command()(command)


def train(as_json: Json = False) -> None:
    """Trains and registers a new model; parts that did not change are reused. It is not promoted."""
    from bot.training import registry

    settings = Settings.load()
    with open_records(settings) as database, noise_aside(settings):
        name = registry.train(database, settings, note).name
    print_json({"model": name}) if as_json else print(name)
    note(f"`xiaonuan promote {name}` lets it answer")


def models(as_json: Json = False) -> None:
    """The registered models, newest first; `fits`: trained with this domain and code."""
    from bot.training import registry

    with open_records(Settings.load()) as database:
        found, answering = database.read_now(registry.listed), database.read_now(registry.promoted)
    code = registry.code_fingerprint()
    rows = [
        {
            "name": model.name,
            "promoted": answering is not None and model.name == answering.name,
            "fits": model.fits == code,
            "created_at": model.created_at,
            "card": model.card,
        }
        for model in found
    ]
    print_json(rows) if as_json else print_rows(rows, ("name", "promoted", "fits", "created_at"))


def promote(name: Name = None, as_json: Json = False) -> None:
    """Makes a model (the newest by default) the one that answers; chats go on."""
    from bot.training import registry

    with open_records(Settings.load()) as database:
        model, changed = registry.promote(database, name)
    print_json({"model": model.name, "changed": changed}) if as_json else print(model.name)
    if not changed:
        note("it is the promoted one already: nothing changed")


def rollback(name: Name = None, as_json: Json = False) -> None:
    """Goes back to the model promoted before, or to the named one. Exit 1 when there is none."""
    from bot.training import registry

    with open_records(Settings.load()) as database:
        model = registry.rollback(database, name)
    print_json({"model": model.name}) if as_json else print(model.name)
