"""`channels`: keys for Rasa's REST channel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import note, print_json, print_rows
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.records.database import Database

app = typer.Typer(help="Keys for Rasa's REST channel.", no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="NAME")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]


@app.command()
def add(name: Name, as_json: Json = False) -> None:
    """Makes a key and prints it, once: it is stored as a hash only."""
    from bot.records import channels

    with _records() as database:
        key = channels.add(database, name)
    if as_json:
        print_json({"name": name, "key": key})
    else:
        print(key)
        note("keep it: it is not shown again. Use it as `Authorization: Bearer <key>`")


@app.command("list")
def list_channels(as_json: Json = False) -> None:
    """The channels, without their keys."""
    from bot.records import channels

    with _records() as database:
        rows = [
            {"name": channel.name, "created_at": channel.created_at, "revoked_at": channel.revoked_at}
            for channel in channels.list_all(database)
        ]
    if as_json:
        print_json(rows)
    else:
        print_rows(rows, ("name", "created_at", "revoked_at"))


@app.command()
def revoke(name: Name) -> None:
    """Ends a key at once."""
    from bot.records import channels

    with _records() as database:
        channels.revoke(database, name)


@contextmanager
def _records() -> Iterator[Database]:
    from bot.records.database import Database
    from bot.records.migrate import upgrade

    settings = Settings.load()
    upgrade(settings)
    database = Database.open(settings)
    try:
        yield database
    finally:
        database.close()
