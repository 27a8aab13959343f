"""`channels`: keys for Rasa's REST channel."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.output import note, print_json, print_rows
from bot.cli.records import open_records
from bot.settings import Settings

app = typer.Typer(help="Keys for Rasa's REST channel.", no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="NAME")]
_LONGEST = 60
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]


@app.command()
def add(name: Name, as_json: Json = False) -> None:
    """Makes a key and prints it, once: it is stored as a hash only."""
    from bot.records import channels

    if not name.strip() or len(name) > _LONGEST or not name.isprintable():
        raise typer.BadParameter(f"a channel's name has 1 to {_LONGEST} characters, for example crm")
    with open_records(Settings.load()) as database:
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

    with open_records(Settings.load()) as database:
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

    with open_records(Settings.load()) as database:
        channels.revoke(database, name)
