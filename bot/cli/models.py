"""`train`, `models`, `promote` and `rollback`."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.output import note, print_json, print_rows
from bot.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Model = Annotated[str | None, typer.Argument(metavar="MODEL")]


def register(app: typer.Typer) -> None:
    for command in (train, models, promote, rollback):
        app.command()(command)


def train(as_json: Json = False) -> None:
    """Trains and registers a new model; parts that did not change are reused. It is not promoted."""
    from bot.training import registry

    name = registry.train(Settings.load(), note)
    if as_json:
        print_json({"model": name})
    else:
        print(name)


def models(as_json: Json = False) -> None:
    """The registered models, newest first."""
    from bot.training import registry

    rows = registry.listed(Settings.load())
    if as_json:
        print_json(rows)
    else:
        print_rows([{"name": row.name, "promoted": row.promoted, "trained_at": row.trained_at} for row in rows],
                   ("name", "promoted", "trained_at"))  # fmt: skip


def promote(model: Model = None) -> None:
    """Makes a model (the newest by default) the one that answers; chats go on."""
    from bot.training import registry

    print(registry.promote(Settings.load(), model))


def rollback(model: Model = None) -> None:
    """Goes back to the model promoted before. Exit 1 when there is none."""
    from bot.training import registry

    print(registry.rollback(Settings.load(), model))
